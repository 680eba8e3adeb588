/* The index as a page uses it: open, search, highlight. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const VERSION = 5;

  /** Decoded files kept in memory, bytes. */
  const CACHE_LIMIT = 4 * 1024 * 1024;

  /** An opened index. Made by `OfflineSearch.open`. */
  class Index {
    constructor(manifest, missing) {
      this.manifest = manifest;
      this.folds = new Map();
      /** @type {function(string): string} the folding that index and queries have in common, as far as it is known */
      this.fold = OfflineSearch.query.makeFold(this.folds);
      this.foldedClusters = new Map();
      /** Whether the folding of all characters is known. */
      this.knowsAll = false;
      /** @type {string[]} paths of files that could not be read when the index was opened */
      this.missing = missing;
      this.facetNames = Object.keys(manifest.facets).sort(OfflineSearch.query.compareCodePoints);
      this.segments = [];
    }

    async openSegments() {
      const cache = new OfflineSearch.Cache(CACHE_LIMIT);
      const sizes = this.facetNames.map((name) => this.manifest.facets[name].length);
      const segments = await Promise.all(this.manifest.segments.map(async (entry) => {
        try {
          return await new OfflineSearch.Segment(entry, sizes, cache).open();
        } catch (error) {
          this.missing.push(error.file || String(error));
          return null;
        }
      }));
      this.segments = segments.filter((segment) => segment !== null);
      for (const segment of this.segments) {
        segment.folds.forEach(([from, to]) => this.folds.set(from, to));
      }
      return this;
    }

    /**
     * Learns how the characters of a text are folded. For those of the texts directories say it;
     * the whole fold map is loaded when there are others.
     * @param {string} text as typed
     */
    async know(text) {
      const isKnown = (character) => this.segments.some(({code}) => code.some((row) => row.includes(character.codePointAt(0))));
      if (this.knowsAll || Array.from(OfflineSearch.query.compose(text)).every(isKnown)) {
        return;
      }
      try {
        const data = await OfflineSearch.unpack(await OfflineSearch.load('fold'));
        OfflineSearch.codec.readFold(data).forEach(([from, to]) => this.folds.set(from, to));
        this.knowsAll = true;
        this.foldedClusters.clear();
      } catch (error) {
        const {file} = OfflineSearch.fileError('fold', '');
        this.missing = this.missing.filter((other) => other !== file).concat([file]);
      }
    }

    /**
     * @param {string} query as typed
     * @returns {{words: {text: string, field: ?string, sign: string}[]}} see `OfflineSearch.query`
     */
    parse(query) {
      return OfflineSearch.query.parseQuery(query, this.fold);
    }

    /** A word with the phrases that satisfy it and the fields they may stand in. */
    prepare(word, variantsOf) {
      const texts = new Set([word.text]);
      for (const variant of (variantsOf && variantsOf(word)) || []) {
        const text = this.fold(variant);
        // Terms do not go across breaks, so what has one cannot be looked up.
        if (text !== '' && !OfflineSearch.query.hasBreak(text)) {
          texts.add(text);
        }
      }
      return {
        word: Object.assign({}, word, {variants: Array.from(texts).slice(1)}),
        phrases: Array.from(texts, (text) => new OfflineSearch.query.Phrase(text)),
        fields: {title: word.field !== 'body', body: word.field !== 'title'}
      };
    }

    /**
     * Begins to find the documents that contain all words of a query, and none of the excluded ones.
     * @param {string} query as typed
     * @param {{variants: ?function(Object): string[]}} options `variants` gives for a word (of
     *   `parse`) other texts that satisfy it as well; their terms count in the score
     * @returns {Promise<Searching>}
     */
    async begin(query, options = {}) {
      await this.know(query);
      const words = this.parse(query).words.map((word) => this.prepare(word, options.variants));
      const missing = new Set(this.missing);
      const lookup = new OfflineSearch.matching.Lookup(this.segments, (error) => missing.add(error.file || String(error)));
      await lookup.load(words.flatMap(({phrases}) => phrases.flatMap((phrase) => phrase.scored.map((offset) => phrase.term(offset)))));
      return new OfflineSearch.Searching(this, words, lookup, missing);
    }

    /**
     * The exact answer to a query.
     * @param {string} query as typed
     * @param {Object} options as of `begin`
     * @returns {Promise<Answer>}
     */
    async search(query, options = {}) {
      return (await this.begin(query, options)).finish();
    }

    /**
     * Marks words in a text, and cuts it to about 120 characters around where they stand densest.
     * @param {string} text as written
     * @param {Array<string|Object>} words folded texts, or words of `parse` or of an answer;
     *   excluded ones are passed over
     * @param {{whole: ?boolean}} options `whole`: do not cut
     * @returns {{text: string, mark: boolean}[]} pieces in order; an ellipsis where the text is cut
     */
    highlight(text, words, options = {}) {
      const texts = words.filter((word) => word.sign !== '-').map((word) =>
        (typeof word === 'string' ? [word] : [word.text].concat(word.variants || [])).filter((variant) => variant !== ''));
      return OfflineSearch.highlight(text, texts, this.fold, this.foldedClusters, Boolean(options.whole));
    }
  }

  /**
   * Opens an index. A segment whose directory cannot be read is left out, and in `index.missing`.
   * @param {string} base URL of the folder of the index
   * @returns {Promise<Index>} rejects when the manifest cannot be read, when the index is of
   *   another version, or when the browser is too old (`OfflineSearch.isSupported`)
   */
  OfflineSearch.open = function (base) {
    const opened = early.get(base) || open(base);
    early.delete(base);
    return opened;
  };

  /** Indexes opened before anybody asked, by base. */
  const early = new Map();

  async function open(base) {
    if (!OfflineSearch.isSupported()) {
      throw new Error('OfflineSearch needs DecompressionStream: Chromium from 80 on, Firefox from 113 on');
    }
    OfflineSearch.base = base === '' || base.endsWith('/') ? base : base + '/';
    const manifest = await OfflineSearch.load('manifest');
    if (manifest.version !== VERSION) {
      throw OfflineSearch.fileError('manifest', 'is of another version of the index');
    }
    return new Index(manifest, []).openSegments();
  }

  /**
   * A page may say in the element of this script where the index is (`data-folder`) and which part of
   * its own address is a query (`data-query`): then what that needs is asked for before all else.
   */
  const own = typeof document === 'undefined' ? null : document.currentScript;
  if (own && own.dataset.folder) {
    const query = new URLSearchParams(window.location.search).get(own.dataset.query);
    const opened = open(own.dataset.folder);
    opened.then((index) => query && index.begin(query)).catch(() => {});
    early.set(own.dataset.folder, opened);
  }
})();
