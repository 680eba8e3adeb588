/* Whether no document can have a query, by the pairs of its words that say something. Then those of what people put around them need not be loaded. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {intersectAll, unite} = OfflineSearch.sets;

  /** @returns {number[]} the terms of a phrase that what is nearest is looked up by, too; none where these are all or none of its terms */
  function tellingTerms(phrase) {
    const units = new Set(OfflineSearch.near.unitsOf(phrase.text).flatMap(({terms}) => terms));
    const terms = new Set(phrase.scored.map((offset) => phrase.term(offset)));
    const telling = Array.from(terms).filter((term) => units.has(term));
    return telling.length < terms.size ? telling : [];
  }

  /** @returns {boolean} whether some document of a segment may have all of some terms, as far as their lists are loaded */
  function mayHave(lookup, segment, terms) {
    const lists = terms.map((term) => lookup.list(segment, term)).filter((list) => list && list.isWhole);
    return !lists.length || intersectAll(lists.map(({postings}) => unite(postings.title.docs, postings.body.docs))).length > 0;
  }

  /**
   * @param {Index} index
   * @param {{phrases: Phrase[]}[]} words those that documents must have: each one of its phrases
   * @param {Lookup} lookup is given the postings of the pairs that say something
   * @returns {Promise<boolean>} true when it is sure that no document has the words
   */
  OfflineSearch.isRuledOut = async function (index, words, lookup) {
    const telling = words.map(({phrases}) => phrases.map(tellingTerms)).filter((phrases) => phrases.length && phrases.every((terms) => terms.length));
    await lookup.begin(telling.flat(2));
    return telling.some((phrases) => phrases.every((terms) => index.segments.every((segment) => !mayHave(lookup, segment, terms))));
  };
})();
