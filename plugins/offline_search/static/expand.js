/* Query expansion: synonyms, pinyin, and suggestions of shorter queries. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const LATIN = /^[a-z]{2,40}$/;

  /** Phrases that are searched for one word of pinyin, at most. */
  const PHRASES = 8;

  /** Queries that are suggested, at most. */
  const SUGGESTED = 4;

  /** @returns {string[]} synonyms of a text; if `within`, also the text with a part replaced by its synonyms */
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

  /** @returns {Promise<string[]>} phrases that letters spell, by initials or syllables; phrases that they only begin, if there are no others */
  async function phrasesOf(index, text) {
    const letter = text[0];
    const {folder, letters} = index.manifest.pinyin;
    if (!letters.includes(letter)) {
      return [];
    }
    const rows = OfflineSearch.codec.readJson(await OfflineSearch.unpack(await OfflineSearch.load(folder + '/' + letter, index.base)));
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

  /** Adds synonyms of parts of words, and pinyin, to `plan`, for a query that found nothing; returns whether there are any. */
  async function widen(index, words, plan, aliases, missing) {
    let wider = false;
    for (const word of words) {
      let added = (aliases ? aliasesOf(index, word.text, true) : []).map((text) => ({text, reason: 'alias'}));
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

  /** @returns {string[]} shorter queries: single words, and words without their first or last characters */
  function shorter(words) {
    const found = words.length > 1 ? words.map((word) => word.text) : [];
    for (const word of words) {
      const characters = Array.from(word.text);
      for (let cut = 1; characters.length - cut >= 2 && cut <= 3; cut++) {
        found.push(characters.slice(0, -cut).join(''), characters.slice(cut).join(''));
      }
    }
    return found.filter((text, i) => found.indexOf(text) === i);
  }

  /** @returns {boolean} whether a text stands in a title between the bounds of words; false in a browser that does not know words */
  function isPhraseOf(titles, text) {
    return 'Segmenter' in Intl && titles.some(function (title) {
      const at = title.indexOf(text);
      const bounds = at < 0 ? [] : Array.from(new Intl.Segmenter('zh', {granularity: 'word'}).segment(title), ({index}) => index).concat(title.length);
      return bounds.includes(at) && bounds.includes(at + text.length);
    });
  }

  /* Marks between words. In a text they are characters; in a query that finds nothing they part words. */
  const PUNCTUATION = /[、。!?;|]|[,./·](?!\d)|(?<!\d)[,./·]/gu;
  /* Marks beside a space, which parts words anyway. */
  const LOOSE = /[,，、;；]+(?=\s)|(?<=\s)[,，、;；]+/gu;
  const YEARS = /((?:19|20)\d\d)(年?)(?:-|至|到)((?:19|20)\d\d)(?!\d)/u;
  const NUMBERED = /(\p{Script=Han})((?:19|20)\d\d)年?(第?)(\d{1,4})号/u;

  /** @returns {string[]} other writings of a text: of a range of years, and of a document number without brackets */
  function writingsOf(text) {
    const found = [];
    if (YEARS.test(text)) {
      found.push(...['$1-$3', '$1年-$3', '$1至$3', '$1年至$3'].map((form) => text.replace(YEARS, form)));
    }
    if (NUMBERED.test(text)) {
      found.push(text.replace(NUMBERED, '$1($2)$4号'), text.replace(NUMBERED, '$1($2)第$4号'));
    }
    return found.filter((other, i) => other !== text && found.indexOf(other) === i);
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
   * Searches for the words of a query, their other writings and their synonyms. Synonyms of parts of words,
   * and pinyin, are searched only when nothing else is found; after that the query with spaces for its punctuation.
   * @param {Index} index an opened index
   * @param {string} query as typed
   * @param {{aliases: ?boolean, first: ?number, onFirst: ?function(Object[], Object[])}} options
   *   `aliases`: false for no synonyms, only what was typed and pinyin; `onFirst` receives the `first` few
   *   results and the words of the query, if they are known before the answer is exact
   * @returns {Promise<Answer>} with `also`: {word, text, reason: 'alias'|'pinyin'}[] the texts
   *   that were searched in addition; `suggestions(titles)`: shorter queries that are whole words of some titles;
   *   and `nearest()`: a promise of an answer with the nearest other documents, or of null (near.js)
   */
  OfflineSearch.ask = async function (index, query, options = {}) {
    const answer = await askAsTyped(index, query.replace(LOOSE, ''), options);
    const parted = index.fold(query).replace(PUNCTUATION, ' ');
    if (answer.total > 0 || !parted.trim() || parted === index.fold(query)) {
      return answer;
    }
    const other = await askAsTyped(index, parted, options);
    return other.total > 0 ? other : answer;
  };

  async function askAsTyped(index, query, options) {
    const aliases = options.aliases !== false;
    await index.learnFolds(query);
    const words = index.parse(query).words.filter((word) => word.sign !== '-');
    const plan = new Map(words.map((word) =>
      [word.text, aliases ? writingsOf(word.text).concat(aliasesOf(index, word.text, false)).map((text) => ({text, reason: 'alias'})) : []]));
    const variants = (word) => word.sign === '-' ? [] : (plan.get(word.text) || []).map((entry) => entry.text);
    let answer = await answerOf(index, query, variants, options);
    const missing = new Set();
    if (answer.total === 0 && words.length && await widen(index, words, plan, aliases, missing)) {
      answer = await answerOf(index, query, variants, options);
    }
    missing.forEach((file) => answer.problems.add(file));
    answer.also = Array.from(plan).flatMap(([word, entries]) => entries.map((entry) => Object.assign({word}, entry)));
    answer.suggestions = (titles) => shorter(words).filter((text) => isPhraseOf(titles.map(index.fold), text)).slice(0, SUGGESTED);
    answer.nearest = function () {
      const text = words.map((word) => word.text).join(' ');
      return OfflineSearch.nearest(index, text, aliases ? aliasesOf(index, text, true) : [], answer);
    };
    return answer;
  }
})();
