/* Decoders of the binary files (FORMAT.md). All of them throw a RangeError when the data is damaged. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {Reader, checkCount} = OfflineSearch.reader;
  const {readTextCode, decodeText} = OfflineSearch.textcode;

  const DAY = 86400000;
  const FIRST_DAY = Date.UTC(1900, 0, 1);
  const FACET_BLOCK = 32768;

  /** @returns {Uint32Array} lengths by document, from runs of equal ones */
  function readLengths(steps, counts, documents) {
    const lengths = new Uint32Array(documents);
    let filled = 0;
    let length = 0;
    for (let run = 0; run < steps.length; run += 1) {
      length += steps[run];
      lengths.fill(length, filled, filled + counts[run]);
      filled += counts[run];
    }
    if (filled !== documents) {
      throw new RangeError('index: lengths do not fit the documents');
    }
    return lengths;
  }

  /** @returns {function(number): Uint32Array} that returns the next `count` numbers of four bytes, without copying them */
  function wordsOf(bytes) {
    let at = bytes.byteOffset;
    return function (count) {
      const words = new Uint32Array(bytes.buffer, at, count);
      at += words.byteLength;
      return words;
    };
  }

  /** The first terms of all shards, as a directory stores them. */
  class FirstTerms {
    /**
     * @param {Uint32Array} left first characters
     * @param {Uint8Array} right second characters: low bytes of all, middle bytes, high bytes
     */
    constructor(left, right) {
      this.length = left.length;
      this.left = left;
      this.right = right;
    }

    at(i) {
      const {left, right, length} = this;
      return OfflineSearch.query.termOf(left[i], right[i] + right[length + i] * 256 + right[2 * length + i] * 65536);
    }

    /** @returns {number} the first shard whose first term is not below `term` */
    lowerBound(term) {
      let low = 0;
      let high = this.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.at(middle) < term) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /**
   * @param {Uint8Array} bytes of a directory file
   * @param {{documents: number, shards: number}} entry of the manifest
   * @returns {{code: Uint32Array[], folds: Array<[string, string]>, lengths: Uint32Array,
   *   firsts: FirstTerms, begins: Uint8Array}} the text code; the part of the fold map for its
   *   characters; lengths of bodies in tokens, by document; the first term of each shard; 1 for
   *   each shard with which a file of positions begins
   */
  function readDirectory(bytes, entry) {
    const words = wordsOf(bytes);
    const [shards, runs] = words(2);
    const left = words(shards);
    const lengths = readLengths(words(runs), words(runs), entry.documents);
    let at = 4 * (2 + shards + 2 * runs);
    const firsts = new FirstTerms(left, bytes.subarray(at, at += 3 * shards));
    const begins = bytes.subarray(at, at += shards);
    const reader = new Reader(bytes, at);
    const code = readTextCode(reader);
    const folds = [];
    for (let left = checkCount(reader.next(), bytes.length), point = 0; left > 0; left -= 1) {
      point += reader.next();
      folds.push([characterOf(point), characterOf(reader.next())]);
    }
    reader.finish();
    if (shards !== entry.shards) {
      throw new RangeError('index: a directory of other shards');
    }
    return {code, folds, lengths, firsts, begins};
  }

  function characterOf(point) {
    if (point > 0x10ffff) {
      throw new RangeError('index: no such character');
    }
    return String.fromCodePoint(point);
  }

  /** A shard of postings: its terms, and the bytes of the postings of each. */
  class Shard {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      const reader = new Reader(bytes);
      let count = checkCount(reader.next(), bytes.length);
      /** @type {?Object[]} what each part of a term has, where this shard has the first of several parts */
      this.summary = null;
      if (count === 0) {
        this.summary = Array.from({length: checkCount(reader.next(), bytes.length)}, () => ({body: readSummary(reader), title: readSummary(reader)}));
        count = checkCount(reader.next(), bytes.length);
      }
      this.bytes = bytes;
      this.terms = new Float64Array(count);
      this.pairs = 0;
      this.table = new Uint32Array(count * 5);
      for (let i = 0, first = 0; i < count; i += 1) {
        first += reader.next();
        const second = reader.next();
        this.terms[i] = OfflineSearch.query.termOf(first, second);
        for (let column = 0; column < 4; column += 1) {
          this.table[i * 5 + column] = reader.next();
        }
        this.table[i * 5 + 4] = this.pairs;
        this.pairs += second > 0 ? 1 : 0;
      }
      this.starts = new Uint32Array(count + 1);
      this.starts[0] = reader.at;
      for (let i = 0; i < count; i += 1) {
        this.starts[i + 1] = this.starts[i] + this.table[i * 5 + 1] + this.table[i * 5 + 3];
      }
      if (this.starts[count] !== bytes.length) {
        throw new RangeError('index: postings do not fill their shard');
      }
      this.size = bytes.length + this.table.byteLength + this.terms.byteLength + this.starts.byteLength;
    }

    /**
     * @param {number} term
     * @param {number} documents how many the segment has
     * @returns {?{pair: number, body: Object, title: Object}} null when the shard has no such term;
     *   `pair` is the place of the term among the two-character terms of the shard
     */
    postings(term, documents) {
      const at = this.terms.indexOf(term);
      if (at < 0) {
        return null;
      }
      const [bodies, bodyBytes, titles, titleBytes, pair] = this.table.subarray(at * 5, at * 5 + 5);
      const middle = this.starts[at] + bodyBytes;
      return {
        pair,
        body: readBodyPostings(new Reader(this.bytes, this.starts[at], middle), bodies, documents),
        title: readTitlePostings(new Reader(this.bytes, middle, middle + titleBytes), titles, documents)
      };
    }
  }

  /**
   * @returns {{count: number, first: number, best: number[][]}} how many postings of a field a part has, its first document,
   *   and pairs that bound their weights: of a tf and a document (bodies), or of a tf and a length (titles)
   */
  function readSummary(reader) {
    const count = reader.next();
    const first = count ? reader.next() : 0;
    const best = count ? Array.from({length: checkCount(reader.next(), reader.end)}, () => [reader.next(), reader.next()]) : [];
    return {count, first, best};
  }

  function checkDocument(document, before, documents) {
    if (document >= documents || document <= before) {
      throw new RangeError('index: no such document');
    }
    return document;
  }

  /** @returns {{docs: Uint32Array, tfs: Uint32Array}} */
  function readBodyPostings(reader, count, documents) {
    const docs = new Uint32Array(checkCount(count, documents));
    const tfs = new Uint32Array(count);
    const {bytes, end} = reader;
    let at = reader.at;
    let document = 0;
    for (let i = 0; i < count; i += 1) {
      let byte = bytes[at];
      let code = byte & 127;
      at += 1;
      for (let scale = 128; byte > 127 && at < end; scale *= 128) {
        byte = bytes[at];
        code += (byte & 127) * scale;
        at += 1;
      }
      const step = code >>> 1;
      // `finish` notices when the data ends within a number.
      document += step;
      if (document >= documents || (step === 0 && i > 0)) {
        throw new RangeError('index: no such document');
      }
      docs[i] = document;
      if (code & 1) {
        reader.at = at;
        tfs[i] = reader.next() + 2;
        at = reader.at;
      } else {
        tfs[i] = 1;
      }
    }
    reader.at = at;
    reader.finish();
    return {docs, tfs};
  }

  /**
   * @returns {{docs: Uint32Array, tfs: Uint32Array, lengths: Uint32Array, starts: Uint32Array, positions: Uint32Array}}
   *   positions of entry i are `positions[starts[i]]` to `positions[starts[i + 1] - 1]`
   */
  function readTitlePostings(reader, count, documents) {
    const docs = new Uint32Array(checkCount(count, documents));
    const tfs = new Uint32Array(count);
    const lengths = new Uint32Array(count);
    const starts = new Uint32Array(count + 1);
    const positions = new Uint32Array(reader.end - reader.at);
    let before = -1;
    let filled = 0;
    for (let i = 0; i < count; i += 1) {
      const step = reader.next();
      before = docs[i] = checkDocument(i ? before + step : step, before, documents);
      lengths[i] = reader.next();
      tfs[i] = checkCount(reader.next(), reader.end - reader.at);
      for (let k = 0, position = 0; k < tfs[i]; k += 1) {
        position += reader.next();
        positions[filled] = position;
        filled += 1;
      }
      starts[i + 1] = filled;
    }
    reader.finish();
    return {docs, tfs, lengths, starts, positions: positions.slice(0, filled)};
  }

  /** A file of positions: the bytes of the positions of each two-character term of its shards. */
  class Positions {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      const reader = new Reader(bytes);
      const shards = checkCount(reader.next(), bytes.length);
      this.bytes = bytes;
      this.starts = [];
      for (let shard = 0; shard < shards; shard += 1) {
        this.starts.push(new Uint32Array(checkCount(reader.next(), bytes.length) + 1).map((_, i) => (i ? reader.next() : 0)));
      }
      let at = reader.at;
      this.size = bytes.length;
      for (const starts of this.starts) {
        for (let i = 0; i < starts.length; i += 1) {
          at += starts[i];
          starts[i] = at;
        }
        this.size += starts.byteLength;
      }
      if (at !== bytes.length) {
        throw new RangeError('index: positions do not fill their file');
      }
    }

    /**
     * @param {number} shard its place among the shards of this file
     * @param {number} pair place of a term among the two-character terms of the shard
     * @returns {Reader} over the positions of the term
     */
    of(shard, pair) {
      const starts = this.starts[shard];
      if (!starts || !(pair + 1 < starts.length)) {
        throw new RangeError('index: no positions of that term');
      }
      return new Reader(this.bytes, starts[pair], starts[pair + 1]);
    }
  }

  /**
   * Reads one file of facets.
   * @param {Uint8Array} bytes
   * @param {number} documents how many documents the file is for
   * @param {number[]} sizes how many values each facet has
   * @returns {{columns: Array<Uint16Array|Uint32Array>, days: Uint32Array, size: number}} for each
   *   document the number of its value plus 1 and the days from 1900-01-01 plus 1, 0 for none
   */
  function readFacets(bytes, documents, sizes) {
    const reader = new Reader(bytes);
    const columns = sizes.map(function (size) {
      const column = size < 65535 ? new Uint16Array(documents) : new Uint32Array(documents);
      for (let i = 0; i < documents; i += 1) {
        column[i] = checkCount(reader.next(), size);
      }
      return column;
    });
    const days = new Uint32Array(documents).map(() => reader.next());
    reader.finish();
    return {columns, days, size: columns.reduce((sum, column) => sum + column.byteLength, days.byteLength)};
  }

  /** @returns {Array<[string, string]>} the fold map: characters, and what each becomes */
  function readFold(bytes) {
    const reader = new Reader(bytes);
    const sources = new Uint32Array(checkCount(reader.next(), bytes.length));
    for (let i = 0, point = 0; i < sources.length; i += 1) {
      point += reader.next();
      sources[i] = point;
    }
    const size = sources.length;
    const planes = bytes.subarray(reader.at);
    if (planes.length !== 3 * size) {
      throw new RangeError('index: the fold map is not of its size');
    }
    return Array.from(sources, (point, i) =>
      [characterOf(point), characterOf(planes[i] * 65536 + planes[size + i] * 256 + planes[2 * size + i])]);
  }

  /** @returns {*} the value of JSON in GB18030 */
  function readJson(bytes) {
    return JSON.parse(new TextDecoder('gb18030', {fatal: true}).decode(bytes));
  }

  /** A file of texts. Each text is decoded when it is first asked for. */
  class Texts {
    /**
     * @param {Uint8Array} bytes
     * @param {Uint32Array[]} code of the segment
     */
    constructor(bytes, code) {
      const reader = new Reader(bytes);
      const sizes = new Uint32Array(checkCount(reader.next(), bytes.length)).map(() => reader.next());
      let at = reader.at;
      this.parts = Array.from(sizes, (size) => bytes.subarray(at, at += size));
      if (at !== bytes.length) {
        throw new RangeError('index: texts do not fill their file');
      }
      this.code = code;
      this.size = bytes.length * 2;
      this.documents = [];
    }

    /** @returns {?Object} a document by its place in the file; null when its text has been taken away */
    document(place) {
      const part = this.parts[place];
      if (!part) {
        throw new RangeError('index: no such text');
      }
      if (part.length && !this.documents[place]) {
        this.documents[place] = documentOf(JSON.parse(decodeText(part, this.code)));
      }
      return this.documents[place] || null;
    }
  }

  function documentOf([key, url, title, date, meta, text, days]) {
    return {key, url, title, date, meta, text, days: days || [date].filter(Boolean)};
  }

  /** @returns {number} the year of a number of days from 1900-01-01 plus 1 */
  function yearOf(days) {
    return new Date(FIRST_DAY + (days - 1) * DAY).getUTCFullYear();
  }

  OfflineSearch.codec = {FACET_BLOCK, Shard, Positions, Texts, readDirectory, readFacets, readFold, readJson, yearOf};
})();
