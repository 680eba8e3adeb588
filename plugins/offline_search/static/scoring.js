/* Scores of documents: BM25 for each field, as lunr computes it (FORMAT.md, "Score"); and selection of the best. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /** Weights are integers, in thousandths, so that sums do not depend on the order of addition. */
  const THOUSANDTHS = 1000;

  /**
   * Counts the terms of a query, for each field.
   * @param {{phrases: Phrase[], fields: {title: boolean, body: boolean}}[]} words a phrase may have `fields` of its own
   * @returns {Map<number, {title: number, body: number}>}
   */
  function countTerms(words) {
    const counts = new Map();
    for (const word of words) {
      for (const phrase of word.phrases) {
        const fields = phrase.fields || word.fields;
        for (const offset of phrase.scored) {
          const term = phrase.term(offset);
          const count = counts.get(term) || {title: 0, body: 0};
          count.title += fields.title ? 1 : 0;
          count.body += fields.body ? 1 : 0;
          counts.set(term, count);
        }
      }
    }
    return counts;
  }

  /** @returns {number} the length of the query vector of one field */
  function magnitude(counts, field) {
    let sum = 0;
    for (const count of counts.values()) {
      sum += count[field] * count[field];
    }
    return Math.sqrt(sum);
  }

  /** @returns {number} how many of the deleted documents are in a sorted array */
  function countCommon(docs, deleted) {
    let common = 0;
    for (const doc of deleted) {
      common += docs[OfflineSearch.lowerBound(docs, doc)] === doc ? 1 : 0;
    }
    return common;
  }

  /** @returns {number} titles plus bodies of living documents that have a term; deleted ones are known as far as their postings are loaded, or by the manifest */
  function documentFrequency(segments, lookup, term) {
    let frequency = 0;
    for (const segment of segments) {
      const list = lookup.list(segment, term);
      if (list) {
        const {counts: {title, body}, postings} = list;
        frequency += title + body - (list.isWhole ? countCommon(postings.title.docs, segment.deleted) + countCommon(postings.body.docs, segment.deleted) : list.deleted);
      }
    }
    return frequency;
  }

  /**
   * The weight of a term in a field of a document, in thousandths: BM25 of Robertson and Zaragoza (The
   * Probabilistic Relevance Framework, 2009), times idf and boost. It grows with tf and falls with the length.
   * @param {number} tf
   * @param {number} length of the field in tokens
   * @param {{k1: number, b: number, boost: number, average: number, idf: number, count: number}} weighing
   */
  function weightOf(tf, length, {k1, b, boost, average, idf, count}) {
    // The order of operations is that of lunr 2.3.9 (builder.js). Another one would round differently.
    const weight = idf * ((k1 + 1) * tf) / (k1 * (1 - b + b * (length / average)) + tf) * boost;
    return count * Math.round(weight * THOUSANDTHS);
  }

  /**
   * Adds the weights of one term in one field to the sums of documents.
   * @param {Float64Array} sums in thousandths; sums[i] is of document `hits[i]`
   * @param {Uint32Array} hits in order
   * @param {{docs: Uint32Array, tfs: Uint32Array}} field postings
   * @param {Uint32Array} lengths of the field in tokens, by posting (titles) or by document (bodies)
   * @param {Object} weighing as of `weightOf`
   */
  function addWeights(sums, hits, field, lengths, weighing) {
    const {docs, tfs} = field;
    const isByEntry = lengths === field.lengths;
    let at = 0;
    for (let i = 0; i < hits.length; i += 1) {
      while (at < docs.length && docs[at] < hits[i]) {
        at += 1;
      }
      if (at < docs.length && docs[at] === hits[i]) {
        sums[i] += weightOf(tfs[at], lengths[isByEntry ? at : hits[i]], weighing);
      }
    }
  }

  /** Scores documents by the words of a query. */
  class Scorer {
    /**
     * @param {Object} manifest
     * @param {Segment[]} segments
     * @param {Lookup} lookup the lists of all scored terms have begun
     * @param {Object[]} words those that are not excluded
     */
    constructor(manifest, segments, lookup, words) {
      this.manifest = manifest;
      this.segments = segments;
      this.lookup = lookup;
      this.counts = countTerms(words);
      this.magnitudes = {title: magnitude(this.counts, 'title'), body: magnitude(this.counts, 'body')};
      this.count();
    }

    /** Counts in how many documents each term is; again when more postings of deleted documents are loaded. */
    count() {
      this.frequencies = new Map(Array.from(this.counts.keys(), (term) => [term, documentFrequency(this.segments, this.lookup, term)]));
    }

    /** @returns {Object} the parameters of `weightOf` */
    weighing(field, term) {
      return weighingOf(this.manifest, field, this.frequencies.get(term), this.counts.get(term)[field]);
    }

    /** @returns {Float64Array} scores, of sums of titles and of bodies */
    combine(titles, bodies) {
      return combine(titles, bodies, this.magnitudes.title, this.magnitudes.body);
    }

    /**
     * @param {Uint32Array[]} hits documents by segment
     * @returns {Float64Array} scores of all hits, segment after segment
     */
    score(hits) {
      const title = new Float64Array(hits.reduce((sum, docs) => sum + docs.length, 0));
      const sumsOf = {title, body: new Float64Array(title.length)};
      let start = 0;
      this.segments.forEach((segment, i) => {
        const end = start + hits[i].length;
        for (const [term, count] of this.counts) {
          const postings = hits[i].length ? this.lookup.get(segment, term) : null;
          for (const name of postings ? ['title', 'body'] : []) {
            if (count[name] > 0) {
              const lengths = name === 'title' ? postings.title.lengths : segment.lengths;
              addWeights(sumsOf[name].subarray(start, end), hits[i], postings[name], lengths, this.weighing(name, term));
            }
          }
        }
        start = end;
      });
      return this.combine(sumsOf.title, sumsOf.body);
    }
  }

  /** The parameters of `weightOf`. idf is that of lunr 2.3.9 (idf.js): never negative, as it takes the absolute value. */
  function weighingOf(manifest, field, frequency, count) {
    const total = manifest.documents;
    return {
      k1: manifest.k1, b: manifest.b, boost: manifest.boosts[field], count,
      average: manifest.tokens[field] / total,
      idf: Math.log(1 + Math.abs((total - frequency + 0.5) / (frequency + 0.5)))
    };
  }

  /** Adds up the fields, each divided by the length of its query vector. The lengths differ when a word is limited to one field. */
  function combine(titles, bodies, titleMagnitude, bodyMagnitude) {
    const scores = new Float64Array(titles.length);
    const isOne = titleMagnitude === bodyMagnitude;
    for (let i = 0; i < scores.length; i += 1) {
      scores[i] = isOne ? (titles[i] + bodies[i]) / THOUSANDTHS / titleMagnitude
        : (titleMagnitude ? titles[i] / titleMagnitude : 0) / THOUSANDTHS + (bodyMagnitude ? bodies[i] / bodyMagnitude : 0) / THOUSANDTHS;
    }
    return scores;
  }

  /** Moves the root of a binary heap down to its place. All others come before the root of a heap. */
  function siftDown(heap, size, comesBefore) {
    let at = 0;
    for (;;) {
      let last = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < size; child += 1) {
        if (comesBefore(heap[last], heap[child])) {
          last = child;
        }
      }
      if (last === at) {
        return;
      }
      [heap[at], heap[last]] = [heap[last], heap[at]];
      at = last;
    }
  }

  /**
   * Selects the first of many things in an order, with a heap instead of sorting them all.
   * @param {Uint32Array} things
   * @param {number} count how many are wanted
   * @param {function(number, number): boolean} comesBefore a strict total order
   * @param {Float64Array|Uint32Array} values of things; one with a larger value comes before others
   * @returns {number[]}
   */
  function selectFirst(things, count, comesBefore, values) {
    const compare = (a, b) => (comesBefore(a, b) ? -1 : a === b ? 0 : 1);
    if (count >= things.length) {
      return Array.from(things).sort(compare);
    }
    if (count <= 0) {
      return [];
    }
    // In reverse order they form a heap.
    const heap = Array.from(things.subarray(0, count)).sort((a, b) => compare(b, a));
    for (let i = count; i < things.length; i += 1) {
      if (values[things[i]] >= values[heap[0]] && comesBefore(things[i], heap[0])) {
        heap[0] = things[i];
        siftDown(heap, count, comesBefore);
      }
    }
    return heap.sort(compare);
  }

  OfflineSearch.scoring = {Scorer, addWeights, weightOf, selectFirst};
})();
