/* The first results before all postings are loaded: which parts of long lists the best documents may be in. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {NONE, unite, intersectAll} = OfflineSearch.sets;
  const {lowerBound} = OfflineSearch;

  const FIELDS = ['title', 'body'];

  /** @returns {?Object} the part of a list that has the postings of a document in a field, if there are any */
  function partAt(list, field, doc) {
    let found = null;
    for (const part of list.parts) {
      if (part[field].count && (found === null || part[field].first <= doc)) {
        found = part;
      }
    }
    return found;
  }

  /**
   * One segment, divided where parts of lists begin. The documents between two cuts are a *range*: they have their
   * postings in the same parts, and are known when all of these are loaded.
   */
  class Ranges {
    /**
     * @param {Segment} segment
     * @param {{list: PostingList, field: string, isRequired: boolean}[]} fields of the lists that are scored
     */
    constructor(segment, fields) {
      this.segment = segment;
      this.fields = fields;
      const cuts = new Set([0]);
      fields.forEach(({list, field}) => list.parts.filter((part) => part[field].count).slice(1).forEach((part) => cuts.add(part[field].first)));
      const starts = Array.from(cuts).sort((a, b) => a - b);
      this.ranges = starts.map((from, i) => ({from, to: i + 1 < starts.length ? starts[i + 1] : segment.documents, best: 0, missing: []}));
      this.look();
    }

    /** Notes which parts each range still needs. */
    look() {
      for (const range of this.ranges) {
        const needed = this.fields.map(({list, field}) => ({list, part: partAt(list, field, range.from)}));
        range.missing = needed.filter(({part}, i) => part !== null && part.postings === null && needed.findIndex((other) => other.part === part) === i);
      }
    }

    /** Ranges of which parts are missing, without those in which no document can match. */
    get open() {
      return this.ranges.filter(({missing, best}) => missing.length > 0 && best >= 0);
    }

    /** @returns {?Uint32Array} documents of which the postings are known; null for all */
    known() {
      if (this.ranges.every(({missing}) => !missing.length)) {
        return null;
      }
      const ranges = this.ranges.filter(({missing}) => !missing.length);
      const docs = new Uint32Array(ranges.reduce((sum, {from, to}) => sum + to - from, 0));
      let at = 0;
      ranges.forEach(({from, to}) => { for (let doc = from; doc < to; doc += 1, at += 1) { docs[at] = doc; } });
      return docs;
    }

    /** @returns {Uint32Array} documents that may have all words, by the lists that are loaded wholly; null when there is none */
    candidates() {
      const lists = new Set(this.fields.filter(({list, isRequired}) => isRequired && list.isWhole).map(({list}) => list));
      const sets = Array.from(lists, ({postings}) => unite(postings.title.docs, postings.body.docs));
      return sets.length ? intersectAll(sets) : null;
    }

    /**
     * Computes for each open range the largest score that one of its documents can have, in its `best`; below 0 when none can match.
     * @param {function(string, number): Object} weighing of a term in a field
     * @param {function(Float64Array, Float64Array): Float64Array} combine sums of titles and of bodies to scores
     */
    weigh(weighing, combine) {
      const required = this.candidates();
      // Without a list that limits the documents, those are told apart that have a title posting.
      const docs = required || this.fields.map(({list}) => list.postings.title.docs).reduce(unite, NONE);
      const sums = this.sumsOf(docs, weighing);
      for (const range of this.open) {
        const missing = {title: 0, body: 0};
        const any = {title: 0, body: 0};
        for (const {list, field} of this.fields) {
          const part = partAt(list, field, range.from);
          if (part !== null && (required === null || part.postings === null)) {
            const most = this.mostOf(part, field, range.from, weighing(field, list.term));
            missing[field] += part.postings === null ? most : 0;
            any[field] += part.postings === null || field === 'body' ? most : 0;
          }
        }
        range.best = required ? -1 : combine(Float64Array.of(any.title), Float64Array.of(any.body))[0];
        for (let at = lowerBound(docs, range.from); at < docs.length && docs[at] < range.to; at += 1) {
          range.best = Math.max(range.best, combine(Float64Array.of(sums.title[at] + missing.title), Float64Array.of(sums.body[at] + missing.body))[0]);
        }
      }
    }

    sumsOf(docs, weighing) {
      const sums = {title: new Float64Array(docs.length), body: new Float64Array(docs.length)};
      for (const {list, field} of this.fields) {
        const postings = list.postings[field];
        OfflineSearch.scoring.addWeights(sums[field], docs, postings, field === 'title' ? postings.lengths : this.segment.lengths, weighing(field, list.term));
      }
      return sums;
    }

    /** @returns {number} the largest weight, in thousandths, of a posting of a part, in documents from `from` on */
    mostOf(part, field, from, weighing) {
      const {lengths} = this.segment;
      const weights = part[field].best.map(([tf, other]) => OfflineSearch.scoring.weightOf(tf, field === 'title' ? other : lengths[Math.max(other, from)], weighing));
      if (!weights.length) {
        const {tfs, docs, lengths: titles} = part.postings[field];
        docs.forEach((doc, i) => weights.push(OfflineSearch.scoring.weightOf(tfs[i], field === 'title' ? titles[i] : lengths[doc], weighing)));
      }
      return weights.reduce((most, weight) => Math.max(most, weight), 0);
    }
  }

  /** Loads parts of lists, the most promising first. Documents that are not known yet score at most `bound`. */
  class Early {
    /**
     * @param {Index} index
     * @param {Object[]} words those that are not excluded; the lists of their scored terms have begun
     * @param {Lookup} lookup
     */
    constructor(index, words, lookup) {
      this.index = index;
      this.lookup = lookup;
      this.scorer = new OfflineSearch.scoring.Scorer(index.manifest, index.segments, lookup, words);
      const required = new Set(words.filter(({phrases}) => phrases.length === 1).flatMap(({phrases: [phrase]}) => phrase.scored.map((offset) => phrase.term(offset))));
      this.segments = index.segments.map((segment) => new Ranges(segment, Array.from(this.scorer.counts).flatMap(([term, count]) => {
        const list = lookup.list(segment, term);
        return list ? FIELDS.filter((field) => count[field] > 0).map((field) => ({list, field, isRequired: required.has(term)})) : [];
      })));
      this.bound = Infinity;
    }

    /** Whether the postings of all documents that may match are loaded. */
    get isDone() {
      return this.bound < 0;
    }

    /** @returns {Array<?Uint32Array>} by segment, documents of which the postings are known; null for all */
    known() {
      return this.segments.map((ranges) => ranges.known());
    }

    /** Loads what is needed before anything can be scored: all parts, where it is not known how many deleted documents have a term, because these do not count for idf. */
    async start() {
      await this.load(this.segments.flatMap(({segment, ranges}) => (segment.deletedOf === null ? ranges : [])));
    }

    /**
     * Loads the parts of some ranges whose documents may score most.
     * @param {number} count how many
     */
    async advance(count) {
      const open = this.segments.flatMap((ranges) => ranges.open).sort((a, b) => b.best - a.best);
      await this.load(open.slice(0, count));
    }

    /** Loads the parts of all ranges in which a document may match. */
    async complete() {
      while (!this.isDone) {
        await this.load(this.segments.flatMap(({open}) => open));
      }
    }

    /** Loads all parts of some ranges. Rejects with an Error that has `.file`. */
    async load(ranges) {
      await Promise.all(ranges.flatMap(({missing}) => missing.map(({list, part}) => list.load(part))));
      this.scorer.count();
      this.segments.forEach((segment) => {
        segment.look();
        segment.weigh((field, term) => this.scorer.weighing(field, term), (titles, bodies) => this.scorer.combine(titles, bodies));
      });
      this.bound = Math.max(-1, ...this.segments.flatMap(({open}) => open.map(({best}) => best)));
    }
  }

  OfflineSearch.Early = Early;
})();
