/* Slips of the pen: what a word with one wrong, missing, doubled or exchanged character was meant to be (FORMAT.md, "Slips"). */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {termOf} = OfflineSearch.query;

  const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]{2,}/gu;

  /* Corrections that are offered, at most; and those whose pairs are looked up. */
  const OFFERED = 2;
  const LOOKED_UP = 10;
  /* Where no document has the whole query corrected: a slip of sound is likely in a longer phrase than SHORT, any slip in one longer than LOOSE. */
  const SHORT = 2;
  const LOOSE = 4;
  /* Characters of a word that are looked at. */
  const LONGEST_WORD = 40;

  /*
   * Kinds of slips: how likely each is, the shortest phrase that it is recognised in, and how common the typed
   * pairs may be, measured by those of the phrase. Where all typed pairs are as common, nothing is a slip.
   */
  const KINDS = {
    same: {weight: 1, shortest: 2, common: 0.5, isSound: true},
    alike: {weight: 0.8, shortest: 2, common: 0.2, isSound: true},
    doubled: {weight: 0.95, shortest: 2, common: 0.5, isSound: true},
    exchanged: {weight: 0.9, shortest: 2, common: 0.2, isSound: true},
    missing: {weight: 0.75, shortest: 3, common: 0.1},
    added: {weight: 0.7, shortest: 3, common: 0.05},
    wrong: {weight: 0.6, shortest: 3, common: 0.05}
  };

  /* Titles that a word which is listed for its meaning counts for, at least: it is known, whether or not a title has it. */
  const LISTED_COUNT = 8;
  /* Characters of a phrase of which no character is a slip where the whole phrase stands in what was typed. */
  const INTACT = 3;
  const LATIN = /^[a-z]{2,40}$/;
  /* Listed words that are offered for letters, at most. */
  const SPELLED = 3;

  /** @returns {string} a syllable without what people of many regions do not tell apart */
  function blunt(syllable) {
    return syllable.replace(/^([zcs])h/, '$1').replace(/^[nr]/, 'l').replace(/^f/, 'h').replace(/ng$/, 'n');
  }

  /** A table of phrases with the numbers of titles that have them, and of the sounds of characters. */
  class Spelling {
    constructor({phrases, sounds}, listed) {
      this.listed = new Set(listed);
      this.ofTitles = phrases;
      const counts = new Map();
      this.phrases = phrases.filter(({text, count}) => !this.listed.has(text) || !counts.set(text, count));
      this.listed.forEach((text) => this.phrases.push({text, count: counts.get(text) || 0}));
      this.sounds = sounds;
    }

    /** @returns {string} 'same' for two characters of one sound, 'alike' for near ones, else 'wrong' */
    likeness(one, other) {
      const left = this.sounds.get(one) || [];
      const right = this.sounds.get(other) || [];
      if (left.some((sound) => right.includes(sound))) {
        return 'same';
      }
      return left.some((sound) => right.some((like) => blunt(sound) === blunt(like))) ? 'alike' : 'wrong';
    }

    /** @returns {?{kind: string, size: number, at: number}} the slip by which a run from `start` on is not a phrase: its size in the run, its place in the phrase */
    slipAt(run, start, phrase) {
      const size = phrase.length;
      let at = 0;
      while (at < size && run[start + at] === phrase[at]) {
        at += 1;
      }
      const is = (from, to) => run.startsWith(phrase.slice(to), start + from);
      const ends = (length) => start + length <= run.length;
      if (at === size) {
        return null;
      }
      // Before others: it takes in all that was typed. 住房公积积 is no 住房公积金 where 金 follows.
      if (at > 0 && ends(size + 1) && is(at + 1, at)) {
        return {kind: run[start + at] === run[start + at - 1] ? 'doubled' : 'added', size: size + 1, at};
      }
      if (ends(size) && is(at + 1, at + 1)) {
        return {kind: this.likeness(run[start + at], phrase[at]), size, at};
      }
      if (ends(size) && run[start + at] === phrase[at + 1] && run[start + at + 1] === phrase[at] && is(at + 2, at + 2)) {
        return {kind: 'exchanged', size, at};
      }
      if (at > 0 && at < size - 1 && is(at, at + 1)) {
        return {kind: 'missing', size: size - 1, at};
      }
      return null;
    }

    /** @returns {Object[]} the slips by which a run may not be a phrase; in a run that has the phrase only its first or last character may be doubled */
    slips(run, phrase) {
      const size = phrase.length;
      const inside = run.indexOf(phrase);
      const found = [];
      if (inside > 0 && run[inside - 1] === phrase[0]) {
        found.push({kind: 'doubled', start: inside - 1, size: size + 1, at: 0});
      }
      if (inside >= 0 && run[inside + size] === phrase[size - 1]) {
        found.push({kind: 'doubled', start: inside, size: size + 1, at: size});
      }
      if (inside >= 0 && size > 2 && run.startsWith(phrase.slice(-2), inside + size)) {
        found.push({kind: 'doubled', start: inside, size: size + 2, at: size});
      }
      for (let start = 0; inside < 0 && start <= run.length - size + 1; start += 1) {
        const slip = this.slipAt(run, start, phrase);
        if (slip && size >= KINDS[slip.kind].shortest) {
          found.push(Object.assign({start}, slip));
        }
      }
      return found;
    }

    /** @returns {Object[]} the phrases of which the first or second character is in a run. Others are more than one slip away. */
    around(run) {
      const characters = new Set(run);
      return this.phrases.filter(({text}) => characters.has(text[0]) || characters.has(text[1]));
    }

    /** @returns {{from: number, to: number}[]} where some phrases stand in a run as they should */
    intact(run, phrases) {
      return phrases.filter(({text}) => text.length >= INTACT && run.includes(text))
        .map(({text}) => ({from: run.indexOf(text), to: run.indexOf(text) + text.length}));
    }

    /**
     * @returns {boolean} whether other words begin or end where a slip would be: it has a strange character at its edge and the run goes on,
     *   as 信息公开被 in 信息公开被拒绝; or it cuts a listed word, as 保申请表 does 低保 in 低保申请表
     */
    isCut({run, start, size, phrase, kind, at}) {
      const end = start + size;
      const atEdge = kind === 'wrong' && (at === 0 && start > 0 || at === phrase.length - 1 && end < run.length);
      const cuts = (from, to) => from < start && start < to || from < end && end < to;
      return atEdge || Array.from(this.listed).some((text) => run.includes(text) && cuts(run.indexOf(text), run.indexOf(text) + text.length));
    }

    /** @returns {string[]} listed words that letters spell, by syllables or by initials */
    spelledBy(letters) {
      const spells = (sounds, rest, part) => (sounds.length
        ? sounds[0].some((sound) => rest.startsWith(part(sound)) && spells(sounds.slice(1), rest.slice(part(sound).length), part)) : rest === '');
      return Array.from(this.listed).filter((text) => {
        const sounds = Array.from(text, (character) => this.sounds.get(character) || []);
        return spells(sounds, letters, (sound) => sound) || sounds.length > 2 && spells(sounds, letters, (sound) => sound[0]);
      }).slice(0, SPELLED);
    }

    /** @returns {Object[]} what a run of Han characters may have been meant to be, the likeliest first */
    candidates(run) {
      const found = [];
      const around = this.around(run);
      const intact = this.intact(run, around);
      const isSlip = ({kind, start, at}) => kind === 'doubled' || !intact.some(({from, to}) => start + at - (kind === 'missing' ? 1 : 0) >= from && start + at < to);
      for (const {text: phrase, count} of around) {
        const titles = this.listed.has(phrase) ? Math.max(LISTED_COUNT, count) : count;
        for (const slip of phrase.length <= run.length + 1 ? this.slips(run, phrase).filter(isSlip) : []) {
          found.push(Object.assign({phrase, run, count, likely: KINDS[slip.kind].weight * (phrase.length + Math.log2(titles + 1) / 4)}, slip));
        }
      }
      return found.sort((a, b) => b.likely - a.likely || (a.phrase < b.phrase ? -1 : 1));
    }
  }

  /** @returns {Promise<Spelling>} the table of an index, loaded once; words that are listed for their meaning are phrases too */
  function open(index) {
    if (!index.spelling) {
      index.spelling = load(index);
      index.spelling.catch(() => { index.spelling = null; });
    }
    return index.spelling;
  }

  async function load(index) {
    const name = index.manifest.pinyin.folder + '/spelling';
    const [data, groups] = await Promise.all([OfflineSearch.load(name, index.base), OfflineSearch.synonyms.groupsOf(index)]);
    OfflineSearch.forget(name, index.base);
    return new Spelling(OfflineSearch.readSpellingTable(await OfflineSearch.unpack(data)), groups.flat());
  }

  /** Begins to load the table. Whoever needs it is told when it cannot be read. */
  function prepare(index) {
    open(index).catch(() => {});
  }

  function pairsAround(text, from, to) {
    const pairs = [];
    for (let at = Math.max(0, from); at < Math.min(text.length - 1, to); at += 1) {
      pairs.push(termOf(text.charCodeAt(at), text.charCodeAt(at + 1)));
    }
    return pairs;
  }

  /** @returns {{typed: number[], meant: number[]}} the pairs that a slip has made, and those that it has taken away */
  function changedPairs({run, start, size, phrase, at, kind}) {
    const typed = run.slice(start, start + size);
    const width = kind === 'exchanged' ? 2 : 1;
    const meant = pairsAround(phrase, at - 1, kind === 'doubled' || kind === 'added' ? at : at + width);
    return {
      typed: pairsAround(typed, at - 1, kind === 'missing' ? at : at + width),
      meant: meant.length ? meant : pairsAround(phrase, 0, phrase.length)
    };
  }

  /**
   * Keeps the candidates whose pairs are common enough beside what was typed. No pair is in more documents than there are. A pair of a phrase is in at least as many documents as
   * titles have the phrase: where that decides, its postings are not loaded. Else they are loaded one after the other, since one that is
   * too rare decides.
   * @returns {Promise<Object[]>}
   */
  async function probable(index, listed, candidates, report) {
    const lookup = new OfflineSearch.matching.Lookup(index.segments, report);
    const asked = candidates.map((candidate) => Object.assign({candidate, isSure: false}, changedPairs(candidate))).filter(({typed}) => typed.length);
    await lookup.begin(asked.flatMap(({typed}) => typed));
    const isCommon = ({candidate, typed}, meant) => meant > 0 && Math.min(...typed.map((term) => frequencyOf(index, lookup, term))) <= meant * KINDS[candidate.kind].common;
    const all = index.segments.reduce((sum, {documents}) => sum + documents, 0);
    const least = ({candidate: {phrase}}) => (listed.has(phrase) ? 1 : 0);
    asked.forEach((one) => { one.isSure = isCommon(one, Math.max(one.candidate.count, least(one))); });
    let left = asked.filter((one) => isCommon(one, all));
    for (let turn = 0; left.some(({isSure, meant}) => !isSure && turn < meant.length); turn += 1) {
      await lookup.begin(left.filter(({isSure, meant}) => !isSure && turn < meant.length).map(({meant}) => meant[turn]));
      left = left.filter((one) => one.isSure || turn >= one.meant.length || isCommon(one, Math.max(frequencyOf(index, lookup, one.meant[turn]), least(one))));
    }
    return left.map(({candidate}) => candidate);
  }

  /** @returns {number} how many documents have a term in the title, or in the body where these are more */
  function frequencyOf(index, lookup, term) {
    return index.segments.reduce(function (sum, segment) {
      const list = lookup.list(segment, term);
      return sum + (list ? Math.max(list.counts.title, list.counts.body) : 0);
    }, 0);
  }

  /**
   * Finds what the words of a query may have been meant to be.
   * @param {Index} index
   * @param {string[]} words folded
   * @param {function(Error)} report is told of a file that cannot be read
   * @returns {Promise<{word: number, phrase: string, text: string, isSound: boolean, isHeard: boolean, isAbsent: boolean}[]>} which word, the
   *   phrase that was meant, the word with it in place, whether that is likely even where no document has it, whether it sounds
   *   like what was typed, and whether it is sure that no document has it; the likeliest first
   */
  async function correctionsOf(index, words, report) {
    const spelling = await open(index);
    const {listed} = spelling;
    const spelled = words.flatMap((word, place) => (LATIN.test(word) ? spelling.spelledBy(word) : [])
      .map((text) => ({word: place, phrase: text, text, isSound: true, isHeard: true, isAbsent: false})));
    const candidates = words.flatMap((word, place) => listed.has(word) ? [] : Array.from(OfflineSearch.near.withoutAsking(word.slice(0, LONGEST_WORD)).matchAll(HAN)).flatMap((match) =>
      spelling.candidates(match[0]).slice(0, LOOKED_UP).map((candidate) => Object.assign({word: place, offset: match.index}, candidate))));
    const likeliest = candidates.sort((a, b) => b.likely - a.likely).slice(0, LOOKED_UP);
    const known = new OfflineSearch.Known(index, report);
    for (const candidate of likeliest) {
      const {word, offset, start, size, phrase, kind} = candidate;
      const at = offset + start;
      candidate.text = words[word].slice(0, at) + phrase + words[word].slice(at + size);
      candidate.isSound = phrase.length > (KINDS[kind].isSound ? SHORT : LOOSE) && !spelling.isCut(candidate);
      candidate.isAbsent = !listed.has(candidate.text) && await known.isAbsent(candidate.text);
    }
    const kept = await probable(index, listed, likeliest.filter(({isSound, isAbsent}) => isSound || !isAbsent), report);
    const found = kept.map(({word, phrase, text, kind, isSound, isAbsent}) => ({word, phrase, text, isSound, isAbsent, isHeard: Boolean(KINDS[kind].isSound)}));
    return spelled.concat(found.filter(({text}, i) => found.findIndex((other) => other.text === text) === i).slice(0, OFFERED));
  }

  /** @returns {Promise<string[]>} those texts that are whole phrases of titles or names */
  async function phrasesAmong(index, texts) {
    const asked = new Set(texts);
    const found = new Set((await open(index)).ofTitles.map(({text}) => text).filter((text) => asked.has(text)));
    return texts.filter((text) => found.has(text));
  }

  /** @returns {Promise<string[]>} words listed for their meaning that letters spell */
  async function spelledBy(index, letters) {
    return (await open(index)).spelledBy(letters);
  }

  OfflineSearch.spelling = {prepare, correctionsOf, phrasesAmong, spelledBy};
})();
