/* Binary files: scripts hand over UTF-16 code units, two bytes each, of a zlib stream (FORMAT.md, "Files"). */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /** Stands before a code unit that is raised by RAISED. */
  const ESCAPE = 0xe000;
  const RAISED = 0x1000;

  /**
   * @param {string} text code units of two bytes, the lower one first
   * @returns {Uint8Array}
   */
  function unitsToBytes(text) {
    const units = new Uint16Array(text.length);
    let size = 0;
    for (let i = 0; i < text.length; i += 1) {
      let unit = text.charCodeAt(i);
      if (unit === ESCAPE) {
        i += 1;
        unit = text.charCodeAt(i) - RAISED;
      }
      units[size] = unit;
      size += 1;
    }
    return new Uint8Array(units.buffer, 0, size * 2);
  }

  /**
   * Undoes zlib (RFC 1950). The browser checks the checksum, and that nothing is missing or left over.
   * @param {Uint8Array} bytes one whole stream
   * @returns {Promise<Uint8Array>} rejects with a TypeError when the stream is damaged
   */
  async function inflate(bytes) {
    const stream = new DecompressionStream('deflate');
    const writer = stream.writable.getWriter();
    // A damaged stream makes reading fail, too: one report is enough.
    writer.write(bytes).catch(() => {});
    writer.close().catch(() => {});
    const chunks = [];
    let length = 0;
    const reader = stream.readable.getReader();
    for (let {value} = await reader.read(); value; {value} = await reader.read()) {
      chunks.push(value);
      length += value.length;
    }
    const whole = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  /** @returns {boolean} whether this browser has what the search needs: Chromium from 80 on, Firefox from 113 on */
  OfflineSearch.isSupported = function () {
    try {
      return Boolean(new DecompressionStream('deflate'));
    } catch (error) {
      return false;
    }
  };

  /**
   * @param {string} data of a binary file of the index
   * @returns {Promise<Uint8Array>} its bytes; rejects when it is damaged
   */
  OfflineSearch.unpack = async function (data) {
    return inflate(unitsToBytes(String(data)));
  };
})();
