/* Decodes texts (FORMAT.md, "Text code"): the commonest characters have one byte, others two. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {checkCount} = OfflineSearch.reader;

  const SINGLES = 224;
  const ROW = 256;
  const ESCAPE = 255;

  /* Arguments of one call; browsers limit their number. */
  const UNITS_AT_ONCE = 8192;

  /** @returns {Uint32Array[]} the rows of a text code */
  function readTextCode(reader) {
    const rows = [];
    for (let left = checkCount(reader.next(), reader.end), size = SINGLES; left > 0; size = ROW) {
      let point = 0;
      rows.push(new Uint32Array(Math.min(left, size)).map(() => {
        point += reader.next();
        return point;
      }));
      left -= rows[rows.length - 1].length;
    }
    return rows;
  }

  /** @returns {string} the text of bytes in a text code */
  function decodeText(bytes, rows) {
    const units = new Uint16Array(bytes.length * 2);
    let size = 0;
    for (let at = 0; at < bytes.length;) {
      const lead = bytes[at];
      let point;
      if (lead < SINGLES) {
        point = rows[0][lead];
        at += 1;
      } else if (lead < ESCAPE) {
        point = (rows[lead - SINGLES + 1] || [])[bytes[at + 1]];
        at += 2;
      } else {
        point = bytes[at + 1] * 65536 + bytes[at + 2] * 256 + bytes[at + 3];
        at += 4;
      }
      if (!(point <= 0x10ffff) || at > bytes.length) {
        throw new RangeError('index: no such character');
      }
      if (point > 0xffff) {
        units[size] = 0xd7c0 + (point >> 10);
        units[size + 1] = 0xdc00 + (point & 0x3ff);
        size += 2;
      } else {
        units[size] = point;
        size += 1;
      }
    }
    const pieces = [];
    for (let from = 0; from < size; from += UNITS_AT_ONCE) {
      pieces.push(String.fromCharCode.apply(null, units.subarray(from, Math.min(size, from + UNITS_AT_ONCE))));
    }
    return pieces.join('');
  }

  OfflineSearch.textcode = {readTextCode, decodeText};
})();
