/* A search in progress: the first results, as soon as their texts are read, then the exact answer. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {NONE, totalOf, subtract} = OfflineSearch.sets;

  /* Times that parts of long lists are loaded to find the first results, at most. */
  const ROUNDS = 12;

  /**
   * Made by `Index.begin`, when the postings of all scored terms are loaded, of common terms their first
   * part. Of the documents whose postings are loaded it is known which may match, and their scores. It
   * is open which of them contain the words of three and more characters.
   */
  class Searching {
    constructor(index, words, lookup, missing, isRuledOut) {
      this.index = index;
      /* Whether it is sure already that no document has the words. Then not all postings are loaded. */
      this.isRuledOut = isRuledOut;
      this.words = words.map(({word}) => word);
      this.wanted = words.filter(({word}) => word.sign !== '-');
      this.excluded = words.filter(({word}) => word.sign === '-');
      this.lookup = lookup;
      this.missing = missing;
      /* Whether what was found was looked at as the words ask for. */
      this.isChecked = true;
      this.scorer = new OfflineSearch.scoring.Scorer(index.manifest, index.segments, lookup, this.wanted);
      this.matcher = lookup.isWhole && !isRuledOut ? this.narrowed(null) : null;
    }

    matcherOf(words, within) {
      return new OfflineSearch.matching.Matcher(this.index.segments, this.lookup, words, this.index.fold, within);
    }

    /** @returns {Matcher} for all words but the excluded ones, with the documents that may match by the postings that are loaded */
    narrowed(within) {
      const matcher = this.matcherOf(this.wanted, within);
      matcher.narrow();
      return matcher;
    }

    /** Keeps the documents that meet the conditions of a word. */
    async keep(word, docs, keepUnsure) {
      const report = (error) => this.missing.add(error.file || String(error));
      const found = await OfflineSearch.conditions.keep(this.index.segments, word, docs, report, keepUnsure);
      this.isChecked = this.isChecked && found.isChecked;
      return found.docs;
    }

    get hasConditions() {
      return this.wanted.some(({conditions}) => conditions.length > 0);
    }

    answerOf(docs) {
      this.scorer.count();
      const words = this.words.filter(({isPart}) => !isPart);
      return Object.assign(new OfflineSearch.Answer(this.index, words, docs, this.scorer.score(docs), this.missing), {isChecked: this.isChecked});
    }

    /** Whether the postings that are loaded decide which documents match. */
    get isExact() {
      return this.isRuledOut || this.excluded.length === 0 && !this.hasConditions && this.lookup.isWhole && this.matcher !== null && totalOf(this.matcher.pending) === 0;
    }

    /**
     * Finds the first results by score before the total is known: texts are read and checked in order
     * of scores, and of long lists only the parts are loaded in which the best documents may be. The
     * exact answer begins with the same results.
     * @param {number} count
     * @returns {Promise<?Object[]>} rows as of `Answer.documents`; null when it would load too much
     */
    async first(count) {
      if (this.isRuledOut || this.excluded.length || this.hasConditions || this.missing.size) {
        return null;
      }
      if (this.matcher !== null) {
        return this.confirmed(count, this.matcher, this.answerOf(this.matcher.docs), Infinity);
      }
      try {
        return await this.firstOfParts(count);
      } catch (error) {
        this.lookup.report(error);
        return null;
      }
    }

    /** @returns {Promise<Early>} what decides which parts of long lists are loaded; rejects with an Error that has `.file` */
    async beginEarly() {
      if (!this.early) {
        const early = new OfflineSearch.Early(this.index, this.wanted, this.lookup);
        await early.start();
        this.early = early;
      }
      return this.early;
    }

    /** Loads the postings of all documents that may match. When a file cannot be read, all that can be read are loaded. */
    async complete() {
      try {
        const early = await this.beginEarly();
        await early.complete();
        return early.known();
      } catch (error) {
        this.lookup.report(error);
        await this.lookup.complete();
        return null;
      }
    }

    async firstOfParts(count) {
      const early = await this.beginEarly();
      let least = count;
      for (let round = 0; round < ROUNDS; round += 1) {
        const matcher = this.narrowed(early.known());
        const answer = this.answerOf(matcher.docs);
        const sure = early.isDone ? answer.total : answer.scores.reduce((sum, score) => sum + (score > early.bound ? 1 : 0), 0);
        if (sure >= least || early.isDone) {
          const rows = await this.confirmed(count, matcher, answer, sure);
          if (early.isDone || (rows !== null && rows.length === count)) {
            return rows;
          }
          least = sure + count - (rows || []).length;
        }
        await early.advance(round + 1);
      }
      return null;
    }

    /** @returns {Promise<?Object[]>} the first `count` results among the first `sure` documents of an answer, or fewer; null when a file cannot be read */
    async confirmed(count, matcher, answer, sure) {
      const confirming = new OfflineSearch.Confirming(matcher, answer, sure);
      const rows = await confirming.first(count);
      if (matcher === this.matcher && confirming.settled) {
        matcher.settle(confirming.settled);
      }
      return rows;
    }

    /**
     * Completes the search.
     * @returns {Promise<Answer>}
     */
    async finish() {
      if (this.isRuledOut) {
        return this.answerOf(this.index.segments.map(() => NONE));
      }
      if (this.matcher === null) {
        this.matcher = this.narrowed(await this.complete());
      }
      let docs = await this.matcher.run(true);
      for (const word of this.wanted) {
        docs = await this.keep(word, docs, true);
      }
      if (this.excluded.length) {
        await this.lookup.complete();
      }
      for (const word of this.excluded) {
        if (totalOf(docs) > 0) {
          const unwanted = await this.keep(word, await this.matcherOf([word].concat(word.parts), docs).run(false), false);
          docs = docs.map((numbers, i) => subtract(numbers, unwanted[i]));
        }
      }
      return this.answerOf(docs);
    }
  }

  OfflineSearch.Searching = Searching;
})();
