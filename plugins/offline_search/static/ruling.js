/* Whether no document can have a query, by the pairs of its words that say something. Then those of what people put around them need not be loaded. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {intersectAll, unite} = OfflineSearch.sets;
  const STEPS = 2;

  /**
   * @returns {number[][]} terms of a phrase in two steps: those that what is nearest is looked up by, too; and those across the ends of what
   *   people put around their words, which few documents have. None where nothing is left for a third step
   */
  function tellingSteps(phrase) {
    const {unitsOf, askingTerms} = OfflineSearch.near;
    const terms = new Set(phrase.scored.map((offset) => phrase.term(offset)));
    const units = new Set(unitsOf(phrase.text).flatMap((unit) => unit.terms));
    const asking = new Set(askingTerms(phrase.text));
    const telling = Array.from(terms).filter((term) => units.has(term));
    const across = Array.from(terms).filter((term) => !units.has(term) && !asking.has(term));
    return telling.length && telling.length < terms.size ? [telling, telling.concat(across)] : [];
  }

  /** @returns {boolean} whether some document of a segment may have all of some terms, as far as their lists are loaded */
  function mayHave(lookup, segment, terms, docsOf = docsOfList) {
    const lists = terms.map((term) => lookup.list(segment, term)).filter((list) => list && list.isWhole);
    return !lists.length || intersectAll(lists.map(docsOf)).length > 0;
  }

  function docsOfList({postings}) {
    return unite(postings.title.docs, postings.body.docs);
  }

  /** What is known of texts by the postings that are in memory. It loads nothing. */
  class Known {
    constructor(index, report) {
      this.segments = index.segments;
      this.lookup = new OfflineSearch.matching.Lookup(index.segments, report);
      this.docs = new Map();
      this.docsOf = (list) => {
        if (!this.docs.has(list)) {
          this.docs.set(list, docsOfList(list));
        }
        return this.docs.get(list);
      };
    }

    /** @returns {Promise<boolean>} whether it is sure that no document has a text: a folded one without breaks */
    async isAbsent(text) {
      const phrase = new OfflineSearch.query.Phrase(text);
      const terms = phrase.scored.map((offset) => phrase.term(offset));
      const held = this.segments.map((segment) => terms.filter((term) => segment.holds(term)));
      await Promise.all(this.segments.flatMap((segment, i) => held[i].map((term) => this.lookup.beginFrom(segment, term))));
      return this.segments.every((segment, i) => !mayHave(this.lookup, segment, held[i], this.docsOf));
    }
  }

  OfflineSearch.Known = Known;

  /**
   * @param {Index} index
   * @param {{phrases: Phrase[]}[]} words those that documents must have: each one of its phrases
   * @param {Lookup} lookup is given the postings of the pairs that say something
   * @returns {Promise<boolean>} true when it is sure that no document has the words
   */
  OfflineSearch.isRuledOut = async function (index, words, lookup) {
    const steps = words.map(({phrases}) => phrases.map(tellingSteps)).filter((phrases) => phrases.length && phrases.every(({length}) => length));
    for (let step = 0; step < STEPS; step += 1) {
      await lookup.begin(steps.flatMap((phrases) => phrases.flatMap((terms) => terms[step])));
      if (steps.some((phrases) => phrases.every((terms) => index.segments.every((segment) => !mayHave(lookup, segment, terms[step]))))) {
        return true;
      }
    }
    return false;
  };
})();
