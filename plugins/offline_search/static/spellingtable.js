/* Decodes the table of spelling (FORMAT.md): phrases, how many titles have them, and the sounds of characters. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {Reader, checkCount} = OfflineSearch.reader;
  const {readTextCode, decodeText} = OfflineSearch.textcode;

  /** @returns {function(number): Uint8Array} that returns the next `count` bytes of a reader */
  function bytesOf(reader) {
    return function (count) {
      const from = reader.at;
      reader.at += checkCount(count, reader.end - from);
      return reader.bytes.subarray(from, reader.at);
    };
  }

  function readPhrases(reader) {
    const take = bytesOf(reader);
    const code = readTextCode(reader);
    const number = reader.next();
    const sizes = take(number);
    const powers = take(number);
    const rest = decodeText(take(reader.next()), code);
    let text = '';
    let at = 0;
    return Array.from(sizes, function (size, i) {
      const end = at + size % 16 + 1;
      text = text.slice(0, size >> 4) + rest.slice(at, end);
      at = end;
      return {text, count: 2 ** powers[i]};
    });
  }

  /** The sounds of characters. Those of a character are made when they are asked for: a query needs a few of thousands. */
  class Sounds {
    constructor(syllables, counts, firsts, others) {
      Object.assign(this, {syllables, counts, firsts, others});
      this.starts = {first: new Uint16Array(counts.length), other: new Uint16Array(counts.length)};
      for (let i = 0, first = 0, other = 0; i < counts.length; i += 1) {
        this.starts.first[i] = first;
        this.starts.other[i] = other;
        first += counts[i] ? 1 : 0;
        other += Math.max(0, counts[i] - 1);
      }
    }

    /** @returns {?string[]} syllables without tones, the commonest first; undefined for a character without any */
    get(character) {
      const i = OfflineSearch.gb2312().indexOf(character);
      if (i < 0 || !this.counts[i]) {
        return undefined;
      }
      const from = this.starts.other[i];
      return [this.firsts[this.starts.first[i]]].concat(this.others.slice(from, from + this.counts[i] - 1)).map((number) => this.syllables[number]);
    }
  }

  /** @returns {Sounds} */
  function readSounds(reader) {
    const take = bytesOf(reader);
    const syllables = new TextDecoder().decode(take(reader.next())).split(' ');
    const characters = OfflineSearch.gb2312();
    const counts = take(characters.length);
    const numbersOf = function (count) {
      const low = take(count);
      const high = take(count);
      return Array.from(low, (byte, i) => byte + 256 * high[i]);
    };
    const firsts = numbersOf(counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0));
    const others = numbersOf(counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0));
    return new Sounds(syllables, counts, firsts, others);
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {{phrases: {text: string, count: number}[], sounds: Sounds}} throws a RangeError when the data is damaged
   */
  OfflineSearch.readSpellingTable = function (bytes) {
    const reader = new Reader(bytes);
    const phrases = readPhrases(reader);
    const sounds = readSounds(reader);
    if (reader.at !== reader.end) {
      throw new RangeError('index: the table of spelling does not fill its file');
    }
    return {phrases, sounds};
  };
})();
