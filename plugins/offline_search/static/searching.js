/* A search in progress: the first results, as soon as their texts are read, then the exact answer. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {totalOf, subtract} = OfflineSearch.sets;

  /* Texts that are read to find the first results: in all at most, and at a time at least. */
  const READ_AT_MOST = 60;
  const TOGETHER = 4;

  /**
   * Made by `Index.begin`, when the postings of all scored terms are loaded. The documents that may
   * match are known then, and so are their scores. It is open which of them contain the words of
   * three and more characters.
   */
  class Searching {
    constructor(index, words, lookup, missing) {
      this.index = index;
      this.words = words.map(({word}) => word);
      this.wanted = words.filter(({word}) => word.sign !== '-');
      this.excluded = words.filter(({word}) => word.sign === '-');
      this.lookup = lookup;
      this.missing = missing;
      this.matcher = this.matcherOf(this.wanted, null);
      this.matcher.narrow();
    }

    matcherOf(words, within) {
      return new OfflineSearch.matching.Matcher(this.index.segments, this.lookup, words, this.index.fold, within);
    }

    answerOf(docs) {
      const {index} = this;
      const scores = OfflineSearch.scoring.scoreHits(index.manifest, index.segments, this.lookup, this.wanted, docs);
      return new OfflineSearch.Answer(index, this.words, docs, scores, this.missing);
    }

    /** Whether the postings alone decide which documents match. */
    get isExact() {
      return this.excluded.length === 0 && totalOf(this.matcher.pending) === 0;
    }

    /**
     * Finds the first results by score before the total is known: texts are read and checked in order
     * of scores. The exact answer begins with the same results.
     * @param {number} count
     * @returns {Promise<?Object[]>} rows as of `Answer.documents`; null when it would load too much
     */
    async first(count) {
      if (this.excluded.length) {
        return null;
      }
      const answer = this.answerOf(this.matcher.docs);
      const rows = [];
      const reading = {share: this.matcher.expectedShare(), read: 0, bytes: 0};
      for (let from = 0, size = count; from < answer.total && rows.length < count; from += size, size = Math.max(count - rows.length, TOGETHER)) {
        if (from + size > READ_AT_MOST || !this.isReadingOnCheaper(count - rows.length, answer.total - from, reading, rows.length)) {
          return null;
        }
        const read = (await answer.documents(from, size)).rows;
        if (this.missing.size) {
          return null;
        }
        reading.read += size;
        read.forEach((row) => { reading.bytes += this.costOfText(row); });
        rows.push(...read.filter((row) => this.matcher.isFoundIn(row)));
      }
      return rows.slice(0, count);
    }

    costOfText({segment, number}) {
      return this.index.segments.find((one) => one.name === segment).costOfText(number);
    }

    /**
     * Whether reading more texts loads fewer bytes than checking positions and then reading only texts that match.
     * @param {number} missing results still to be found
     * @param {number} left documents that were not read
     * @param {{share: number, read: number, bytes: number}} reading the share of documents that is
     *   expected to match; how many texts were read, and their bytes
     * @param {number} found how many of these texts match
     */
    isReadingOnCheaper(missing, left, reading, found) {
      if (this.isExact) {
        return true;
      }
      const text = reading.read ? reading.bytes / reading.read : OfflineSearch.matching.TEXT_BYTES;
      const share = reading.read ? found / reading.read : reading.share;
      const positions = this.matcher.costOfPositions();
      const inVain = (reading.read - found) * text;
      return Math.min(left, missing / share) * text <= positions + Math.min(left * share, missing) * text && inVain * 2 <= positions;
    }

    /**
     * Completes the search.
     * @returns {Promise<Answer>}
     */
    async finish() {
      let docs = await this.matcher.run(true);
      for (const word of this.excluded) {
        if (totalOf(docs) > 0) {
          const unwanted = await this.matcherOf([word], docs).run(false);
          docs = docs.map((numbers, i) => subtract(numbers, unwanted[i]));
        }
      }
      return this.answerOf(docs);
    }
  }

  OfflineSearch.Searching = Searching;
})();
