/* The interface of the client: open an index, search, highlight. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const VERSION = 8;

  /** Bytes of decoded files kept in memory. */
  const CACHE_LIMIT = 4 * 1024 * 1024;

  /** @returns {Object[]} a word, and what else of it a document must have: the further parts of a word with stars */
  function withParts(word) {
    return [word].concat((word.parts && !word.others ? word.parts.slice(1) : []).map((text) => ({text, field: word.field, sign: word.sign, isPart: true})));
  }

  /** @returns {Object[]} the same; parts of a word that is excluded are not excluded by themselves */
  function wanted(word) {
    return word.sign === '-' ? [word] : withParts(word);
  }

  /** An opened index. Made by `OfflineSearch.open`. */
  class Index {
    constructor(manifest, missing, base, beside) {
      this.manifest = manifest;
      /** @type {?Index} another index of the same page, of which the words of the same meaning are taken */
      this.beside = beside || null;
      /** Where the index is. */
      this.base = base;
      this.folds = new Map();
      /** @type {function(string): string} folds a text by the part of the fold map that is loaded */
      this.fold = OfflineSearch.query.makeFold(this.folds);
      this.foldedClusters = new Map();
      /** Whether the whole fold map is loaded. */
      this.hasWholeFoldMap = false;
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
          return await new OfflineSearch.Segment(entry, sizes, cache, this.base).open();
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
     * Makes sure that the characters of a text can be folded. The directories have the fold map for
     * the characters of the texts and those of GB 2312; for other characters the whole fold map is loaded.
     * @param {string} text as typed
     */
    async learnFolds(text) {
      const isKnown = (character) => this.segments.some(({code}) => code.some((row) => row.includes(character.codePointAt(0))))
        || this.segments.length > 0 && OfflineSearch.gb2312().includes(character);
      if (this.hasWholeFoldMap || Array.from(OfflineSearch.query.compose(text)).every(isKnown)) {
        return;
      }
      try {
        const data = await OfflineSearch.unpack(await OfflineSearch.load('fold', this.base));
        OfflineSearch.codec.readFold(data).forEach(([from, to]) => this.folds.set(from, to));
        this.hasWholeFoldMap = true;
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
      return OfflineSearch.query.parseQuery(query, this.fold, this.manifest.fields);
    }

    /**
     * @returns {Object} a word with its phrases, any of which satisfies it. Each phrase has the fields to search. The parts of a
     *   word with stars are `required` beside its first one. `conditions` are what postings cannot decide (conditions.js).
     */
    prepare(word, variantsOf) {
      const phrases = [];
      const texts = new Set();
      for (const one of [word].concat(word.others || [])) {
        const fields = this.fieldsOf(one.field);
        for (const variant of [one.text].concat(one.joined || [], (variantsOf && variantsOf(one)) || [])) {
          const text = variant === one.text ? variant : this.fold(variant);
          const key = [text, fields.title, fields.body].join('\n');
          // Terms do not cross breaks, so a text with a break cannot be looked up.
          if (text !== '' && !OfflineSearch.query.hasBreak(text) && !texts.has(key)) {
            texts.add(key);
            phrases.push(Object.assign(new OfflineSearch.query.Phrase(text), {fields}));
          }
        }
      }
      const variants = Array.from(new Set(phrases.slice(1).map(({text}) => text))).concat((word.parts || []).slice(1));
      return {
        word: Object.assign({}, word, {variants}), phrases, fields: this.fieldsOf(word.field),
        conditions: OfflineSearch.conditions.of(this, word)
      };
    }

    /** @returns {{title: boolean, body: boolean}} where a word is looked for; what is named by a further field stands in bodies too */
    fieldsOf(field) {
      return {title: field === null || field === 'title', body: field !== 'title'};
    }

    /**
     * Begins a search for the documents that contain all words of a query and none of the excluded ones.
     * @param {string} query as typed
     * @param {{variants: ?function(Object): string[]}} options `variants` returns for a word (of
     *   `parse`) other texts that also satisfy it; their terms count in the score
     * @returns {Promise<Searching>}
     */
    async begin(query, options = {}) {
      await this.learnFolds(query);
      const words = this.parse(query).words.flatMap(wanted).map((word) => Object.assign(this.prepare(word, options.variants), {
        parts: word.sign === '-' ? withParts(word).slice(1).map((part) => this.prepare(part)) : []
      }));
      const missing = new Set(this.missing);
      const lookup = new OfflineSearch.matching.Lookup(this.segments, (error) => missing.add(error.file || String(error)));
      const isRuledOut = await OfflineSearch.isRuledOut(this, words.filter(({word}) => word.sign !== '-'), lookup);
      if (!isRuledOut) {
        await lookup.begin(words.flatMap(({phrases, parts}) => phrases.concat(...parts.map((part) => part.phrases)).flatMap((phrase) => phrase.scored.map((offset) => phrase.term(offset)))));
      }
      return new OfflineSearch.Searching(this, words, lookup, missing, isRuledOut);
    }

    /**
     * Answers a query exactly.
     * @param {string} query as typed
     * @param {Object} options as for `begin`
     * @returns {Promise<Answer>}
     */
    async search(query, options = {}) {
      return (await this.begin(query, options)).finish();
    }

    /**
     * Marks words in a text, and cuts it to about 120 characters around the place with most of them.
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
   * Opens an index. A page may open several. A segment whose directory cannot be read is left out, and its file listed in `index.missing`.
   * @param {string} base URL of the folder of the index
   * @param {{together: ?boolean, beside: ?Index}} options `together`: whether to read the file `opening.js`, which an index with that
   *   option has; `beside`: an opened index with the same words of the same meaning, so that they are loaded once
   * @returns {Promise<Index>} rejects when the manifest cannot be read, when the index is of
   *   another version, or when the browser is too old (`OfflineSearch.isSupported`)
   */
  OfflineSearch.open = function (base, options = {}) {
    const opened = openedAhead.get(base) || open(base, options);
    openedAhead.delete(base);
    return opened;
  };

  /** Promises of indexes that this script opened by itself, by base; see below. */
  const openedAhead = new Map();

  async function open(base, options) {
    if (!OfflineSearch.isSupported()) {
      throw new Error('OfflineSearch needs DecompressionStream: Chromium from 80 on, Firefox from 113 on');
    }
    const place = base === '' || base.endsWith('/') ? base : base + '/';
    OfflineSearch.base = place;
    const alone = () => OfflineSearch.load('manifest', place);
    const manifest = await (options.together ? OfflineSearch.loadOpening(place).catch(alone) : alone());
    if (manifest.version !== VERSION) {
      throw OfflineSearch.fileError('manifest', 'is of another version of the index');
    }
    return new Index(manifest, [], place, options.beside).openSegments();
  }

  /**
   * The script element of the client may name the folder of the index (`data-folder`) and the
   * parameter of the page's address that is a query (`data-query`). Then the files for that query
   * are requested first of all.
   */
  const own = typeof document === 'undefined' ? null : document.currentScript;
  if (own && own.dataset.folder) {
    const query = new URLSearchParams(window.location.search).get(own.dataset.query);
    const opened = open(own.dataset.folder, {});
    opened.then((index) => query && index.begin(query)).catch(() => {});
    openedAhead.set(own.dataset.folder, opened);
  }
})();
