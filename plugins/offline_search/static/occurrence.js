/* Where a phrase stands in the documents of one segment, as far as postings and positions say. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const lowerBound = OfflineSearch.lowerBound;
  const {NONE, intersect, intersectAll, unite} = OfflineSearch.sets;

  /* Bytes of typical files, of postings and of positions; a position takes about a byte and a half. */
  const POSTINGS_BYTES = 11000;
  const POSITIONS_BYTES = 31000;
  const POSITION_BYTES = 1.5;

  /** Where a phrase may stand in the titles of documents: entries where all pairs follow each other. */
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

  /** Whether the pairs follow each other in one title: in each field the entry that its cursor is at. */
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

  /** Reads the positions of one document's pair and keeps the starts of the phrase that they allow. */
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
   * Follows a phrase by one more of its pairs through the bodies of documents.
   * @param {?{docs: Uint32Array, ends: number[], places: number[]}} starts where the phrase may
   *   start by the pairs before: entry i of `docs` has places `ends[i - 1]` to `ends[i] - 1`; null for no pair yet
   * @param {Uint32Array} docs documents to look at, all of them in `starts` and in the postings
   * @param {{offset: number, postings: Object}} pair
   * @param {{part: Object, reader: Reader}[]} sources positions, of each part of the postings with such documents
   * @returns {{docs: Uint32Array, ends: number[], places: number[]}} without documents where it cannot stand
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
   * A phrase in one segment: `title` and `body` are the documents where it may stand there, sure
   * or not; `isTitleSure` and `isBodySure` tell which. Each step makes fewer of them, or surer.
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
      // When none of its terms is known, nothing is known of the phrase here.
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

    /** How many bodies would have all pairs if pairs had nothing to do with each other. */
    get expectedByChance() {
      const {documents} = this.segment;
      return this.pairs.reduce((expected, pair) => expected * pair.postings.body.docs.length / documents, documents);
    }

    /** How many bodies have the rarest of the pairs. */
    get rarestPair() {
      return this.pairs.reduce((least, pair) => Math.min(least, pair.postings.body.docs.length), this.segment.documents);
    }

    /** Whether it does stand wherever it may stand. */
    get isSure() {
      return this.isTitleSure && this.isBodySure;
    }

    docs() {
      return unite(this.title, this.body);
    }

    sure() {
      return unite(this.isTitleSure ? this.title : NONE, this.isBodySure ? this.body : NONE);
    }

    /** Forgets all documents but these. */
    restrict(docs) {
      this.title = intersect(this.title, docs);
      this.body = intersect(this.body, docs);
    }

    get canStep() {
      return !this.isUnknown && (!this.isCovered || (!this.isBodySure && (this.cover === null || this.cover.length > 0)));
    }

    /** Takes one more pair into account. `pending` are the documents that it matters for. */
    step(pending) {
      return this.isCovered ? this.followBodies(pending) : this.extend();
    }

    /** Looks up a pair beyond the characters that are scored. */
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

    /** Checks bodies by the positions of the next pairs. */
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

    /** The parts of a pair's postings that hold any of the documents in question. */
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

    /** About how many bytes have to be loaded to follow a pair. */
    costOf(pair) {
      const tfs = pair.postings.body.tfs;
      const parts = this.partsNeeded(pair).filter((part) => !this.segment.cache.has(this.segment.positionsName(part)));
      return parts.reduce(function (sum, part) {
        const positions = tfs.subarray(part.from, part.from + part.count).reduce((all, tf) => all + tf, 0);
        return sum + Math.max(POSITIONS_BYTES, positions * POSITION_BYTES);
      }, 0);
    }

    /** About how many bytes the next step loads; those after it have fewer documents left to check. */
    costOfStep() {
      if (!this.isCovered) {
        return POSTINGS_BYTES + POSITIONS_BYTES;
      }
      this.cover = this.cover || this.chooseCover();
      return this.nextPairs().reduce((sum, pair) => sum + this.costOf(pair), 0);
    }

    /** About how many bytes have to be loaded to follow all pairs. */
    costOfCover() {
      this.cover = this.cover || this.chooseCover();
      return this.cover.reduce((sum, pair) => sum + this.costOf(pair), 0);
    }

    /** The pairs that the next step follows: the first two at once, as one alone tells nothing. */
    nextPairs() {
      return this.cover.slice(0, this.starts ? 1 : 2);
    }

    /**
     * The cheapest pairs that together cover all characters: of two neighbours one, the first
     * and the last always. Where a pair is unknown the cover has a gap.
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
