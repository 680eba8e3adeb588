/* A segment of the index: loads its files and finds postings, positions, texts and facets in them. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const TEXTS_IN_FILE = 5;

  /* Bytes of a file of texts, for estimates: a constant part, and a part for each token of a body. */
  const FILE_BYTES = 1200;
  const TOKEN_BYTES = 0.44;
  const FILES_IN_FOLDER = 100;

  /** @returns {number} the first place in a sorted array with an entry of at least `value` */
  function lowerBound(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** One segment. Files are loaded when they are needed. Promises reject with Errors that have `.file`. */
  class Segment {
    /**
     * @param {{name: string, documents: number, shards: number, deleted: number[]}} entry of the manifest; numbers as differences
     * @param {number[]} facetSizes how many values each facet has, in the order of their columns
     * @param {OfflineSearch.Cache} cache shared by all segments
     * @param {string} base where the index is
     */
    constructor(entry, facetSizes, cache, base) {
      this.base = base;
      this.name = entry.name;
      this.documents = entry.documents;
      this.entry = entry;
      let number = 0;
      this.deleted = Uint32Array.from(entry.deleted, (difference) => (number += difference));
      this.facetSizes = facetSizes;
      this.cache = cache;
    }

    /** Loads the directory; to be called before anything else. */
    async open() {
      const name = this.name + '/directory';
      const read = (bytes) => OfflineSearch.codec.readDirectory(bytes, this.entry);
      // What came ahead is a copy of the directory. Where that is damaged, the directory itself is read.
      const directory = await this.decode(name, read).catch(() => this.decode(name, read));
      Object.assign(this, directory);
      return this;
    }

    async decode(name, read) {
      const data = await OfflineSearch.load(name, this.base);
      try {
        return read(await OfflineSearch.unpack(data));
      } catch (error) {
        throw OfflineSearch.fileError(name, error.message);
      } finally {
        OfflineSearch.forget(name, this.base);
      }
    }

    file(path, read) {
      const name = this.name + '/' + path;
      return this.cache.get(name, () => this.decode(name, read));
    }

    shard(i) {
      return this.file('p/' + i, (bytes) => new OfflineSearch.codec.Shard(bytes));
    }

    /** @returns {number[]} the shards that begin with a term, or else the one that may contain it */
    shardsOf(term) {
      let from = this.firsts.lowerBound(term);
      let to = from;
      while (to < this.firsts.length && this.firsts.at(to) === term) {
        to += 1;
      }
      if (to === from) {
        from = Math.max(0, from - 1);
      }
      return Array.from({length: to - from}, (_, i) => from + i);
    }

    /** @returns {boolean} whether the first part of the postings of a term is in memory */
    holds(term) {
      return this.cache.has(this.name + '/p/' + this.shardsOf(term)[0]);
    }

    /**
     * Loads the first part of the postings of a term. Most terms have no other part.
     * @param {number} term
     * @returns {Promise<OfflineSearch.PostingList>}
     */
    async list(term) {
      const numbers = this.shardsOf(term);
      const shards = await Promise.all(numbers.slice(0, 1).map((number) => this.shard(number)));
      return new OfflineSearch.PostingList(this, term, numbers, shards[0]);
    }

    /** Terms of several shards → how many deleted documents have each, in titles and in bodies; null when that has to be counted in the postings. */
    get deletedOf() {
      const {firsts, entry} = this;
      let found = entry.deleted.length && !entry.common ? null : new Map();
      for (let i = 1, place = 0; found && entry.deleted.length && i < firsts.length; i += 1) {
        const term = firsts.at(i);
        if (firsts.at(i - 1) === term && !found.has(term)) {
          found.set(term, entry.common[place]);
          place += 1;
        }
      }
      if (found && entry.deleted.length && found.size !== entry.common.length) {
        found = null;
      }
      Object.defineProperty(this, 'deletedOf', {value: found});
      return found;
    }

    partOf(shard, number, term) {
      try {
        return shard.postings(term, this.documents);
      } catch (error) {
        throw OfflineSearch.fileError(this.name + '/p/' + number, error.message);
      }
    }

    /** For each shard the number of its file of positions. */
    get positionFiles() {
      let file = -1;
      const files = Uint32Array.from(this.begins, (begin) => file += begin);
      Object.defineProperty(this, 'positionFiles', {value: files});
      return files;
    }

    /** @param {{shard: number}} part of postings */
    positionsName(part) {
      return this.name + '/q/' + this.positionFiles[part.shard];
    }

    /** @returns {number} the bytes, about, of the file with the text of a document; its other texts have about the same length */
    costOfText(number) {
      return FILE_BYTES + TEXTS_IN_FILE * TOKEN_BYTES * this.lengths[number];
    }

    /**
     * @param {{shard: number, pair: number}} part of postings
     * @returns {Promise<Reader>} of its positions
     */
    async positions(part) {
      const number = this.positionFiles[part.shard];
      const file = await this.file('q/' + number, (bytes) => new OfflineSearch.codec.Positions(bytes));
      try {
        return file.of(part.shard - lowerBound(this.positionFiles, number), part.pair);
      } catch (error) {
        throw OfflineSearch.fileError(this.positionsName(part), error.message);
      }
    }

    /** @returns {Promise<?Object>} key, url, title, date, meta and text of a document; null when its text was erased */
    async text(number) {
      const file = Math.floor(number / TEXTS_IN_FILE);
      const path = 't/' + Math.floor(file / FILES_IN_FOLDER) + '/' + file;
      const texts = await this.file(path, (bytes) => new OfflineSearch.codec.Texts(bytes, this.code));
      try {
        return texts.document(number % TEXTS_IN_FILE);
      } catch (error) {
        throw OfflineSearch.fileError(this.name + '/' + path, error.message);
      }
    }

    /** @param {number} block number of the document divided by FACET_BLOCK, rounded down */
    facets(block) {
      const size = OfflineSearch.codec.FACET_BLOCK;
      const documents = Math.min(size, this.documents - block * size);
      return this.file('f/' + block, (bytes) => OfflineSearch.codec.readFacets(bytes, documents, this.facetSizes));
    }
  }

  OfflineSearch.Segment = Segment;
  OfflineSearch.lowerBound = lowerBound;
})();
