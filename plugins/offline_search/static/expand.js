/* What else a reader may have meant: other words for the same thing, pinyin, nearby words. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const LATIN = /^[a-z]{2,40}$/;

  /** Phrases tried for one word of pinyin. */
  const PHRASES = 8;

  /** Searches made for suggestions, and how many of them are shown. */
  const TRIED = 8;
  const SUGGESTED = 4;

  /** Other words for `text`: of groups that have it, or, if `within`, that have a part of it. */
  function aliasesOf(index, text, within) {
    const found = [];
    for (const group of index.manifest.aliases) {
      for (const member of group) {
        if (text === member || (within && text.includes(member))) {
          found.push(...group.filter((other) => other !== member).map((other) => text.replace(member, other)));
        }
      }
    }
    return found.filter((other, i) => other !== text && found.indexOf(other) === i);
  }

  /** Phrases that a word of letters spells, by initials or by syllables, whole ones before beginnings. */
  async function phrasesOf(index, text) {
    const letter = text[0];
    const {folder, letters} = index.manifest.pinyin;
    if (!letters.includes(letter)) {
      return [];
    }
    const rows = OfflineSearch.codec.readJson(await OfflineSearch.unpack(await OfflineSearch.load(folder + '/' + letter)));
    const whole = [];
    const begun = [];
    for (const [phrase, sound] of rows) {
      const syllables = sound.split(' ');
      const spellings = [syllables.map((syllable) => syllable[0]).join(''), syllables.join('')];
      if (spellings.includes(text)) {
        whole.push(phrase);
      } else if (spellings.some((spelling) => spelling.startsWith(text))) {
        begun.push(phrase);
      }
    }
    return (whole.length ? whole : begun).slice(0, PHRASES);
  }

  /** Adds to `plan` what may be meant where nothing was found literally. */
  async function widen(index, words, plan, aliases, missing) {
    let wider = false;
    for (const word of words) {
      let added = aliases ? aliasesOf(index, word.text, true).map((text) => ({text, reason: 'alias'})) : [];
      if (LATIN.test(word.text)) {
        try {
          added = added.concat((await phrasesOf(index, word.text)).map((text) => ({text, reason: 'pinyin'})));
        } catch (error) {
          missing.add(error.file || String(error));
        }
      }
      const known = plan.get(word.text) || [];
      added = added.filter((entry) => !known.some((other) => other.text === entry.text));
      wider = wider || added.length > 0;
      plan.set(word.text, known.concat(added));
    }
    return wider;
  }

  /** Shorter forms of a query of which something may be found: single words, beginnings, ends. */
  function shorter(words) {
    const found = words.length > 1 ? words.map((word) => word.text) : [];
    for (const word of words) {
      const characters = Array.from(word.text);
      for (let cut = 1; characters.length - cut >= 2 && cut <= 3; cut++) {
        found.push(characters.slice(0, -cut).join(''), characters.slice(cut).join(''));
      }
    }
    return found.filter((text, i) => found.indexOf(text) === i).slice(0, TRIED);
  }

  async function answerOf(index, query, variants, options) {
    const searching = await index.begin(query, {variants});
    if (options.onFirst && !searching.isExact) {
      const rows = await searching.first(options.first);
      if (rows && rows.length) {
        options.onFirst(rows, searching.words);
      }
    }
    return searching.finish();
  }

  /**
   * Searches, and takes words for others of the same meaning: an alias that is typed as a word
   * of its own always; one within a longer word, and pinyin, when nothing is found literally.
   * @param {Index} index an opened index
   * @param {string} query as typed
   * @param {{aliases: ?boolean, first: ?number, onFirst: ?function(Object[], Object[])}} options
   *   `aliases`: false to search for nothing but what was typed; `onFirst` is given the `first` few
   *   results and the words of the query, if these stand before the answer is exact
   * @returns {Promise<Answer>} with `also`: {word, text, reason: 'alias'|'pinyin'}[] searched for
   *   besides, and `suggestions()`: a promise of shorter queries that find something
   */
  OfflineSearch.ask = async function (index, query, options = {}) {
    const aliases = options.aliases !== false;
    await index.know(query);
    const words = index.parse(query).words.filter((word) => word.sign !== '-');
    const plan = new Map(words.map((word) =>
      [word.text, aliases ? aliasesOf(index, word.text, false).map((text) => ({text, reason: 'alias'})) : []]));
    const variants = (word) => word.sign === '-' ? [] : (plan.get(word.text) || []).map((entry) => entry.text);
    let answer = await answerOf(index, query, variants, options);
    const missing = new Set();
    if (answer.total === 0 && words.length && await widen(index, words, plan, aliases, missing)) {
      answer = await answerOf(index, query, variants, options);
    }
    missing.forEach((file) => answer.problems.add(file));
    answer.also = Array.from(plan).flatMap(([word, entries]) => entries.map((entry) => Object.assign({word}, entry)));
    answer.suggestions = async function () {
      const found = [];
      for (const text of shorter(words)) {
        if (found.length < SUGGESTED && (await index.search(text)).total > 0) {
          found.push(text);
        }
      }
      return found;
    };
    return answer;
  };
})();
