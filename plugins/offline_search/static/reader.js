/* Reads varints, the numbers in binary files (FORMAT.md). */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const LARGEST = 0x7fffffff;

  /** Reads varints between two places of an array of bytes. */
  class Reader {
    constructor(bytes, at = 0, end = bytes.length) {
      if (at > end || end > bytes.length) {
        throw new RangeError('index: a part goes past the end of its file');
      }
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    /** @returns {number} the next varint */
    next() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        if (this.at >= this.end) {
          throw new RangeError('index: data ends early');
        }
        const byte = this.bytes[this.at];
        this.at += 1;
        value += (byte & 127) * scale;
        if (byte < 128) {
          break;
        }
      }
      if (value > LARGEST) {
        throw new RangeError('index: number too large');
      }
      return value;
    }

    /** Skips some varints. */
    skip(count) {
      for (let left = count; left > 0; this.at += 1) {
        if (this.at >= this.end) {
          throw new RangeError('index: data ends early');
        }
        left -= this.bytes[this.at] < 128 ? 1 : 0;
      }
    }

    /** Throws a RangeError when the data does not end here. */
    finish() {
      if (this.at !== this.end || (this.end > 0 && this.bytes[this.end - 1] > 127)) {
        throw new RangeError('index: data does not end where it should');
      }
    }
  }

  /** Checks a count from a damaged file before memory is allocated for it; `limit` is the largest that is possible. */
  function checkCount(count, limit) {
    if (count > limit) {
      throw new RangeError('index: more entries than there can be');
    }
    return count;
  }

  OfflineSearch.reader = {Reader, checkCount};
})();
