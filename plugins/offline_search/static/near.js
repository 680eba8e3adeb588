/* The nearest documents: those that share most with a query that hardly any document holds word for word. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {termOf, compareCodePoints} = OfflineSearch.query;

  /* What people put around their words when they ask. It says nothing about what they look for. */
  const ASKING = new RegExp([
    '请问', '你好', '您好', '我?想(?:要|知道|问|了解|查)?(?:一下)?', '帮我', '怎么(?:样|才能|办(?!理))?', '怎样', '如何', '为(?:什么|何|啥)', '(?:都)?需?要?(?:什么|哪些)(?:时候|地方|样)?',
    '在?哪(?:里|儿|个|家|些|天|年)', '在哪', '多少(?:钱)?', '多久', '多长时间', '几(?:点|天|时)', '是(?:否|不是|什么)', '能(?:否|不能)', '可(?:否|不可以|以)', '有没有', '需要', '(?<!目)的', '[吗呢吧啊呀谁]'
  ].join('|'), 'gu');
  const ATOMS = /\p{Nd}+|[a-z]+|\p{Script=Han}+/gu;
  const NUMBER = /^\p{Nd}/u;
  const HAN = /^\p{Script=Han}/u;
  const YEAR = /^(?:19|20)\d\d$/;

  /* A number or a Latin word counts for so many pairs. */
  const ATOM_WEIGHT = 1.5;
  /* A pair that no document has: most often the end of one word and the begin of the next. It counts for so much of a common one. */
  const ABSENT_WEIGHT = 0.3;
  /* Pairs of the query that are looked up, at most; and shards that the postings of one may fill, beyond those that the exact search reads. */
  const MOST_UNITS = 32;
  const SURE_CHARACTERS = 12;
  /* Bytes of long lists of postings that are loaded beyond those of the exact search, at most; and what the first part of one and
     a posting have, about. The rarest units come first: what is left out is common, so it says least. */
  const MORE_BYTES = 100000;
  const PART_BYTES = 30000;
  const POSTING_BYTES = {title: 3, body: 1.6};
  /* The least share of a query that a near document has; and the least share of what the nearest one has. */
  const LEAST_COVERAGE = 0.1;
  const LEAST_OF_BEST = 0.15;
  /* Texts of synonyms that are tried in place of the query, at most, and what they count for. */
  const VARIANTS = 4;
  const VARIANT_WEIGHT = 0.9;

  /** @returns {number[]} the terms of a text's pairs of neighbours */
  function pairsOf(characters) {
    return characters.slice(1).map((character, i) => termOf(characters[i].codePointAt(0), character.codePointAt(0)));
  }

  /**
   * Splits a query into units. A unit is a pair of Han characters; or a number or a Latin word, of
   * which a document must have all pairs. Of a year the last two digits tell, with 年 if it follows.
   * @param {string} text folded
   * @returns {{text: string, terms: number[], weight: number, place: number}[]}
   */
  function unitsOf(text) {
    const stripped = text.replace(ASKING, ' ');
    const known = new Map();
    for (const match of (stripped.trim() ? stripped : text).matchAll(ATOMS)) {
      const characters = Array.from(match[0]);
      const next = Array.from(stripped.slice(match.index + match[0].length, match.index + match[0].length + 2))[0] || '';
      const add = (part, terms, weight) => terms.length && known.set(part, {text: part, terms: Array.from(new Set(terms)), weight, place: match.index});
      if (HAN.test(match[0])) {
        characters.slice(1).forEach((character, i) => add(characters[i] + character, pairsOf([characters[i], character]), 1));
      } else {
        const tail = NUMBER.test(match[0]) && HAN.test(next) ? [next] : [];
        const parts = (YEAR.test(match[0]) ? characters.slice(2) : characters).concat(tail);
        add(match[0] + tail.join(''), pairsOf(parts), ATOM_WEIGHT);
        // What stands before a number tells 路5号 from 路15号.
        const before = NUMBER.test(match[0]) && !YEAR.test(match[0]) ? Array.from(stripped.slice(0, match.index)).pop() || '' : '';
        if (HAN.test(before)) {
          add(before + characters[0], pairsOf([before, characters[0]]), 1);
        }
      }
    }
    return Array.from(known.values());
  }

  /** @returns {string} a text with blanks, as many, in place of what people put around their words */
  function withoutAsking(text) {
    return text.replace(ASKING, (asking) => ' '.repeat(asking.length));
  }

  /** @returns {number[]} the terms within what people put around their words */
  function askingTerms(text) {
    return Array.from(text.matchAll(ASKING)).flatMap(([asking]) => pairsOf(Array.from(asking)));
  }

  /** @returns {Object} documents that have all of some postings, with the smallest frequency; of one they are the postings themselves */
  function common(fields) {
    return fields.reduce(function (left, right) {
      const docs = [];
      const tfs = [];
      for (let i = 0, k = 0; i < left.docs.length && k < right.docs.length;) {
        if (left.docs[i] === right.docs[k]) {
          docs.push(left.docs[i]);
          tfs.push(Math.min(left.tfs[i], right.tfs[k]));
        }
        const step = left.docs[i] - right.docs[k];
        i += step <= 0 ? 1 : 0;
        k += step >= 0 ? 1 : 0;
      }
      return {docs, tfs};
    });
  }

  /** Sums over the documents of one segment, by their numbers. */
  class Sums {
    constructor(segment) {
      this.segment = segment;
      this.score = new Float64Array(segment.documents);
      this.coverage = new Float64Array(segment.documents);
      this.inTitle = new Float64Array(segment.documents);
      this.last = new Int32Array(segment.documents).fill(-1);
    }

    /** Adds what one unit gives to the documents that have it: BM25 of both fields, and its share of the query. */
    add({title, body}, number, weight, share, {k1, b, boosts, average}) {
      const {score, coverage, inTitle, last, segment} = this;
      const cover = function (doc) {
        if (last[doc] !== number) {
          last[doc] = number;
          coverage[doc] += share;
        }
      };
      title.docs.forEach(function (doc, i) {
        cover(doc);
        inTitle[doc] += share;
        score[doc] += weight * boosts.title * (k1 + 1) * title.tfs[i] / (k1 + title.tfs[i]);
      });
      body.docs.forEach(function (doc, i) {
        cover(doc);
        score[doc] += weight * boosts.body * (k1 + 1) * body.tfs[i] / (k1 * (1 - b + b * segment.lengths[doc] / average) + body.tfs[i]);
      });
    }

    /** Takes documents out. */
    remove(docs) {
      docs.forEach((doc) => { this.coverage[doc] = 0; });
    }
  }

  /** @returns {number} how many long lists of some terms have not begun: their first shards are not in memory */
  function newLists(index, terms) {
    const shards = index.segments.flatMap((segment) => terms.map((term) => ({segment, term, numbers: segment.shardsOf(term)})));
    return shards.filter(({segment, term, numbers}) => numbers.length > 1 && !segment.holds(term)).length;
  }

  /** @returns {number} the bytes, about, of the parts of a unit's postings that are not loaded */
  function missingBytes(index, lookup, {terms}) {
    const parts = index.segments.flatMap((segment) => terms.map((term) => lookup.list(segment, term))).flatMap((list) => (list ? list.parts : []));
    return parts.filter(({postings}) => postings === null).reduce((sum, {title, body}) => sum + title.count * POSTING_BYTES.title + body.count * POSTING_BYTES.body, 0);
  }

  /**
   * Loads the postings of units. The exact search has begun those of the first characters; of the others very common ones are passed
   * over. Of what is left of long lists the shortest are loaded, as far as MORE_BYTES go.
   * @returns {Promise<{read: Object[], lookup: Lookup}>} `read`: the units of which all postings are loaded
   */
  async function lookUp(index, units, report) {
    const isRead = ({terms, place}) => place < SURE_CHARACTERS || index.segments.every((segment) => terms.every((term) => segment.shardsOf(term).length < 2));
    let left = MORE_BYTES;
    const fits = (cost) => cost <= left && (left -= cost, true);
    const begun = units.filter(isRead).slice(0, MOST_UNITS).filter(({terms}) => fits(PART_BYTES * newLists(index, terms)));
    const lookup = new OfflineSearch.matching.Lookup(index.segments, report);
    await lookup.begin(begun.flatMap(({terms}) => terms));
    const costs = new Map(begun.map((unit) => [unit, missingBytes(index, lookup, unit)]));
    const cheapest = begun.slice().sort((a, b) => costs.get(a) - costs.get(b)).filter((unit) => fits(costs.get(unit)));
    await lookup.load(cheapest.flatMap(({terms}) => terms));
    return {read: begun.filter((unit) => cheapest.includes(unit)), lookup};
  }

  function postingsOf(lookup, segment, unit) {
    const found = unit.terms.map((term) => lookup.get(segment, term) || OfflineSearch.NO_POSTINGS);
    return {title: common(found.map(({title}) => title)), body: common(found.map(({body}) => body))};
  }

  /** Weighs the units by how rare they are, and sums up what each document has. */
  async function sumsOf(index, text, report) {
    const {read, lookup} = await lookUp(index, unitsOf(text), report);
    const {documents, k1, b, boosts, tokens} = index.manifest;
    const weighing = {k1, b, boosts, average: tokens.body / documents || 1};
    const units = read.map(function (unit) {
      const postings = index.segments.map((segment) => postingsOf(lookup, segment, unit));
      const frequency = postings.reduce((sum, {title, body}) => sum + Math.max(title.docs.length, body.docs.length), 0);
      return {unit, postings, frequency, weight: unit.weight * Math.log(1 + Math.max(0, documents - frequency + 0.5) / (frequency + 0.5))};
    });
    const present = units.filter(({frequency}) => frequency > 0);
    const mean = present.reduce((sum, {weight}) => sum + weight, 0) / (present.length || 1);
    const whole = present.length * mean + (units.length - present.length) * mean * ABSENT_WEIGHT || 1;
    return {
      present: present.map(({unit}) => unit.text),
      sums: index.segments.map(function (segment, i) {
        const sums = new Sums(segment);
        present.forEach(({postings, weight}, number) => sums.add(postings[i], number, weight, weight / whole, weighing));
        sums.remove(segment.deleted);
        return sums;
      })
    };
  }

  function worth({score, inTitle}, doc) {
    return score[doc] * (1 + inTitle[doc]);
  }

  /**
   * Finds the documents nearest to a query: by BM25 of its units, more when they stand in the title.
   * Documents with little of the query are left out. (Measured with tests/bench/people.json: to
   * multiply by the share of the query that a document has puts right documents further down.)
   * @param {Index} index
   * @param {string} text the words of the query, folded, with breaks between them
   * @param {string[]} variants texts that mean the same
   * @param {Answer} exact the exact answer; its documents are left out
   * @returns {Promise<?Answer>} null when no document is near
   */
  OfflineSearch.nearest = async function (index, text, variants, exact) {
    const missing = exact.problems;
    const report = (error) => missing.add(error.file || String(error));
    const texts = [text].concat(variants.slice(0, VARIANTS));
    const found = await Promise.all(texts.map((one) => sumsOf(index, one, report)));
    const taken = index.segments.map((_, i) => exact.documentOf.subarray(i ? exact.ends[i - 1] : 0, exact.ends[i]));
    const best = Math.max(0, ...found.flatMap(({sums}) => sums.map(({coverage}, i) => {
      taken[i].forEach((doc) => { coverage[doc] = 0; });
      return coverage.reduce((most, share) => Math.max(most, share), 0);
    })));
    const least = Math.max(LEAST_COVERAGE, best * LEAST_OF_BEST);
    const scores = [];
    const docs = index.segments.map(function ({documents}, i) {
      const near = [];
      for (let doc = 0; doc < documents; doc += 1) {
        let most = 0;
        found.forEach(({sums}, k) => {
          if (sums[i].coverage[doc] >= least) {
            most = Math.max(most, worth(sums[i], doc) * (k ? VARIANT_WEIGHT : 1));
          }
        });
        if (most > 0) {
          near.push(doc);
          scores.push(most);
        }
      }
      return Uint32Array.from(near);
    });
    const words = Array.from(new Set(found.flatMap(({present}) => present))).sort(compareCodePoints).map((word) => ({text: word, field: null, sign: '', variants: []}));
    return scores.length ? new OfflineSearch.Answer(index, words, docs, Float64Array.from(scores), missing) : null;
  };

  /* Fewer exact results than this are few. */
  const FEW = 3;
  /* Who types a number, or so many characters that stand somewhere one by one, has copied them: they mean that document. */
  const COPIED = 8;
  /* Letters alone may be pinyin. */
  const LETTERS = /^[a-z]+$/u;

  /**
   * @param {Answer} answer exact
   * @param {Object[]} rows its first results
   * @returns {boolean} whether a reader needs nothing beside the exact results: they are several,
   *   or one has all the words in its title, or the words can only mean the documents that hold them
   */
  OfflineSearch.isEnough = function (answer, rows) {
    const {words, index, total} = answer;
    if (answer.isOnlyExcluded) { // what is near would have the very words that the reader does not want
      return true;
    }
    if (total >= FEW || words.some(({sign}) => sign === '-')) {
      return true;
    }
    const typed = words.map(({text}) => text).join('');
    const inTitle = ({title}) => words.every(({text, variants}) => [text].concat(variants).some((one) => index.fold(title).includes(one)));
    return total > 0 && (/\p{Nd}/u.test(typed) || Array.from(typed).length >= COPIED && !LETTERS.test(typed) || rows.some(inTitle));
  };

  OfflineSearch.near = {unitsOf, askingTerms, withoutAsking};
})();
