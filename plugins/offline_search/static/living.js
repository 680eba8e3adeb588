/* Phrases of the tables of pinyin and of spelling that may be shown to a reader. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /* Phrases are of titles, and postings of titles have positions. So those of bodies, which are many more bytes, are seldom needed. */
  const PLACES = ['title:', ''];

  /**
   * A table may still have a phrase whose last document was removed. Nobody is shown its wording.
   * @param {Index} index
   * @param {string[]} phrases folded
   * @param {number} most how many are wanted
   * @param {Set<string>} missing is told of files that cannot be read
   * @returns {Promise<string[]>} the first phrases that some living document has, in their order
   */
  OfflineSearch.living = async function (index, phrases, most, missing) {
    const kept = [];
    for (const phrase of phrases) {
      if (kept.length < most) {
        let total = 0;
        for (let i = 0; i < PLACES.length && total === 0; i += 1) {
          const answer = await index.search(PLACES[i] + phrase);
          answer.missing.forEach((file) => missing.add(file));
          total = answer.total;
        }
        kept.push(...(total > 0 ? [phrase] : []));
      }
    }
    return kept;
  };
})();
