/* Suggestions for what a reader is typing, from a small lunr index (suggest.py). Its files are loaded once, as classic scripts. */
(function () {
  'use strict';

  const OfflineSuggest = globalThis.OfflineSuggest = globalThis.OfflineSuggest || {};
  const unpack = globalThis.OfflineSearch.unpack;

  /** Characters that readers leave out or write in many ways. */
  const NO_LETTER = /[^\p{L}\p{N}]+/gu;
  const PINYIN = /^[a-z]+$/;
  /** Characters of a word that may have a slip: in a shorter one nearly everything would be a slip of something. */
  const SHORTEST_WITH_SLIP = 3;
  const SHORTEST_PINYIN_WITH_SLIP = 6;
  /** Letters of pinyin with which a name may end: fewer stand at the end of too many. */
  const SHORTEST_PINYIN_OF_END = 3;
  const MOST = 8;

  let delivered = '';

  /** Called by the file of the index with its data. */
  OfflineSuggest.receive = function (data) {
    delivered = data;
  };

  function runScript(url) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement('script');
      script.charset = 'utf-8';
      script.onload = function () {
        script.remove();
        resolve();
      };
      script.onerror = function () {
        script.remove();
        reject(new Error(url + ' cannot be loaded'));
      };
      script.src = url;
      document.head.appendChild(script);
    });
  }

  /**
   * @returns {boolean} whether `typed`, with at most one character wrong, missing, too many, or two neighbours swapped, begins `text`
   */
  function beginsWithOneSlip(typed, text) {
    let at = 0;
    while (at < typed.length && typed[at] === text[at]) {
      at += 1;
    }
    const rest = typed.slice(at);
    if (rest.length < 2) {
      return true; /* the last character may be wrong or too many */
    }
    const other = text.slice(at);
    return other.startsWith(rest.slice(1)) || other.slice(1).startsWith(rest.slice(1)) || other.slice(1).startsWith(rest) ||
      (other[0] === rest[1] && other[1] === rest[0] && other.slice(2).startsWith(rest.slice(2)));
  }

  /** The suggestions of a site. */
  class Suggestions {
    /** @param {object} data the content of the file of the index, as suggest.py writes it */
    constructor(data) {
      this.index = globalThis.lunr.Index.load(data.lunr);
      this.kinds = data.kinds;
      this.shown = data.shown;
      this.longest = data.longest;
      this.simpler = new Map();
      const pairs = Array.from(data.fold);
      for (let at = 0; at < pairs.length; at += 2) {
        this.simpler.set(pairs[at], pairs[at + 1]);
      }
    }

    /** @returns {string} a text as the tokens of the index are: folded, letters and digits only */
    plain(text) {
      const composed = text.normalize('NFKC').toLowerCase().normalize('NFKC');
      return Array.from(composed, (character) => this.simpler.get(character) || character).join('').replace(NO_LETTER, '');
    }

    /** @returns {string[]} the words that a suggestion must hold, each cut to the length of a token */
    words(typed) {
      const parts = typed.split(/\s+/).map((part) => this.plain(part)).filter(Boolean);
      const all = parts.join('');
      return PINYIN.test(all) || parts.every((part) => part.length === 1) ? [all].filter(Boolean) : parts;
    }

    cut(word) {
      return word.slice(0, this.longest[PINYIN.test(word) ? 1 : 0]);
    }

    /** Asks lunr for documents of which a token begins with each word. */
    beginning(words) {
      const lunr = globalThis.lunr;
      return this.index.query((query) => {
        words.forEach((word) => {
          query.term(this.cut(word), {
            usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING, presence: lunr.Query.presence.REQUIRED
          });
        });
      });
    }

    /** Asks lunr for documents that may hold the word but for one slip: lunr's wildcard stands for the character that may be wrong. */
    resembling(word) {
      const cut = this.cut(word).slice(0, -1); /* a character may be missing from what is typed */
      return this.index.query((query) => {
        const add = (term, more) => query.term(term, Object.assign({ usePipeline: false }, more)); /* lunr keeps the object */
        add(this.cut(word), { editDistance: 1 }); /* neighbours swapped, in a short name */
        add(word.slice(1, cut.length + 1) + '*'); /* the first one: tokens begin at each character of a name */
        for (let at = 1; at < cut.length; at += 1) {
          add(cut.slice(0, at) + '*' + cut.slice(at + 1) + (at + 1 < cut.length ? '*' : ''));
        }
      });
    }

    /** @returns {boolean} whether what lunr has found holds the word but for one slip; its wildcard also stands for more characters */
    isSlipOf(word, found, plains) {
      if (PINYIN.test(word)) {
        return Object.keys(found.matchData.metadata).some((token) => beginsWithOneSlip(this.cut(word), token));
      }
      return plains.some((plain) => Array.from(plain).some((character, at) => beginsWithOneSlip(word, plain.slice(at))));
    }

    /**
     * @param {string} typed
     * @param {number} [most]
     * @returns {{text: string, kind: string, address: string}[]} suggestions, the most fitting first; without an address it is a phrase
     */
    ask(typed, most) {
      const words = this.words(typed);
      if (!words.length) {
        return [];
      }
      let found = this.beginning(words).map((one) => this.entry(one));
      found = found.filter((one) => words.every((word) => PINYIN.test(word) || one.plains.some((plain) => plain.includes(word))));
      if (!found.length && words.length === 1 && words[0].length >= (PINYIN.test(words[0]) ? SHORTEST_PINYIN_WITH_SLIP : SHORTEST_WITH_SLIP)) {
        found = this.resembling(words[0]).map((one) => this.entry(one)).filter((one) => this.isSlipOf(words[0], one.found, one.plains));
      }
      const all = words.join('');
      found.forEach((one) => {
        one.isWhole = one.plains.includes(all) || this.isEnd(words[0], one.found);
        one.begins = one.plains[0].startsWith(words[0]) ? 2 : one.plains.some((plain) => plain.startsWith(words[0])) ? 1 : 0; /* other names come later */
      });
      found.sort((one, other) => other.isWhole - one.isWhole || other.begins - one.begins || other.score - one.score ||
        one.plains[0].length - other.plains[0].length || one.number - other.number);
      const isTyped = (one) => !one.address && one.plains[0] === all;
      return found.filter((one) => !isTyped(one)).slice(0, most || MOST)
        .map((one) => ({ text: one.text, kind: one.kind, address: one.address }));
    }

    /** @returns {boolean} whether a name that lunr has found ends with all of this pinyin: tsg is 区图书馆 before 特殊工时审批 */
    isEnd(word, found) {
      return PINYIN.test(word) && word.length >= SHORTEST_PINYIN_OF_END && this.cut(word) in found.matchData.metadata;
    }

    entry(found) {
      const number = Number(found.ref);
      const [text, kind, address, ...also] = this.shown[number];
      const plains = [text].concat(also).map((name) => this.plain(name));
      return { number: number, found: found, score: found.score, text: text, plains: plains, kind: this.kinds[kind], address: address || '' };
    }
  }

  const loads = new Map();

  /**
   * Loads the suggestions of a site, once.
   * @param {string} folder where the files are: a URL prefix ending in `/`
   * @returns {Promise<Suggestions>} rejects when a file is missing or damaged, or the browser is too old
   */
  OfflineSuggest.open = function (folder) {
    if (!loads.has(folder)) {
      const loading = Promise.all([runScript(folder + 'lunr.js'), runScript(folder + 'index.js')])
        .then(() => unpack(delivered))
        .then((bytes) => new Suggestions(JSON.parse(new TextDecoder().decode(bytes))));
      loading.catch(() => loads.delete(folder));
      loads.set(folder, loading);
    }
    return loads.get(folder);
  };

  OfflineSuggest.beginsWithOneSlip = beginsWithOneSlip;
})();
