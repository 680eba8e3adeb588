/* Conditions that postings cannot decide: that a text stands in a certain line of a document, or that parts of a word follow each other. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {BREAKS} = OfflineSearch.query;

  /* Documents whose texts are read to check a condition, at most. Where there are more, nothing is checked, and that is told. */
  const READ_AT_MOST = 400;
  const TOGETHER = 20;

  /** @returns {string} all of a document that is searched beside its title, folded; with its days */
  function searched(text, fold) {
    return [fold(text.text)].concat((text.days || []).map(OfflineSearch.writings.markOf)).join('\n');
  }

  /** @returns {string} where a further field stands in a document: its key, or a text for lists; folded */
  function lineOf(index, field, text) {
    const place = index.manifest.fields[field];
    return index.fold(place === 'key' ? text.key : text.meta[place] || '');
  }

  function escaped(text) {
    return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  }

  /** @returns {boolean} whether a document is what one possibility of a word asks for */
  function isMet(index, {text: wanted, field, parts}, text, phrases) {
    const places = field === 'title' ? [index.fold(text.title)] : field === 'body' ? [searched(text, index.fold)]
      : field ? [lineOf(index, field, text)] : [index.fold(text.title), searched(text, index.fold)];
    if (parts) {
      const gap = '[^' + BREAKS.source.slice(1, -1) + ']*';
      const pattern = new RegExp(parts.map(escaped).join(gap), 'u');
      return places.some((place) => pattern.test(place));
    }
    return places.some((place) => [wanted].concat(phrases).some((one) => place.includes(one)));
  }

  /** A word whose documents have to be looked at. */
  class Condition {
    constructor(index, word) {
      this.index = index;
      this.word = word;
      this.possibilities = [word].concat(word.others || []);
    }

    /** @returns {boolean} by the text of a document */
    isMetBy(text, variants) {
      return this.possibilities.some((one) => isMet(this.index, one, text, this.possibilities.length > 1 || one.parts ? [] : variants));
    }

    /** @returns {number} the place of the facet that decides alone; -1 for none */
    get facet() {
      const {field, parts} = this.word;
      const place = this.possibilities.length === 1 && !parts ? this.index.manifest.fields[field] : null;
      return this.index.facetNames.indexOf(place);
    }

    /** @returns {Promise<?boolean[]>} for some documents of a segment whether they are meant; null where they are too many to be read */
    async check(segment, docs, variants) {
      return this.facet >= 0 ? this.byFacet(segment, docs, variants) : docs.length > READ_AT_MOST ? null : this.byText(segment, docs, variants);
    }

    async byFacet(segment, docs, variants) {
      const {index, word} = this;
      const size = OfflineSearch.codec.FACET_BLOCK;
      const values = index.manifest.facets[index.facetNames[this.facet]].map((value) => index.fold(value));
      const meant = values.map((value) => [word.text].concat(variants).some((one) => value.includes(one)));
      const blocks = new Map();
      for (const block of new Set(Array.from(docs, (doc) => Math.floor(doc / size)))) {
        blocks.set(block, (await segment.facets(block)).columns[this.facet]);
      }
      return Array.from(docs, (doc) => Boolean(meant[blocks.get(Math.floor(doc / size))[doc % size] - 1]));
    }

    async byText(segment, docs, variants) {
      const found = [];
      for (let from = 0; from < docs.length; from += TOGETHER) {
        const texts = await Promise.all(Array.from(docs.slice(from, from + TOGETHER), (doc) => segment.text(doc)));
        found.push(...texts.map((text) => text !== null && this.isMetBy(text, variants)));
      }
      return found;
    }
  }

  /** @returns {Condition[]} the conditions of a word */
  function of(index, word) {
    const isLooked = ({field, parts}) => Boolean(parts) || (field !== null && field !== 'title' && field !== 'body');
    return !word.isPart && [word].concat(word.others || []).some(isLooked) ? [new Condition(index, word)] : [];
  }

  /**
   * Keeps the documents that meet the conditions of a word.
   * @param {Segment[]} segments
   * @param {{word: Object, conditions: Condition[]}} prepared
   * @param {Uint32Array[]} docs by segment
   * @param {function(Error)} report is told of a file that cannot be read
   * @param {boolean} keepUnsure what becomes of documents that could not be checked
   * @returns {Promise<{docs: Uint32Array[], isChecked: boolean}>}
   */
  async function keep(segments, {word, conditions}, docs, report, keepUnsure) {
    let isChecked = true;
    let kept = docs;
    for (const condition of conditions) {
      const all = kept;
      kept = await Promise.all(segments.map(async function (segment, i) {
        try {
          const verdicts = await condition.check(segment, all[i], word.variants);
          isChecked = isChecked && verdicts !== null;
          return verdicts ? all[i].filter((_, k) => verdicts[k]) : keepUnsure ? all[i] : all[i].slice(0, 0);
        } catch (error) {
          report(error);
          return keepUnsure ? all[i] : all[i].slice(0, 0);
        }
      }));
    }
    return {docs: kept, isChecked};
  }

  OfflineSearch.conditions = {of, keep, searched};
})();
