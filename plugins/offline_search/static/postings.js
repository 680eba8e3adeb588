/* The postings of one term in one segment. Those of a common term are in several parts, and a query may need only some. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  function concatenated(arrays) {
    const result = new Uint32Array(arrays.reduce((sum, array) => sum + array.length, 0));
    let at = 0;
    for (const array of arrays) {
      result.set(array, at);
      at += array.length;
    }
    return result;
  }

  /** @returns {Object} postings of one field, joined from the parts of a term */
  function joinFields(fields) {
    if (fields.length === 1) {
      return fields[0];
    }
    const all = {docs: concatenated(fields.map((field) => field.docs)), tfs: concatenated(fields.map((field) => field.tfs))};
    for (let i = 1; i < all.docs.length; i += 1) {
      if (all.docs[i] <= all.docs[i - 1]) {
        throw new RangeError('index: parts of a term are out of order');
      }
    }
    return all;
  }

  /** @returns {Object} postings of titles, joined from the parts of a term */
  function joinTitles(titles) {
    if (titles.length === 1) {
      return titles[0];
    }
    const all = joinFields(titles);
    all.lengths = concatenated(titles.map((title) => title.lengths));
    all.positions = concatenated(titles.map((title) => title.positions));
    all.starts = new Uint32Array(all.docs.length + 1);
    for (let i = 0; i < all.docs.length; i += 1) {
      all.starts[i + 1] = all.starts[i] + all.tfs[i];
    }
    return all;
  }

  const NOTHING = new Uint32Array(0);

  const NO_POSTINGS = {
    body: {docs: NOTHING, tfs: NOTHING},
    title: {docs: NOTHING, tfs: NOTHING, lengths: NOTHING, starts: new Uint32Array(1), positions: NOTHING},
    parts: []
  };
  /** What a part has when the term has no other: all of it. */
  function wholeOf(postings) {
    const {body, title} = postings || NO_POSTINGS;
    return {body: {count: body.docs.length, first: body.docs[0] || 0, best: []}, title: {count: title.docs.length, first: title.docs[0] || 0, best: []}};
  }

  /**
   * The postings of a term, with those of deleted documents. Made by `Segment.list`, which loads the first part.
   * `parts` has for each shard its number, what it has of bodies and titles, and the postings when they are loaded.
   */
  class PostingList {
    /**
     * @param {Segment} segment
     * @param {number} term
     * @param {number[]} numbers of its shards
     * @param {?Shard} first the first of them; none in a segment without shards
     */
    constructor(segment, term, numbers, first) {
      this.segment = segment;
      this.term = term;
      const postings = first ? segment.partOf(first, numbers[0], term) : null;
      const summary = (numbers.length > 1 && first.summary) || [wholeOf(postings)];
      if (summary.length !== Math.max(1, numbers.length)) {
        throw OfflineSearch.fileError(segment.name + '/p/' + numbers[0], 'index: parts of a term are missing');
      }
      this.parts = summary.map(({body, title}, i) => ({shard: numbers[i], body, title, postings: i ? null : postings || NO_POSTINGS}));
      this.joined = null;
      /** How many documents have the term in that field. */
      this.counts = {body: this.count('body'), title: this.count('title')};
    }

    /** How many deleted documents have the term, in titles and in bodies; as far as is known without the parts that are not loaded. */
    get deleted() {
      return (this.segment.deletedOf && this.segment.deletedOf.get(this.term)) || 0;
    }

    count(field) {
      return this.parts.reduce((sum, part) => sum + part[field].count, 0);
    }

    /** Whether all parts are loaded. */
    get isWhole() {
      return this.parts.every(({postings}) => postings !== null);
    }

    /** Loads a part. */
    async load(part) {
      if (part.postings === null) {
        const shard = await this.segment.shard(part.shard);
        part.postings = this.segment.partOf(shard, part.shard, this.term) || NO_POSTINGS;
        this.joined = null;
      }
    }

    loadAll() {
      return Promise.all(this.parts.map((part) => this.load(part)));
    }

    /** @returns {{body: Object, title: Object, parts: Object[]}} what is loaded; `parts` says which of the body postings come from which shard */
    get postings() {
      if (this.joined === null) {
        const loaded = this.parts.filter(({postings}) => postings !== null && postings !== NO_POSTINGS);
        let from = 0;
        this.joined = !loaded.length ? NO_POSTINGS : {
          body: joinFields(loaded.map(({postings}) => postings.body)), title: joinTitles(loaded.map(({postings}) => postings.title)),
          parts: loaded.map(({shard, postings}) => ({shard, pair: postings.pair, from, count: postings.body.docs.length, end: from += postings.body.docs.length}))
        };
      }
      return this.joined;
    }
  }

  OfflineSearch.NO_POSTINGS = NO_POSTINGS;
  OfflineSearch.PostingList = PostingList;
})();
