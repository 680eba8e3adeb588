/* Folding, breaks, and phrases (FORMAT.md, "Text"). */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const IGNORABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}"'\u00ab\u00bb\u2018-\u201f\u2039\u203a\u2329\u232a\u3008-\u300f\u301d-\u301f\ufe3d-\ufe44\uff02\uff07\uff62\uff63]/gu;
  /* Spaces between Han characters that stand alone, as in 李　明: they only widen a word. */
  const SPACED = /(?<=[\u3400-\u4dbf\u4e00-\u9fff])(?<![\u3400-\u4dbf\u4e00-\u9fff]{2}) {1,2}(?=[\u3400-\u4dbf\u4e00-\u9fff](?![\u3400-\u4dbf\u4e00-\u9fff]))/gu;
  /* With the flag u, the range of surrogates matches unpaired ones only. */
  const BREAKS = /[\u0009-\u000d\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ud800-\udfff\ufff9-\ufffb]/u;
  const SPLIT_BREAKS = new RegExp(BREAKS.source + '+', 'u');

  /* All but letters that got small letters after Unicode 14: those are left, as where the index is made. */
  const WITH_SMALL_LETTERS = /[^\u1c89\ua7cb-\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]+/gu;

  /** First characters of a word by which it is looked up and scored. */
  const SCORED_CHARACTERS = 12;

  /** @returns {string} a text without ignorable characters, in NFKC and lower case: ready for the fold map */
  function compose(text) {
    return text.replace(IGNORABLE, '').normalize('NFKC').replace(WITH_SMALL_LETTERS, part => part.toLowerCase()).normalize('NFKC');
  }

  /**
   * @param {Map<string, string>} map the fold map, or a part of it; it may grow
   * @returns {function(string): string} the folding of FORMAT.md
   */
  function makeFold(map) {
    const become = (character) => map.get(character);
    let sources = null;
    let size = 0;
    return function fold(text) {
      if (map.size !== size) {
        sources = anyOf(map.keys());
        size = map.size;
      }
      const composed = compose(text);
      return (sources ? composed.replace(sources, become) : composed).replace(SPACED, '');
    };
  }

  /** @returns {RegExp} that matches each of some characters: faster than a loop */
  function anyOf(characters) {
    const points = Array.from(characters, (character) => '\\u{' + character.codePointAt(0).toString(16) + '}');
    return new RegExp('[' + points.join('') + ']', 'gu');
  }

  function splitWords(folded) {
    return folded.split(SPLIT_BREAKS).filter((word) => word !== '');
  }

  /** @returns {number} a term as a number, in the order of terms; its second code point is 0 for a single character */
  function termOf(first, second) {
    return first * 0x200000 + second;
  }

  /**
   * A folded text without breaks that is searched character for character. `scored` has the offsets,
   * in characters, of the terms that are looked up first and scored; `further` has those of pairs
   * that cover the characters after them.
   */
  class Phrase {
    constructor(text) {
      this.text = text;
      this.characters = Array.from(text, (character) => character.codePointAt(0));
      const length = this.characters.length;
      this.scored = [];
      this.further = [];
      for (let at = 0; at < Math.max(1, Math.min(length, SCORED_CHARACTERS) - 1); at += 1) {
        this.scored.push(at);
      }
      for (let at = SCORED_CHARACTERS; at < length; at += 2) {
        this.further.push(Math.min(at, length - 2));
      }
    }

    get length() {
      return this.characters.length;
    }

    /** @returns {number} the term at an offset: a pair, or the only character */
    term(offset) {
      return termOf(this.characters[offset], this.length > 1 ? this.characters[offset + 1] : 0);
    }
  }

  /** Compares strings by code points, as sort() wants it; `<` compares code units. */
  function compareCodePoints(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i += 1) {
      if (a.charCodeAt(i) !== b.charCodeAt(i)) {
        // All units before are equal. So if these are low surrogates, their high surrogates are equal,
        // and they sort as their code points do.
        return a.codePointAt(i) - b.codePointAt(i);
      }
    }
    return a.length - b.length;
  }

  OfflineSearch.query = {IGNORABLE, SPACED, BREAKS, compose, makeFold, splitWords, termOf, Phrase, compareCodePoints, hasBreak: (text) => BREAKS.test(text)};
})();
