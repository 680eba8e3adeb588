/* Bytes in scripts: two to a code unit, a zlib stream (RFC 1950, 1951). Old browsers have no DecompressionStream. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const DISTANCE_BASE = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769,
    1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577
  ];
  const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
  const ESCAPE = 0xe000;
  const RAISED = 0x1000;
  const HEADER = 2;
  const CHECKSUM = 4;
  const ADLER = 65521;

  /* So many sums of bytes stay below 2^32. */
  const SUMS_AT_ONCE = 5552;
  const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  /** Reads bits, low bits of each byte first. */
  class BitReader {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
      this.held = 0;
      this.count = 0;
    }

    /** Holds at least `count` (at most 16) bits; zeros stand for those past the end, `drop` counts them. */
    need(count) {
      while (this.count < count) {
        this.held |= (this.at < this.bytes.length ? this.bytes[this.at] : 0) << this.count;
        this.at += 1;
        this.count += 8;
      }
    }

    drop(count) {
      this.held >>>= count;
      this.count -= count;
      if (this.at - (this.count >> 3) > this.bytes.length) {
        throw new RangeError('deflate: data ends early');
      }
    }

    bits(count) {
      this.need(count);
      const value = this.held & ((1 << count) - 1);
      this.drop(count);
      return value;
    }

    /** Goes on at the next whole byte. */
    align() {
      this.at -= this.count >> 3;
      this.held = this.count = 0;
    }
  }

  /** Bytes written so far, in a buffer that grows. */
  class Output {
    constructor(expected) {
      this.bytes = new Uint8Array(expected);
      this.length = 0;
    }

    reserve(count) {
      if (this.length + count > this.bytes.length) {
        const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
        larger.set(this.bytes.subarray(0, this.length));
        this.bytes = larger;
      }
    }

    /** Repeats `length` bytes from `distance` back; the two may overlap. */
    repeat(distance, length) {
      if (distance > this.length) {
        throw new RangeError('deflate: distance before the start');
      }
      this.reserve(length);
      const bytes = this.bytes;
      for (let to = this.length, end = to + length; to < end; to += 1) {
        bytes[to] = bytes[to - distance];
      }
      this.length += length;
    }
  }

  function reversed(code, length) {
    let result = 0;
    for (let i = 0; i < length; i += 1) {
      result = (result << 1) | ((code >> i) & 1);
    }
    return result;
  }

  /**
   * The decoding table of a Huffman code: the next `bits` bits of the data index `table`,
   * whose entries are symbol × 16 + length of its code, 0 where no code begins so.
   * @param {ArrayLike<number>} lengths of the codes of symbols 0, 1, …; 0 for none
   * @throws {RangeError} when there are more codes than lengths allow
   */
  function decodingTable(lengths) {
    const counts = new Uint16Array(16);
    let bits = 1;
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      counts[lengths[symbol]] += 1;
      bits = Math.max(bits, lengths[symbol]);
    }
    const next = new Uint16Array(16);
    for (let length = 1, code = 0; length <= 15; length += 1) {
      next[length] = code;
      code += counts[length];
      if (code > 1 << length) {
        throw new RangeError('deflate: too many codes');
      }
      code <<= 1;
    }
    const table = new Uint16Array(1 << bits);
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      const length = lengths[symbol];
      if (length > 0) {
        const first = reversed(next[length], length);
        next[length] += 1;
        for (let at = first; at < table.length; at += 1 << length) {
          table[at] = symbol << 4 | length;
        }
      }
    }
    return {table, bits};
  }

  function symbol(reader, code) {
    reader.need(code.bits);
    const entry = code.table[reader.held & ((1 << code.bits) - 1)];
    if (entry === 0) {
      throw new RangeError('deflate: no such code');
    }
    reader.drop(entry & 15);
    return entry >> 4;
  }

  let fixed = null;

  function fixedCodes() {
    if (!fixed) {
      const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
      fixed = {literals: decodingTable(lengths), distances: decodingTable(new Uint8Array(30).fill(5))};
    }
    return fixed;
  }

  /** Reads lengths of codes, themselves coded; 16, 17 and 18 repeat. */
  function readLengths(reader, code, total) {
    const lengths = new Uint8Array(total);
    for (let at = 0; at < total;) {
      const value = symbol(reader, code);
      let count = 1;
      let repeated = value;
      if (value >= 16) {
        count = value === 16 ? 3 + reader.bits(2) : value === 17 ? 3 + reader.bits(3) : 11 + reader.bits(7);
        if (at + count > total || (value === 16 && at === 0)) {
          throw new RangeError('deflate: bad repeat of code lengths');
        }
        repeated = value === 16 ? lengths[at - 1] : 0;
      }
      lengths.fill(repeated, at, at + count);
      at += count;
    }
    return lengths;
  }

  function dynamicCodes(reader) {
    const literals = 257 + reader.bits(5);
    const distances = 1 + reader.bits(5);
    const count = 4 + reader.bits(4);
    const lengths = new Uint8Array(19);
    for (let i = 0; i < count; i += 1) {
      lengths[CODE_LENGTH_ORDER[i]] = reader.bits(3);
    }
    const all = readLengths(reader, decodingTable(lengths), literals + distances);
    return {literals: decodingTable(all.subarray(0, literals)), distances: decodingTable(all.subarray(literals))};
  }

  function copyStored(reader, output) {
    reader.align();
    const length = reader.bits(16);
    if ((reader.bits(16) ^ length) !== 0xffff) {
      throw new RangeError('deflate: bad length of a stored block');
    }
    // Reading sixteen bits at a time leaves none held here.
    if (reader.at + length > reader.bytes.length) {
      throw new RangeError('deflate: data ends early');
    }
    output.reserve(length);
    output.bytes.set(reader.bytes.subarray(reader.at, reader.at + length), output.length);
    output.length += length;
    reader.at += length;
  }

  /**
   * The inner loop, in local variables: most of the time that a search takes goes by here.
   * At most 15 bits are held when a byte is added, so `held` never needs more than 24 for a
   * code; extra bits are asked for separately.
   */
  function copyCoded(reader, output, codes) {
    const {bytes} = reader;
    const literals = codes.literals.table;
    const mask = (1 << codes.literals.bits) - 1;
    let {at, held, count} = reader;
    let out = output.bytes;
    let length = output.length;
    for (;;) {
      while (count < 15) {
        held |= (at < bytes.length ? bytes[at] : 0) << count;
        at += 1;
        count += 8;
      }
      const entry = literals[held & mask];
      const used = entry & 15;
      held >>>= used;
      count -= used;
      if (entry === 0) {
        throw new RangeError('deflate: no such code');
      }
      if (at - (count >> 3) > bytes.length) {
        throw new RangeError('deflate: data ends early');
      }
      const value = entry >> 4;
      if (value < 256) {
        if (length === out.length) {
          output.length = length;
          output.reserve(1);
          out = output.bytes;
        }
        out[length] = value;
        length += 1;
      } else {
        reader.at = at;
        reader.held = held;
        reader.count = count;
        output.length = length;
        if (value === 256) {
          return;
        }
        copyMatch(reader, output, codes.distances, value);
        ({at, held, count} = reader);
        out = output.bytes;
        length = output.length;
      }
    }
  }

  function copyMatch(reader, output, distances, value) {
    if (value > 285) {
      throw new RangeError('deflate: no such length');
    }
    const length = LENGTH_BASE[value - 257] + reader.bits(LENGTH_BITS[value - 257]);
    const far = symbol(reader, distances);
    if (far > 29) {
      throw new RangeError('deflate: no such distance');
    }
    output.repeat(DISTANCE_BASE[far] + reader.bits(DISTANCE_BITS[far]), length);
  }

  /** The checksum of RFC 1950. */
  function adlerOf(bytes) {
    let low = 1;
    let high = 0;
    for (let at = 0; at < bytes.length;) {
      for (const end = Math.min(at + SUMS_AT_ONCE, bytes.length); at < end; at += 1) {
        low += bytes[at];
        high += low;
      }
      low %= ADLER;
      high %= ADLER;
    }
    return high * 65536 + low;
  }

  function checkHeader(bytes) {
    const isDeflate = (bytes[0] & 15) === 8 && (bytes[1] & 32) === 0;
    if (bytes.length < HEADER + CHECKSUM || !isDeflate || (bytes[0] * 256 + bytes[1]) % 31) {
      throw new RangeError('zlib: no such stream');
    }
  }

  /**
   * Undoes zlib.
   * @param {Uint8Array} bytes one whole stream
   * @returns {Uint8Array}
   * @throws {RangeError} when the data is not such a stream, ends early, goes on after its end or
   *   is not what its checksum says
   */
  OfflineSearch.inflate = function (bytes) {
    checkHeader(bytes);
    const end = bytes.length - CHECKSUM;
    const reader = new BitReader(bytes.subarray(HEADER, end));
    const output = new Output(Math.max(64, bytes.length * 3));
    let last = 0;
    while (!last) {
      last = reader.bits(1);
      const kind = reader.bits(2);
      if (kind === 3) {
        throw new RangeError('deflate: no such kind of block');
      }
      if (kind === 0) {
        copyStored(reader, output);
      } else {
        copyCoded(reader, output, kind === 1 ? fixedCodes() : dynamicCodes(reader));
      }
    }
    reader.align();
    if (reader.at !== end - HEADER) {
      throw new RangeError('deflate: data after the end');
    }
    const result = output.bytes.slice(0, output.length);
    if (adlerOf(result) !== new DataView(bytes.buffer, bytes.byteOffset + end).getUint32(0)) {
      throw new RangeError('zlib: wrong checksum');
    }
    return result;
  };

  /**
   * @param {string} text code units of two bytes, the lower one first; after ESCAPE stands one that is raised
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

  /** What the browser brings for the same purpose, many times faster until this code is warm; null where it brings nothing. */
  async function inflateNatively(bytes) {
    const stream = new DecompressionStream('deflate');
    const writer = stream.writable.getWriter();
    // What goes wrong here is told by the readable side.
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

  function isNative() {
    try {
      return Boolean(new DecompressionStream('deflate'));
    } catch (error) {
      return false;
    }
  }

  OfflineSearch.inflateNatively = isNative() ? inflateNatively : null;

  /**
   * @param {string} data of a binary file of the index
   * @returns {Promise<Uint8Array>} what it says; rejects when it is damaged
   */
  OfflineSearch.unpack = async function (data) {
    return (OfflineSearch.inflateNatively || OfflineSearch.inflate)(unitsToBytes(String(data)));
  };
})();
