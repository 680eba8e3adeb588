/* Matching: which documents contain the words of a query, character for character. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {Occurrence} = OfflineSearch;
  const {NONE, intersectAll, unite, uniteAll, subtract, totalOf} = OfflineSearch.sets;

  /*
   * A document is checked by its positions, or by its text when that takes fewer bytes. At most
   * READ_AT_MOST texts are read. The texts of the first PAGE documents are shown anyway, so they
   * cost nothing. TEXTS_COST is what a byte of a text costs, beside one of positions.
   */
  const READ_AT_MOST = 40;
  const PAGE = 10;
  const TEXTS_COST = 1;

  /* Measured: when less than a third of the documents with the rarest pair have all pairs, few of them have the phrase. */
  const TOGETHERNESS = 1.5;

  /** The postings that one query has loaded. Each file that cannot be read is reported, and its terms are unknown. */
  class Lookup {
    /**
     * @param {Segment[]} segments
     * @param {function(Error)} report
     */
    constructor(segments, report) {
      this.report = report;
      this.found = new Map(segments.map((segment) => [segment, new Map()]));
    }

    /** Loads the first part of the postings of terms from all segments, in parallel. */
    begin(terms) {
      const loads = [];
      for (const segment of this.found.keys()) {
        for (const term of new Set(terms)) {
          loads.push(this.beginFrom(segment, term));
        }
      }
      return Promise.all(loads);
    }

    async beginFrom(segment, term) {
      const found = this.found.get(segment);
      if (!found.has(term)) {
        found.set(term, null);
        try {
          found.set(term, await segment.list(term));
        } catch (error) {
          this.report(error);
        }
      }
    }

    /** Loads all postings of terms from all segments. */
    async load(terms) {
      await this.begin(terms);
      await Promise.all(Array.from(this.found.keys(), (segment) => Promise.all(terms.map((term) => this.finishList(segment, term)))));
    }

    async loadFrom(segment, term) {
      await this.beginFrom(segment, term);
      await this.finishList(segment, term);
    }

    /** Loads what is missing of the postings of all terms. */
    complete() {
      return Promise.all(Array.from(this.found, ([segment, lists]) => Promise.all(Array.from(lists.keys(), (term) => this.finishList(segment, term)))));
    }

    async finishList(segment, term) {
      const list = this.list(segment, term);
      try {
        await (list && list.loadAll());
      } catch (error) {
        this.found.get(segment).set(term, null);
        this.report(error);
      }
    }

    /** Whether all parts of all postings are loaded. */
    get isWhole() {
      return Array.from(this.found.values()).every((lists) => Array.from(lists.values()).every((list) => list === null || list.isWhole));
    }

    /** @returns {?PostingList} null when one of its files cannot be read */
    list(segment, term) {
      return this.found.get(segment).get(term) || null;
    }

    /** @returns {?Object} the postings that are loaded; null when one of their files cannot be read */
    get(segment, term) {
      const list = this.list(segment, term);
      return list && list.postings;
    }
  }

  /** @returns {boolean} whether a document contains a word, by its folded text */
  function satisfies(folded, word) {
    return word.phrases.some((phrase) =>
      (phrase.fields.title && folded.title.includes(phrase.text)) || (phrase.fields.body && folded.body.includes(phrase.text)));
  }

  /** Finds the documents of all segments that contain all of some words. */
  class Matcher {
    /**
     * @param {Segment[]} segments
     * @param {Lookup} lookup the scored terms of all phrases are loaded
     * @param {{phrases: Phrase[]}[]} words each phrase with its `fields`
     * @param {function(string): string} fold
     * @param {?Array<?Uint32Array>} within the documents to search, by segment; null for all
     */
    constructor(segments, lookup, words, fold, within) {
      this.segments = segments;
      this.lookup = lookup;
      this.words = words;
      this.fold = fold;
      this.docs = segments.map((_, i) => (within && within[i]) || null);
      this.pending = [];
      this.isNarrow = false;
      this.occurrences = segments.map((segment) => words.map((word) =>
        word.phrases.map((phrase) => new Occurrence(segment, phrase, phrase.fields, lookup)).filter((occurrence) => !occurrence.isUnknown)));
    }

    /**
     * @param {boolean} keepUnsure whether the result has documents that could not be checked because a file is missing
     * @returns {Promise<Uint32Array[]>} documents by segment
     */
    async run(keepUnsure) {
      if (!this.isNarrow) {
        this.narrow();
      }
      for (; totalOf(this.pending) > 0; this.narrow()) {
        const steps = this.nextSteps();
        if (!steps.length || this.isReadingCheaper(steps)) {
          if (totalOf(this.pending) <= READ_AT_MOST) {
            await this.readPending();
          }
          break;
        }
        await Promise.all(steps.map(({occurrence, pending}) => occurrence.step(pending)));
      }
      return this.docs.map((docs, i) => (keepUnsure ? docs : subtract(docs, this.pending[i])));
    }

    /** @returns {Matcher} for some of the documents that may still match, by segment; this one stays as it is */
    among(within) {
      const occurrences = this.occurrences.map((words, i) => words.map((phrases) => phrases.map((occurrence) => occurrence.among(within[i]))));
      const some = Object.assign(Object.create(Matcher.prototype), this, {docs: within.slice(), pending: [], occurrences});
      some.narrow();
      return some;
    }

    /** Notes which documents match, when that was found out elsewhere. */
    settle(docs) {
      this.docs = docs;
      this.pending = docs.map(() => NONE);
    }

    /** Recomputes which documents may still match, and which of them are pending: not certain yet. */
    narrow() {
      this.segments.forEach((segment, i) => {
        // A word whose postings in a segment are all unknown is ignored there.
        const words = this.occurrences[i].filter((occurrences) => occurrences.length > 0);
        const sets = words.map((occurrences) => uniteAll(occurrences.map((occurrence) => occurrence.docs())));
        const within = this.docs[i] ? [this.docs[i]] : [];
        const docs = this.docs[i] = words.length ? subtract(intersectAll(sets.concat(within)), segment.deleted) : NONE;
        this.pending[i] = NONE;
        words.forEach((occurrences, k) => {
          if (docs.length < sets[k].length) {
            occurrences.forEach((occurrence) => occurrence.restrict(docs));
          }
          this.pending[i] = unite(this.pending[i], this.pendingOf(i, occurrences));
        });
      });
      this.isNarrow = true;
    }

    pendingOf(i, occurrences) {
      return occurrences.every((occurrence) => occurrence.isSure) ? NONE
        : subtract(this.docs[i], uniteAll(occurrences.map((occurrence) => occurrence.sure())));
    }

    /** @returns {Object[]} the next step of one phrase, in each segment where it has pending documents */
    nextSteps() {
      let phrase = null;
      const steps = [];
      this.occurrences.forEach((words, i) => {
        for (const occurrences of words) {
          const pending = this.pendingOf(i, occurrences);
          for (const occurrence of pending.length ? occurrences : []) {
            if (occurrence.canStep && (phrase === null || occurrence.phrase === phrase)) {
              phrase = occurrence.phrase;
              steps.push({occurrence, pending});
            }
          }
        }
      });
      return steps;
    }

    /** @returns {number} the bytes, about, that checking all documents by positions loads */
    costOfPositions() {
      return this.nextSteps().reduce((sum, {occurrence}) => sum + occurrence.costOfCover(), 0);
    }

    /**
     * Estimates the share of the remaining documents that have all words. The others have all pairs
     * of a phrase, but not next to each other. Two guesses limit the share: how many documents would
     * have all pairs if pairs occurred independently; and how few of the documents with the rarest
     * pair have all pairs (TOGETHERNESS).
     * @returns {number} from 0 to 1
     */
    expectedShare() {
      const left = totalOf(this.docs);
      const phrases = this.occurrences.map(([first]) => (first && first.length === 1 ? first[0] : null)).filter((phrase) => phrase !== null);
      if (this.words.length > 1 || !left || !phrases.length) {
        return 1;
      }
      const chance = phrases.reduce((sum, phrase) => sum + phrase.expectedByChance, 0);
      const rarest = phrases.reduce((sum, phrase) => sum + phrase.rarestPair, 0);
      return Math.min(1, 1 - Math.min(totalOf(this.pending), chance) / (left + 1), TOGETHERNESS * left / rarest);
    }

    isReadingCheaper(steps) {
      const pending = totalOf(this.pending);
      if (pending > READ_AT_MOST) {
        return false;
      }
      const shownAnyway = Math.min(pending, Math.max(0, PAGE - (totalOf(this.docs) - pending)));
      return (1 - shownAnyway / pending) * this.costOfTexts() * TEXTS_COST <= steps.reduce((sum, {occurrence}) => sum + occurrence.costOfStep(), 0);
    }

    /** @returns {number} the bytes, about, that reading the texts of all pending documents loads */
    costOfTexts() {
      return this.segments.reduce((sum, segment, i) => this.pending[i].reduce((all, number) => all + segment.costOfText(number), sum), 0);
    }

    /** Checks the pending documents by their texts. */
    async readPending() {
      await Promise.all(this.segments.map(async (segment, i) => {
        const pending = this.pending[i];
        const verdicts = await Promise.all(Array.from(pending, (number) => this.read(segment, number)));
        this.docs[i] = subtract(this.docs[i], pending.filter((_, k) => verdicts[k] === false));
        this.pending[i] = pending.filter((_, k) => verdicts[k] === null);
      }));
    }

    /** @returns {boolean} whether a text, not folded, contains all words */
    isFoundIn(text) {
      const folded = {title: this.fold(text.title), body: OfflineSearch.conditions.searched(text, this.fold)};
      return this.words.every((word) => satisfies(folded, word));
    }

    /** @returns {Promise<?boolean>} whether a document contains all words; null when its text cannot be read */
    async read(segment, number) {
      try {
        const text = await segment.text(number);
        if (text === null) {
          return false;
        }
        return this.isFoundIn(text);
      } catch (error) {
        this.lookup.report(error);
        return null;
      }
    }
  }

  OfflineSearch.matching = {Lookup, Matcher};
})();
