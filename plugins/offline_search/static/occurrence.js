/* The documents of one segment that contain a phrase, found by postings and positions. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const lowerBound = OfflineSearch.lowerBound;
  const {NONE, intersect, intersectAll, unite} = OfflineSearch.sets;

  /* Bytes of a typical file of postings, of one of positions, and of one position: for estimates. */
  const POSTINGS_BYTES = 11000;
  const POSITIONS_BYTES = 31000;
  const POSITION_BYTES = 1.5;

  /** @returns {Uint32Array} the documents in whose titles all pairs follow each other */
  function titlesWithPhrase(docs, pairs) {
    const fields = pairs.map((pair) => pair.postings.title);
    const cursors = new Uint32Array(pairs.length);
    const kept = new Uint32Array(docs.length);
    let size = 0;
    for (const doc of docs) {
      for (let i = 0; i < fields.length; i += 1) {
        while (fields[i].docs[cursors[i]] < doc) {
          cursors[i] += 1;
        }
      }
      if (isPhraseAt(fields, cursors, pairs)) {
        kept[size] = doc;
        size += 1;
      }
    }
    return kept.slice(0, size);
  }

  /** @returns {boolean} whether the pairs follow each other in one title, the entry at which the cursor of each field is */
  function isPhraseAt(fields, cursors, pairs) {
    const {positions, starts} = fields[0];
    for (let at = starts[cursors[0]]; at < starts[cursors[0] + 1]; at += 1) {
      let i = 1;
      while (i < fields.length && isAmong(fields[i], cursors[i], positions[at] - pairs[0].offset + pairs[i].offset)) {
        i += 1;
      }
      if (i === fields.length) {
        return true;
      }
    }
    return false;
  }

  function isAmong(field, entry, position) {
    for (let at = field.starts[entry]; at < field.starts[entry + 1]; at += 1) {
      if (field.positions[at] === position) {
        return true;
      }
    }
    return false;
  }

  /** Reads the positions of a pair in one document; adds to `kept` those starts of the phrase that fit them. */
  function keepStarts(reader, tf, offset, starts, from, end, kept) {
    let position = 0;
    let at = from;
    for (let left = tf; left > 0; left -= 1) {
      position += reader.next();
      const start = position - offset;
      if (starts === null) {
        if (start >= 0) {
          kept.push(start);
        }
      } else {
        while (at < end && starts.places[at] < start) {
          at += 1;
        }
        if (at < end && starts.places[at] === start) {
          kept.push(start);
        }
      }
    }
  }

  /**
   * Checks one more pair of a phrase in the bodies of documents.
   * @param {?{docs: Uint32Array, ends: number[], places: number[]}} starts where the phrase can
   *   start, by the pairs checked before: `docs[i]` has `places` from `ends[i - 1]` to `ends[i] - 1`; null for the first pair
   * @param {Uint32Array} docs documents to check; all of them are in `starts` and in the postings
   * @param {{offset: number, postings: Object}} pair
   * @param {{part: Object, reader: Reader}[]} sources the positions of each part of the postings with such documents
   * @returns {{docs: Uint32Array, ends: number[], places: number[]}} the starts that are left; documents without one are left out
   */
  function follow(starts, docs, pair, sources) {
    const body = pair.postings.body;
    const keptDocs = [];
    const ends = [];
    const places = [];
    let next = 0;
    let at = 0;
    for (const {part, reader} of sources) {
      for (let i = part.from; i < part.from + part.count && next < docs.length; i += 1) {
        if (body.docs[i] !== docs[next]) {
          reader.skip(body.tfs[i]);
          continue;
        }
        while (starts && starts.docs[at] < docs[next]) {
          at += 1;
        }
        keepStarts(reader, body.tfs[i], pair.offset, starts, starts && at > 0 ? starts.ends[at - 1] : 0, starts ? starts.ends[at] : 0, places);
        if (places.length > (ends.length ? ends[ends.length - 1] : 0)) {
          keptDocs.push(docs[next]);
          ends.push(places.length);
        }
        next += 1;
      }
    }
    return {docs: Uint32Array.from(keptDocs), ends, places};
  }

  /**
   * A phrase in one segment. `title` and `body` are the documents that may contain it in that field.
   * `isTitleSure` and `isBodySure` say whether all of them do. Each step removes documents, or makes
   * the rest certain.
   */
  class Occurrence {
    constructor(segment, phrase, fields, lookup) {
      this.segment = segment;
      this.phrase = phrase;
      this.fields = fields;
      this.lookup = lookup;
      this.pairs = [];
      this.hasGaps = false;
      this.furtherDone = 0;
      this.cover = null;
      this.starts = null;
      phrase.scored.forEach((offset) => this.addPair(offset));
      // No postings of the phrase could be read.
      this.isUnknown = this.pairs.length === 0;
      this.title = this.fields.title && !this.isUnknown ? intersectAll(this.pairs.map((pair) => pair.postings.title.docs)) : NONE;
      this.body = this.fields.body && !this.isUnknown ? intersectAll(this.pairs.map((pair) => pair.postings.body.docs)) : NONE;
      this.title = this.titlesLeft();
      this.isBodySure = phrase.length <= 2 && !this.hasGaps;
    }

    addPair(offset) {
      const postings = this.lookup.get(this.segment, this.phrase.term(offset));
      if (postings) {
        this.pairs.push({offset, postings});
      } else {
        this.hasGaps = true;
      }
    }

    titlesLeft() {
      return this.pairs.length > 1 && this.title.length ? titlesWithPhrase(this.title, this.pairs) : this.title;
    }

    get isCovered() {
      return this.furtherDone === this.phrase.further.length;
    }

    get isTitleSure() {
      return this.isCovered && !this.hasGaps;
    }

    /** How many bodies would have all pairs if pairs occurred independently of each other. */
    get expectedByChance() {
      const {documents} = this.segment;
      return this.pairs.reduce((expected, pair) => expected * pair.postings.body.docs.length / documents, documents);
    }

    /** How many bodies have the rarest of the pairs. */
    get rarestPair() {
      return this.pairs.reduce((least, pair) => Math.min(least, pair.postings.body.docs.length), this.segment.documents);
    }

    /** Whether all documents of both fields are certain. */
    get isSure() {
      return this.isTitleSure && this.isBodySure;
    }

    /** @returns {Uint32Array} documents that may contain the phrase */
    docs() {
      return unite(this.title, this.body);
    }

    /** @returns {Uint32Array} documents that certainly contain the phrase */
    sure() {
      return unite(this.isTitleSure ? this.title : NONE, this.isBodySure ? this.body : NONE);
    }

    /** @returns {Occurrence} the same phrase in some documents; this one stays as it is */
    among(docs) {
      const some = Object.assign(Object.create(Occurrence.prototype), this, {pairs: this.pairs.slice()});
      some.restrict(docs);
      return some;
    }

    /** Removes all documents but these. */
    restrict(docs) {
      this.title = intersect(this.title, docs);
      this.body = intersect(this.body, docs);
    }

    get canStep() {
      return !this.isUnknown && (!this.isCovered || (!this.isBodySure && (this.cover === null || this.cover.length > 0)));
    }

    /** Checks one more pair. `pending` are the documents that are not certain yet. */
    step(pending) {
      return this.isCovered ? this.followBodies(pending) : this.extend();
    }

    /** Loads the postings of the next pair after the scored ones. */
    async extend() {
      const offset = this.phrase.further[this.furtherDone];
      await this.lookup.loadFrom(this.segment, this.phrase.term(offset));
      const before = this.pairs.length;
      this.furtherDone += 1;
      this.addPair(offset);
      if (this.pairs.length > before) {
        const postings = this.pairs[before].postings;
        this.body = intersect(this.body, postings.body.docs);
        this.title = intersect(this.title, postings.title.docs);
        this.title = this.titlesLeft();
      }
    }

    /** Checks bodies by the positions of the next pair or pairs. */
    async followBodies(pending) {
      this.body = intersect(this.body, pending);
      this.cover = this.cover || this.chooseCover();
      const chosen = this.nextPairs();
      this.cover = this.cover.slice(chosen.length);
      const loads = await Promise.all(chosen.map((pair) => this.loadPositions(pair)));
      chosen.forEach((pair, i) => {
        if (loads[i]) {
          this.followPair(pair, loads[i]);
        }
      });
      this.isBodySure = this.cover.length === 0 && !this.hasGaps;
    }

    followPair(pair, sources) {
      try {
        this.starts = follow(this.starts, this.body, pair, sources);
        this.body = this.starts.docs;
      } catch (error) {
        this.hasGaps = true;
        this.lookup.report(OfflineSearch.fileError(this.segment.positionsName(sources[0].part), error.message));
      }
    }

    /** @returns {Object[]} the parts of a pair's postings that have a document to check */
    partsNeeded(pair) {
      const docs = pair.postings.body.docs;
      return pair.postings.parts.filter((part) => {
        const at = part.count ? lowerBound(this.body, docs[part.from]) : this.body.length;
        return at < this.body.length && this.body[at] <= docs[part.from + part.count - 1];
      });
    }

    /** @returns {Promise<?{part: Object, reader: Reader}[]>} null when a file cannot be read */
    async loadPositions(pair) {
      try {
        return await Promise.all(this.partsNeeded(pair).map(async (part) => ({part, reader: await this.segment.positions(part)})));
      } catch (error) {
        this.hasGaps = true;
        this.lookup.report(error);
        return null;
      }
    }

    /** @returns {number} the bytes, about, that checking a pair loads */
    costOf(pair) {
      const tfs = pair.postings.body.tfs;
      const parts = this.partsNeeded(pair).filter((part) => !this.segment.cache.has(this.segment.positionsName(part)));
      return parts.reduce(function (sum, part) {
        const positions = tfs.subarray(part.from, part.from + part.count).reduce((all, tf) => all + tf, 0);
        return sum + Math.max(POSITIONS_BYTES, positions * POSITION_BYTES);
      }, 0);
    }

    /** @returns {number} the bytes, about, that the next step loads; later steps check fewer documents */
    costOfStep() {
      if (!this.isCovered) {
        return POSTINGS_BYTES + POSITIONS_BYTES;
      }
      this.cover = this.cover || this.chooseCover();
      return this.nextPairs().reduce((sum, pair) => sum + this.costOf(pair), 0);
    }

    /** @returns {number} the bytes, about, that checking all pairs loads */
    costOfCover() {
      this.cover = this.cover || this.chooseCover();
      return this.cover.reduce((sum, pair) => sum + this.costOf(pair), 0);
    }

    /** @returns {Object[]} the pairs that the next step checks: two in the first step, because one alone excludes nothing */
    nextPairs() {
      return this.cover.slice(0, this.starts ? 1 : 2);
    }

    /**
     * Chooses the cheapest pairs that together cover all characters, by dynamic programming: the first
     * pair, the last, and one of every two neighbours. An unknown pair leaves a gap.
     * @returns {Object[]} pairs, those with the fewest documents first
     */
    chooseCover() {
      const pairs = this.pairs;
      const best = [];
      pairs.forEach((pair, i) => {
        let before = i > 0 ? best[i - 1] : null;
        if (i > 1 && pairs[i - 2].offset >= pair.offset - 2 && best[i - 2].cost < before.cost) {
          before = best[i - 2];
        }
        best.push({cost: this.costOf(pair) + (before ? before.cost : 0), pair, before});
      });
      const cover = [];
      for (let link = best[best.length - 1]; link; link = link.before) {
        cover.push(link.pair);
      }
      return cover.sort((a, b) => a.postings.body.docs.length - b.postings.body.docs.length);
    }
  }

  OfflineSearch.Occurrence = Occurrence;
})();
