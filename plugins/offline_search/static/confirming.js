/* The first results: which of the best candidates have the words, found out with few bytes. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {totalOf} = OfflineSearch.sets;
  const {lowerBound} = OfflineSearch;

  /* Candidates that are decided by reading, at most; and texts that are read at a time, at least. */
  const READ_AT_MOST = 60;
  const TOGETHER = 4;

  /* Candidates whose positions are checked together at first; each time four times as many. */
  const CHECKED_FIRST = 48;
  const MORE = 4;

  /* The first texts are read in any case when they are at most this share of the bytes that positions load: no estimate is as good. */
  const SAMPLE = 0.25;

  function contains(docs, doc) {
    return docs[lowerBound(docs, doc)] === doc;
  }

  /**
   * Goes through candidates in order of score. Some are sure to have the words, by their postings. The others are
   * read, or checked by positions, whichever is cheaper. Positions are in parts like the postings, and the best
   * candidates are in few of them.
   */
  class Confirming {
    /**
     * @param {Matcher} matcher of the candidates
     * @param {Answer} answer made of all candidates, with their scores
     * @param {number} last how many of them score more than any other document
     */
    constructor(matcher, answer, last) {
      this.matcher = matcher;
      this.answer = answer;
      this.last = Math.min(answer.total, last);
      this.order = answer.byScore();
      /* Candidates from this rank on are not decided. */
      this.from = 0;
      this.rows = [];
      this.read = {texts: 0, bytes: 0, found: 0, inVain: 0};
      this.decided = new Set();
      this.found = [];
      this.next = CHECKED_FIRST;
      this.trial = null;
    }

    /** @returns {Promise<?Object[]>} the first `count` results, or fewer when the candidates have no more; null when a file cannot be read */
    async first(count) {
      while (this.rows.length < count && this.from < this.last) {
        const missing = count - this.rows.length;
        const hits = await this.ranked(Math.min(this.last - this.from, Math.max(missing, TOGETHER)));
        if (this.isReadingCheaper(hits, missing)) {
          await this.readAll(hits);
        } else {
          await this.checkPositions(missing);
        }
        if (this.answer.problems.size) {
          return null;
        }
      }
      return this.rows.slice(0, count);
    }

    /** @returns {?Uint32Array[]} by segment, the documents that have the words, when all candidates are decided */
    get settled() {
      return this.from < this.answer.total || this.answer.problems.size ? null : this.bySegment(Uint32Array.from(this.found).sort());
    }

    /** @returns {Promise<number[]>} the next candidates that are not decided */
    ranked(size) {
      return this.answer.page(this.answer.allHits(), this.from, this.from + size, this.order);
    }

    isSure(hit) {
      const {index: {segments}, documentOf} = this.answer;
      return !contains(this.matcher.pending[segments.indexOf(this.answer.segmentOf(hit))], documentOf[hit]);
    }

    async readAll(hits) {
      const sure = hits.map((hit) => this.isSure(hit));
      const rows = await Promise.all(hits.map((hit) => this.answer.row(hit)));
      rows.forEach((row, i) => {
        this.decided.add(hits[i]);
        const isFound = row !== null && this.matcher.isFoundIn(row);
        if (isFound) {
          this.rows.push(row);
          this.found.push(hits[i]);
        }
        if (!sure[i]) {
          const bytes = this.costOfText(hits[i]);
          this.read.texts += 1;
          this.read.bytes += bytes;
          this.read.found += isFound ? 1 : 0;
          this.read.inVain += isFound ? 0 : bytes;
        }
      });
      this.from += hits.length;
      this.trial = null;
    }

    costOfText(hit) {
      return this.answer.segmentOf(hit).costOfText(this.answer.documentOf[hit]);
    }

    /**
     * Whether reading the texts of the next candidates is expected to load fewer bytes than checking positions and then
     * reading only texts that match. Texts that are read in vain are half of what positions load, at most.
     * @param {number[]} hits
     * @param {number} missing results still to be found
     */
    isReadingCheaper(hits, missing) {
      const unsure = hits.filter((hit) => !this.isSure(hit));
      if (!unsure.length || this.from + hits.length > READ_AT_MOST) {
        return !unsure.length;
      }
      const {texts, bytes, found, inVain} = this.read;
      const text = unsure.reduce((sum, hit) => sum + this.costOfText(hit), 0) / unsure.length;
      const share = texts ? found / texts : this.matcher.expectedShare();
      const wanted = missing - (hits.length - unsure.length);
      const left = this.last - this.from;
      const positions = this.candidates().matcher.costOfPositions();
      if (!texts && hits.length * text <= SAMPLE * positions) {
        return true;
      }
      return Math.min(left, wanted / share) * text <= positions + Math.min(left * share, wanted) * text && inVain * 2 <= positions;
    }

    /** @returns {{hits: Uint32Array, matcher: Matcher}} the next candidates that are checked by positions; those of equal rank go together */
    candidates() {
      if (this.trial === null) {
        const {answer, order} = this;
        const to = Math.min(this.last, this.from + this.next);
        const best = OfflineSearch.scoring.selectFirst(answer.allHits(), to, order.comesBefore, order.values);
        const least = best[best.length - 1];
        const score = answer.scores[least];
        const isAmong = (hit) => answer.scores[hit] > score || (answer.scores[hit] === score && !order.comesBefore(least, hit)) || order.isSame(hit, least);
        const hits = answer.allHits().filter((hit) => answer.scores[hit] >= score && isAmong(hit) && !this.decided.has(hit));
        this.trial = {hits, matcher: this.matcher.among(this.bySegment(hits))};
      }
      return this.trial;
    }

    bySegment(hits) {
      const {ends, documentOf} = this.answer;
      return ends.map((end, i) => Uint32Array.from(hits.filter((hit) => hit < end && hit >= (i ? ends[i - 1] : 0)), (hit) => documentOf[hit]));
    }

    /** Checks the next candidates by positions, and reads the texts of the best that match. */
    async checkPositions(missing) {
      const {answer, order} = this;
      const {hits, matcher} = this.candidates();
      const docs = await matcher.run(false);
      const found = hits.filter((hit) => contains(docs[answer.index.segments.indexOf(answer.segmentOf(hit))], answer.documentOf[hit]));
      if (found.length && !answer.problems.size) {
        const page = await answer.page(found, 0, Math.min(missing, found.length), order);
        this.rows.push(...(await Promise.all(page.map((hit) => answer.row(hit)))).filter((row) => row !== null));
      }
      found.forEach((hit) => this.found.push(hit));
      hits.forEach((hit) => this.decided.add(hit));
      this.from = this.decided.size;
      this.next *= MORE;
      this.trial = null;
    }
  }

  OfflineSearch.Confirming = Confirming;
})();
