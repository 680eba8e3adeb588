/* Words of the same meaning that the keeper of the documents has listed. What is found by them is named, and never in the total. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /* Words that are searched for one word, at most; and texts with a part replaced. */
  const MOST_WORDS = 6;
  const MOST_TEXTS = 4;

  /** @returns {Promise<string[][]>} the groups of the index, folded; loaded once. An index that lies beside another has those of the other. */
  async function groupsOf(index) {
    if (index.beside) {
      return groupsOf(index.beside);
    }
    if (!index.synonyms) {
      index.synonyms = OfflineSearch.codec.readJson(await OfflineSearch.unpack(await OfflineSearch.load('synonyms', index.base)));
    }
    return index.synonyms;
  }

  /** @returns {string[]} without repetitions, and without texts that contain `text`: whoever holds them holds it */
  function others(found, text, most) {
    return Array.from(new Set(found)).filter((other) => !other.includes(text)).slice(0, most);
  }

  /** @returns {Promise<string[]>} words that mean the same as a whole word */
  async function synonymsOf(index, text) {
    return others((await groupsOf(index)).filter((group) => group.includes(text)).flat(), text, MOST_WORDS);
  }

  /**
   * @returns {Promise<{from: string, to: string, text: string}[]>} a text with a listed word in it replaced by one that
   *   means the same; of words that overlap the longest is taken, and the first word of its group first
   */
  async function replacedIn(index, text) {
    const inside = [];
    for (const group of await groupsOf(index)) {
      for (const from of group.filter((member) => text.includes(member))) {
        inside.push({from, group});
      }
    }
    inside.sort((a, b) => b.from.length - a.from.length);
    const longest = inside.filter(({from}) => !inside.some((other) => other.from !== from && other.from.includes(from)));
    // 租房 in 公租房 means something else.
    const found = longest.filter(({from}) => from !== text).flatMap(({from, group}) => others(group, from, MOST_WORDS).map((to) => ({from, to, text: text.replace(from, to)})));
    return found.filter(({text: one}, i) => found.findIndex((other) => other.text === one) === i).slice(0, MOST_TEXTS);
  }

  /** @returns {Promise<boolean>} whether each place of a part in a text is within a longer listed word: 档案 in 档案馆 */
  async function isWithinListed(index, text, part) {
    const longer = (await groupsOf(index)).flat().filter((word) => word !== part && word.includes(part) && text.includes(word));
    return longer.length > 0 && !longer.reduce((rest, word) => rest.split(word).join(' '), text).includes(part);
  }

  OfflineSearch.synonyms = {groupsOf, synonymsOf, replacedIn, isWithinListed};
})();
