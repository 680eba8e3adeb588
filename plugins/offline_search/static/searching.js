/* One search on its way: the first results as soon as their texts can be read, then the exact answer. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {totalOf, subtract} = OfflineSearch.sets;

  /* Texts read in search of the first results: at most, and at least so many at a time. */
  const READ_AT_MOST = 60;
  const TOGETHER = 4;

  /**
   * Made by `Index.begin`, with the postings of all scored terms loaded. The documents that may be
   * found are known then, and with them the order of all: only which of them really have the
   * words of three and more characters is open.
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

    /** Whether the postings have told all. */
    get isExact() {
      return this.excluded.length === 0 && totalOf(this.matcher.pending) === 0;
    }

    /**
     * The first results by score, before the total is known: each text is read and checked, in
     * the order of the scores. They are those that the exact answer begins with.
     * @param {number} count
     * @returns {Promise<?Object[]>} rows as of `Answer.documents`; null where that would take too long
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
     * Whether reading on takes fewer bytes than to look at positions first and then read what fits.
     * @param {number} missing results still to be found
     * @param {number} left documents that were not read
     * @param {{share: number, read: number, bytes: number}} reading how many of the documents were
     *   expected to fit, how many were read, of how many bytes
     * @param {number} found how many of these fit
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
     * The exact answer.
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
