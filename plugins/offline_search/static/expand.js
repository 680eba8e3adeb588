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

  /** @returns {Promise<string[]>} as `aliasesOf` within a text, without names that would become others: 文件馆 for 档案馆 */
  async function aliasesWithin(index, text) {
    const members = index.manifest.aliases.flat().filter((member) => text.includes(member));
    const within = await Promise.all(members.map((member) => text !== member && OfflineSearch.synonyms.isWithinListed(index, text, member)));
    const named = members.filter((_, i) => within[i]);
    return named.length ? aliasesOf(index, text, true).filter((other) => named.every((member) => other.includes(member))) : aliasesOf(index, text, true);
  }

  /** @returns {Promise<string[]>} listed words and phrases of living documents that letters spell, by initials or syllables; phrases that they only begin, if there are no others */
  async function phrasesOf(index, text, missing) {
    const letter = text[0];
    const {folder, letters} = index.manifest.pinyin;
    const listed = await OfflineSearch.spelling.spelledBy(index, text);
    if (!letters.includes(letter)) {
      return listed;
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
    const kept = await OfflineSearch.living(index, whole.slice(0, 2 * PHRASES), PHRASES, missing);
    const meant = listed.concat(kept.filter((phrase) => !listed.includes(phrase))).slice(0, PHRASES);
    return meant.length ? meant : OfflineSearch.living(index, begun.slice(0, 2 * PHRASES), PHRASES, missing);
  }

  /** @returns {Promise<{text: string, reason: string}[]>} texts that are searched for a word only when nothing else is found */
  async function furtherOf(index, {text, day}) {
    const {numbersOf, writingsOfDay} = OfflineSearch.writings;
    return (await aliasesWithin(index, text)).map((other) => ({text: other, reason: 'alias'}))
      .concat((day ? writingsOfDay(day) : numbersOf(text)).map((other) => ({text: other, reason: 'writing'})));
  }

  /** Adds synonyms of parts of words, and pinyin, to `plan`, for a query that found nothing; returns whether there are any. */
  async function widen(index, words, plan, aliases, missing) {
    let wider = false;
    for (const word of words) {
      let added = aliases ? await furtherOf(index, word).catch((error) => (missing.add(error.file || String(error)), [])) : [];
      if (LATIN.test(word.text)) {
        try {
          added = added.concat((await phrasesOf(index, word.text, missing)).map((text) => ({text, reason: 'pinyin'})));
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

  /* Marks between words. In a text they are characters; in a query that finds nothing they part words. */
  const PUNCTUATION = /[、。!?;|]|[,./·](?!\d)|(?<!\d)[,./·]/gu;
  /* Marks beside a space, which parts words anyway. */
  const LOOSE = /[,，、;；]+(?=\s)|(?<=\s)[,，、;；]+/gu;

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
   * Searches for the words of a query, their other writings and aliases; all of that counts in the total. Aliases of parts of words,
   * and pinyin, are searched only when nothing else is found; after that the query without its quotation marks, with its numbers
   * joined, and with spaces for its punctuation.
   * @param {Index} index an opened index
   * @param {string} query as typed
   * @param {{aliases: ?boolean, first: ?number, onFirst: ?function(Object[], Object[])}} options
   *   `aliases`: false for no other words, only what was typed and pinyin; `onFirst` receives the `first` few
   *   results and the words of the query, if they are known before the answer is exact
   * @returns {Promise<Answer>} with `also`: {word, text, reason: 'alias'|'writing'|'day'|'pinyin'}[] the texts
   *   that were searched in addition, or the day; `isOnlyExcluded`: all words are excluded ones, so that they were searched as text; `suggestions()`: a promise of shorter queries that are whole phrases of titles or names;
   *   and `nearest({isEnough})`: a promise of an answer with what else may be meant, or of null (further.js)
   */
  OfflineSearch.ask = async function (index, query, options = {}) {
    let answer = await askAsTyped(index, query.replace(LOOSE, ''), options);
    const {withoutQuotes, withoutMarks} = OfflineSearch.query;
    const unquoted = withoutQuotes(query);
    // Quotation marks that make a phrase of several words are tried without; then marks between words are.
    const joined = options.aliases === false ? [] : OfflineSearch.writings.joinedOf(query);
    for (const looser of [unquoted, ...joined, withoutMarks(unquoted, PUNCTUATION, index.fold)]) {
      if (answer.total === 0 && looser.trim() && JSON.stringify(index.parse(looser)) !== JSON.stringify(index.parse(query))) {
        const other = await askAsTyped(index, looser, options);
        answer = other.total > 0 ? Object.assign(other, {asked: looser, isOnlyExcluded: answer.isOnlyExcluded}) : answer;
        if (joined.includes(answer.asked)) { // it is not what was typed: name it
          answer.also.push({word: query, text: looser, reason: 'writing'});
        }
      }
    }
    return answer;
  };

  /** @returns {{text: string, reason: string}[]} other texts for a word that count like it: other writings, aliases; for a day the documents of that day */
  function entriesOf(index, {text, day}) {
    const {writingsOf, markOf} = OfflineSearch.writings;
    return day ? [{text: markOf(day), reason: 'day'}]
      : writingsOf(text).map((other) => ({text: other, reason: 'writing'}))
        .concat(aliasesOf(index, text, false).map((other) => ({text: other, reason: 'alias'})));
  }

  /** @returns {Object[]} what was searched beside the words, as it is to be told: for the characters of a day the day */
  function toldOf(plan, days) {
    return Array.from(plan).flatMap(([word, entries]) => entries.map(({text, reason}) => ({word, text: reason === 'day' ? days.get(word) : text, reason})));
  }

  async function askAsTyped(index, query, options) {
    const aliases = options.aliases !== false;
    await index.learnFolds(query);
    const {words: all, isOnlyExcluded} = index.parse(query);
    const words = all.filter((word) => word.sign !== '-').flatMap((word) => [word].concat(word.others || []));
    const plan = new Map(words.map((word) => [word.text, aliases ? entriesOf(index, word) : []]));
    const days = new Map(words.filter(({day}) => day).map(({text, day}) => [text, day]));
    const variants = (word) => word.sign === '-' ? [] : (plan.get(word.text) || []).map((entry) => entry.text);
    let answer = await answerOf(index, query, variants, options);
    const missing = new Set();
    if (answer.total === 0 && words.length && await widen(index, words, plan, aliases, missing)) {
      answer = await answerOf(index, query, variants, options);
    }
    missing.forEach((file) => answer.problems.add(file));
    answer.isOnlyExcluded = isOnlyExcluded;
    answer.also = toldOf(plan, days);
    answer.suggestions = async () => OfflineSearch.living(index, await OfflineSearch.spelling.phrasesAmong(index, shorter(words)), SUGGESTED, answer.problems);
    answer.nearest = function (more) {
      const text = OfflineSearch.query.textOf(words);
      const asked = {query, words: all, variantsOf: variants, aliases, textsOf: async () => (aliases ? aliasesWithin(index, text) : [])};
      return OfflineSearch.further(index, asked, answer, more);
    };
    return answer;
  }
})();
