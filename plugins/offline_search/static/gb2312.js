/* The Han characters of GB 2312: those of everyday writing in simplified characters. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /* Rows and cells of the Han characters, and the places without one at the end of the common ones. */
  const ROWS = {first: 0xb0, last: 0xf7};
  const CELLS = {first: 0xa1, last: 0xfe};
  const EMPTY = {row: 0xd7, from: 0xfa};

  let known = '';

  /** @returns {string} them in the order of the standard */
  OfflineSearch.gb2312 = function () {
    if (!known) {
      const bytes = [];
      for (let row = ROWS.first; row <= ROWS.last; row += 1) {
        for (let cell = CELLS.first; cell <= CELLS.last; cell += 1) {
          if (row !== EMPTY.row || cell < EMPTY.from) {
            bytes.push(row, cell);
          }
        }
      }
      known = new TextDecoder('gb18030').decode(Uint8Array.from(bytes));
    }
    return known;
  };
})();
