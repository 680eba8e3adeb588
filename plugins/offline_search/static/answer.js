/* The answer to a query: pages of results in order, filtered by facets, and the counts of facets. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /** Ties are ordered by key when there are at most so many; the keys have to be loaded with the texts. More stay in order of their numbers. */
  const KEYS_READ_AT_MOST = 300;

  /** The name of the facet that is made from dates. */
  const YEAR = 'year';

  /** @returns {{from: number, to: number}[]} runs of equal neighbours: places `from` to `to` - 1 */
  function splitRuns(things, isSame) {
    const runs = [];
    for (let from = 0, to; from < things.length; from = to) {
      for (to = from + 1; to < things.length && isSame(things[from], things[to]);) {
        to += 1;
      }
      runs.push({from, to});
    }
    return runs;
  }

  /** @returns {Uint32Array} the hits that tie with one of them in an order */
  function likeOne(hits, one, {values, isSame}) {
    const value = values[one];
    const alike = [];
    for (let i = 0; i < hits.length; i += 1) {
      if (values[hits[i]] === value && isSame(hits[i], one)) {
        alike.push(hits[i]);
      }
    }
    return Uint32Array.from(alike);
  }

  /**
   * A hit is a document that was found. Hits are numbered from 0, segment by segment, in each in
   * order of documents. `documentOf[hit]` is the number of the document in its segment,
   * `scores[hit]` its score; `ends[i]` is the hit after the last one of segment i.
   */
  class Answer {
    /**
     * @param {Index} index
     * @param {Object[]} words of the query, with their `variants`
     * @param {Uint32Array[]} docs documents by segment
     * @param {Float64Array} scores of hits
     * @param {Set<string>} missing files that could not be read; more may be found later
     */
    constructor(index, words, docs, scores, missing) {
      this.index = index;
      this.words = words;
      this.scores = scores;
      this.total = scores.length;
      this.problems = missing;
      this.ends = [];
      this.documentOf = new Uint32Array(this.total);
      let end = 0;
      docs.forEach((numbers) => {
        this.documentOf.set(numbers, end);
        end += numbers.length;
        this.ends.push(end);
      });
      this.gathered = null;
    }

    /** Whether all files that the answer depends on could be read, and all documents were looked at that the words ask to look at. */
    get exact() {
      return this.problems.size === 0 && this.isChecked !== false;
    }

    /** Paths of files of the index that could not be read. */
    get missing() {
      return Array.from(this.problems);
    }

    segmentOf(hit) {
      let i = 0;
      while (hit >= this.ends[i]) {
        i += 1;
      }
      return this.index.segments[i];
    }

    lengthOf(hit) {
      return this.segmentOf(hit).lengths[this.documentOf[hit]];
    }

    /** @returns {Promise} the value of a promise, or `otherwise` when its file cannot be read */
    async attempt(promise, otherwise) {
      try {
        return await promise;
      } catch (error) {
        this.problems.add(error.file || String(error));
        return otherwise;
      }
    }

    /**
     * A page of results.
     * @param {number} from rank of the first one, from 0
     * @param {number} count
     * @param {{order: ?string, filter: ?Object}} options `order`: 'score' (default) or 'date';
     *   `filter`: facet name → value, and 'year' → '2014'; empty values do not narrow
     * @returns {Promise<{total: number, rows: Object[]}>} `total` after the filter. A row whose text
     *   cannot be read is left out; its file is then in `missing`.
     */
    async documents(from, count, options = {}) {
      const filter = this.filterOf(options.filter);
      const hits = filter.length ? this.accepted(await this.columns(), filter) : this.allHits();
      const order = options.order === 'date' ? this.byDate((await this.columns()).days) : this.byScore();
      const first = Math.max(0, from);
      const end = Math.min(hits.length, first + Math.max(0, count));
      const page = first < end ? await this.page(hits, first, end, order) : [];
      const rows = await Promise.all(page.map((hit) => this.row(hit)));
      return {total: hits.length, rows: rows.filter((row) => row !== null)};
    }

    /**
     * The first hits by score, of which no text is read.
     * @param {number} count
     * @param {?Object} filter as of `documents`
     * @returns {Promise<{hit: number, score: number, facets: Object<string, string>}[]>} `facets` has the values that are not empty
     */
    async best(count, filter) {
      const conditions = this.filterOf(filter);
      const {columns} = await this.columns();
      const hits = conditions.length ? this.accepted(await this.columns(), conditions) : this.allHits();
      const {facetNames, manifest} = this.index;
      return (await this.page(hits, 0, Math.min(count, hits.length), this.byScore())).map((hit) => {
        const known = facetNames.map((name, place) => [name, manifest.facets[name][columns[place][hit] - 1]]).filter(([, value]) => value);
        return {hit, score: this.scores[hit], facets: Object.fromEntries(known)};
      });
    }

    /** @returns {Promise<Object[]>} rows as of `documents`, of hits as of `best`, in their order */
    async read(hits) {
      return (await Promise.all(hits.map(({hit}) => this.row(hit)))).filter((row) => row !== null);
    }

    allHits() {
      const hits = new Uint32Array(this.total);
      for (let hit = 0; hit < hits.length; hit += 1) {
        hits[hit] = hit;
      }
      return hits;
    }

    async row(hit) {
      const segment = this.segmentOf(hit);
      const number = this.documentOf[hit];
      const text = await this.attempt(segment.text(number), null);
      return text && {
        key: text.key, url: text.url, title: text.title, date: text.date, days: text.days, meta: text.meta, text: text.text,
        score: this.scores[hit], segment: segment.name, number
      };
    }

    /** Order by score, then by length. The remaining ties are ordered by `orderTies`, and only where they are shown. */
    byScore() {
      const {scores} = this;
      const isSame = (a, b) => scores[a] === scores[b] && this.lengthOf(a) === this.lengthOf(b);
      function comesBefore(a, b) {
        return scores[a] !== scores[b] ? scores[a] > scores[b] : this.lengthOf(a) !== this.lengthOf(b) ? this.lengthOf(a) < this.lengthOf(b) : a < b;
      }
      return {values: scores, isSame, comesBefore: comesBefore.bind(this), orderTies: (hits, from, to) => this.orderByDate(hits, from, to)};
    }

    /** Order by date, newest first, then by number. */
    byDate(days) {
      return {
        values: days,
        isSame: (a, b) => days[a] === days[b],
        comesBefore: (a, b) => (days[a] !== days[b] ? days[a] > days[b] : a < b),
        orderTies: (hits) => this.orderByKey(hits)
      };
    }

    /** Hits of ranks `first` to `end` - 1. A run of ties is ordered as a whole, with ties of lower rank. */
    async page(hits, first, end, order) {
      const top = OfflineSearch.scoring.selectFirst(hits, end, order.comesBefore, order.values);
      for (const run of splitRuns(top, order.isSame)) {
        if (run.to > first) {
          const alike = run.to < top.length ? Uint32Array.from(top.slice(run.from, run.to)) : likeOne(hits, top[run.from], order);
          const ordered = await order.orderTies(alike, Math.max(first - run.from, 0), run.to - run.from);
          for (let at = run.from; at < run.to; at += 1) {
            top[at] = ordered[at - run.from];
          }
        }
      }
      return top.slice(first);
    }

    isOfOneSegment(hits) {
      return this.segmentOf(hits[0]) === this.segmentOf(hits[hits.length - 1]);
    }

    /**
     * Orders hits of equal score and length: newest first, then by key. In one segment this is the
     * order of their numbers. Only places `from` to `to` - 1 of the result have to be right.
     */
    async orderByDate(hits, from, to) {
      if (this.isOfOneSegment(hits)) {
        return hits;
      }
      const days = new Map();
      await Promise.all(Array.from(hits, async (hit) => days.set(hit, await this.dayOf(hit))));
      const sorted = Array.from(hits).sort((a, b) => days.get(b) - days.get(a) || a - b);
      for (const run of splitRuns(sorted, (a, b) => days.get(a) === days.get(b))) {
        const alike = sorted.slice(run.from, run.to);
        if (run.to > from && run.from < to && !this.isOfOneSegment(alike)) {
          (await this.orderByKey(alike)).forEach((hit, i) => { sorted[run.from + i] = hit; });
        }
      }
      return sorted;
    }

    async dayOf(hit) {
      const size = OfflineSearch.codec.FACET_BLOCK;
      const number = this.documentOf[hit];
      const facets = await this.attempt(this.segmentOf(hit).facets(Math.floor(number / size)), null);
      return facets ? facets.days[number % size] : 0;
    }

    async orderByKey(hits) {
      if (hits.length < 2 || hits.length > KEYS_READ_AT_MOST) {
        return hits;
      }
      const keys = new Map();
      await Promise.all(Array.from(hits, async (hit) => {
        const text = await this.attempt(this.segmentOf(hit).text(this.documentOf[hit]), null);
        keys.set(hit, text ? text.key : '');
      }));
      return Array.from(hits).sort((a, b) => OfflineSearch.query.compareCodePoints(keys.get(a), keys.get(b)) || a - b);
    }

    /** Facets of all hits, loaded once: `days`, `years`, and for each facet a column of the numbers of values plus 1, 0 for none. */
    columns() {
      this.gathered = this.gathered || this.gather();
      return this.gathered;
    }

    async gather() {
      const {facetNames, segments} = this.index;
      const days = new Uint32Array(this.total);
      const columns = facetNames.map(() => new Uint32Array(this.total));
      const size = OfflineSearch.codec.FACET_BLOCK;
      let hit = 0;
      for (let i = 0; i < segments.length; i += 1) {
        while (hit < this.ends[i]) {
          const block = Math.floor(this.documentOf[hit] / size);
          const facets = await this.attempt(segments[i].facets(block), null);
          for (; hit < this.ends[i] && Math.floor(this.documentOf[hit] / size) === block; hit += 1) {
            if (facets) {
              const at = this.documentOf[hit] % size;
              days[hit] = facets.days[at];
              columns.forEach((column, k) => { column[hit] = facets.columns[k][at]; });
            }
          }
        }
      }
      return {days, columns, years: this.yearsOf(days)};
    }

    yearsOf(days) {
      const known = new Map([[0, 0]]);
      return new Uint16Array(days.length).map(function (_, hit) {
        let year = known.get(days[hit]);
        if (year === undefined) {
          year = OfflineSearch.codec.yearOf(days[hit]);
          known.set(days[hit], year);
        }
        return year;
      });
    }

    /** @returns {{place: number, number: number}[]} a filter as conditions: which column (facets in order, then the year) must have which number */
    filterOf(filter) {
      return Object.entries(filter || {}).filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => {
        const place = this.index.facetNames.indexOf(name);
        if (place >= 0) {
          return {place, number: this.index.manifest.facets[name].indexOf(String(value)) + 1 || -1};
        }
        // A facet that does not exist matches no document.
        return {place: this.index.facetNames.length, number: name === YEAR ? Number(value) || -1 : -1};
      });
    }

    accepted({columns, years}, conditions) {
      const all = columns.concat([years]);
      return this.allHits().filter((hit) => conditions.every(({place, number}) => all[place][hit] === number));
    }

    /**
     * Counts the hits that have each value of each facet. A facet is counted under the filters of the others.
     * @param {?Object} filter as of `documents`
     * @returns {Promise<Object<string, Map<string, number>>>} facets by name, and `year`, newest
     *   first; values without hits are left out
     */
    async facets(filter) {
      const {columns, years} = await this.columns();
      const all = columns.concat([years]);
      const conditions = this.filterOf(filter);
      const counts = all.map(() => new Map());
      for (let hit = 0; hit < this.total; hit += 1) {
        const failed = conditions.filter(({place, number}) => all[place][hit] !== number);
        for (let place = 0; place < all.length; place += 1) {
          const number = all[place][hit];
          if (number > 0 && failed.every((condition) => condition.place === place)) {
            counts[place].set(number, (counts[place].get(number) || 0) + 1);
          }
        }
      }
      return this.named(counts);
    }

    named(counts) {
      const {facetNames, manifest} = this.index;
      const result = {};
      facetNames.forEach(function (name, place) {
        const numbers = Array.from(counts[place]).sort((a, b) => a[0] - b[0]);
        result[name] = new Map(numbers.map(([number, count]) => [manifest.facets[name][number - 1], count]));
      });
      const years = Array.from(counts[facetNames.length]).sort((a, b) => b[0] - a[0]);
      result[YEAR] = new Map(years.map(([year, count]) => [String(year), count]));
      return result;
    }
  }

  OfflineSearch.Answer = Answer;
})();
