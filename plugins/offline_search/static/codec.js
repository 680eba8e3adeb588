/* The binary files of a segment, decoded (FORMAT.md). Everything here throws RangeError on damaged data. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const DAY = 86400000;
  const FIRST_DAY = Date.UTC(1900, 0, 1);
  const FACET_BLOCK = 65536;
  const LARGEST = 0x7fffffff;

  /** Reads varints between two places of an array of bytes. */
  class Reader {
    constructor(bytes, at = 0, end = bytes.length) {
      if (at > end || end > bytes.length) {
        throw new RangeError('index: a part goes past the end of its file');
      }
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    next() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        if (this.at >= this.end) {
          throw new RangeError('index: data ends early');
        }
        const byte = this.bytes[this.at];
        this.at += 1;
        value += (byte & 127) * scale;
        if (byte < 128) {
          break;
        }
      }
      if (value > LARGEST) {
        throw new RangeError('index: number too large');
      }
      return value;
    }

    skip(count) {
      for (let left = count; left > 0; left -= 1) {
        this.next();
      }
    }

    finish() {
      if (this.at !== this.end) {
        throw new RangeError('index: data goes on after its end');
      }
    }
  }

  /** A count read from a file, before memory is set aside for it: each thing counted takes a byte or more. */
  function checkCount(count, limit) {
    if (count > limit) {
      throw new RangeError('index: more entries than there can be');
    }
    return count;
  }

  /**
   * @param {Uint8Array} bytes of a directory file
   * @param {{documents: number, shards: number}} entry of the manifest
   * @returns {{lengths: Uint32Array, firsts: Float64Array, hasPositions: Uint8Array}} lengths of
   *   bodies in tokens by document; first term of each shard; whether a shard has positions
   */
  function readDirectory(bytes, entry) {
    const reader = new Reader(bytes);
    const lengths = new Uint32Array(entry.documents);
    let filled = 0;
    let length = 0;
    for (let runs = reader.next(); runs > 0; runs -= 1) {
      length += reader.next();
      const end = checkCount(filled + reader.next(), entry.documents);
      lengths.fill(length, filled, end);
      filled = end;
    }
    if (filled !== entry.documents) {
      throw new RangeError('index: lengths of some documents are missing');
    }
    const firsts = new Float64Array(entry.shards);
    for (let shard = 0, first = 0; shard < entry.shards; shard += 1) {
      first += reader.next();
      firsts[shard] = OfflineSearch.query.termOf(first, reader.next());
    }
    const hasPositions = new Uint8Array(entry.shards).map(() => reader.next());
    reader.finish();
    return {lengths, firsts, hasPositions};
  }

  /** The table of a shard of postings: its terms, and where the postings of each stand. */
  class Shard {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      const reader = new Reader(bytes);
      const count = checkCount(reader.next(), bytes.length);
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
    let before = -1;
    for (let i = 0; i < count; i += 1) {
      const code = reader.next();
      const step = Math.floor(code / 2);
      before = docs[i] = checkDocument(i ? before + step : step, before, documents);
      tfs[i] = code & 1 ? reader.next() + 2 : 1;
    }
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

  /** The table of a shard of positions: where those of each two-character term stand. */
  class Positions {
    /**
     * @param {Uint8Array} bytes
     * @param {number} pairs two-character terms of the postings shard
     */
    constructor(bytes, pairs) {
      const reader = new Reader(bytes);
      const sizes = new Uint32Array(checkCount(pairs, bytes.length)).map(() => reader.next());
      this.bytes = bytes;
      this.starts = new Uint32Array(pairs + 1);
      this.starts[0] = reader.at;
      for (let i = 0; i < pairs; i += 1) {
        this.starts[i + 1] = this.starts[i] + sizes[i];
      }
      if (this.starts[pairs] !== bytes.length) {
        throw new RangeError('index: positions do not fill their file');
      }
      this.size = bytes.length + this.starts.byteLength;
    }

    /** @returns {Reader} over the positions of one two-character term */
    of(pair) {
      return new Reader(this.bytes, this.starts[pair], this.starts[pair + 1]);
    }
  }

  /**
   * One file of facets.
   * @param {Uint8Array} bytes
   * @param {number} documents how many the file tells of
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

  /** @returns {{from: string, to: string}} the fold map: characters, and what each becomes */
  function readFold(bytes) {
    const reader = new Reader(bytes);
    const from = [];
    const to = [];
    let point = 0;
    for (let left = reader.next(); left > 0; left -= 1) {
      point += reader.next();
      const turned = reader.next();
      from.push(String.fromCodePoint(point));
      to.push(String.fromCodePoint(point + (turned % 2 ? -(turned + 1) / 2 : turned / 2)));
    }
    reader.finish();
    return {from: from.join(''), to: to.join('')};
  }

  /** @returns {*} the value of JSON in GB18030 */
  function readJson(bytes) {
    return JSON.parse(new TextDecoder('gb18030', {fatal: true}).decode(bytes));
  }

  /** @returns {{documents: Array<?Object>, size: number}} one file of texts */
  function readTexts(bytes) {
    const documents = readJson(bytes);
    if (!Array.isArray(documents)) {
      throw new RangeError('index: no list of texts');
    }
    return {documents, size: bytes.length * 2};
  }

  /** @returns {number} the year of a number of days from 1900-01-01 plus 1 */
  function yearOf(days) {
    return new Date(FIRST_DAY + (days - 1) * DAY).getUTCFullYear();
  }

  OfflineSearch.codec = {FACET_BLOCK, Reader, Shard, Positions, readDirectory, readFacets, readTexts, readFold, readJson, yearOf};
})();
