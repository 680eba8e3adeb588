/*
 * The search client outside a browser, for the tests: answers requests, one JSON text a line, until its input ends.
 *
 * node search_client.js <folder of the scripts> <script> <script> …
 */
'use strict';

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const vm = require('vm');

// The client runs as in a browser, with `self` as the global object.
globalThis.self = globalThis;

const [folder, ...scripts] = process.argv.slice(2);
for (const name of scripts) {
  vm.runInThisContext(fs.readFileSync(path.join(folder, name), 'utf8'), {filename: name});
}

/** Text of a script as a browser reads it: a byte order mark says that it is UTF-16, else it is UTF-8. */
function readScript(file) {
  const bytes = fs.readFileSync(file);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new TextDecoder('utf-16le').decode(bytes);
  }
  return new TextDecoder('utf-8').decode(bytes);
}

let read = [];

OfflineSearch.loader = function (url, done) {
  let source;
  setImmediate(function () {
    try {
      source = readScript(url);
    } catch (error) {
      done(new Error('cannot be loaded'));
      return;
    }
    read.push(path.relative(OfflineSearch.base, url));
    try {
      vm.runInThisContext(source, {filename: url});
    } catch (error) {
      // A browser writes the error to the console, and fires the script's load event.
    }
    done(null);
  });
};

const textOf = (term) => [Math.floor(term / 0x200000), term % 0x200000].filter((point) => point > 0).map((point) => String.fromCodePoint(point)).join('');
const {query} = OfflineSearch;
let fold = null;

/** A text as the client sees it: folded, in words, in tokens; and the data by which each word would be scored. */
function describe(text) {
  const folded = fold(text);
  const words = query.splitWords(folded);
  const phrases = words.map((word) => new query.Phrase(word));
  const tokens = phrases.flatMap((phrase) => {
    const characters = phrase.characters.map((point) => String.fromCodePoint(point));
    return characters.concat(characters.slice(1).map((_, offset) => textOf(phrase.term(offset))));
  });
  const scored = phrases.map((phrase) => phrase.scored.map((offset) => textOf(phrase.term(offset))));
  const further = phrases.map((phrase) => phrase.further);
  return {folded, words, tokens, scored, further, hasBreak: query.hasBreak(folded)};
}

const operations = {
  async describe({base, texts}) {
    if (base) {
      const index = await OfflineSearch.open(base);
      await index.learnFolds('\ufffe');
      fold = index.fold;
    }
    return texts.map(describe);
  },

  /** Unpacked files: their bytes in base64, or the JSON in them. */
  async unpack({base, names, json}) {
    OfflineSearch.base = base + '/';
    return Promise.all(names.map(async function (name) {
      const bytes = await OfflineSearch.unpack(await OfflineSearch.load(name));
      return json ? OfflineSearch.codec.readJson(bytes) : Buffer.from(bytes).toString('base64');
    }));
  },

  /** The table of spelling in a file: phrases with their counts, and the readings of each character. */
  async spelling({base, name}) {
    OfflineSearch.base = base + '/';
    const {phrases, sounds} = OfflineSearch.readSpellingTable(await OfflineSearch.unpack(await OfflineSearch.load(name)));
    return {phrases: phrases.map(({text, count}) => [text, count]), sounds: Array.from(OfflineSearch.gb2312()).map((character) => [character, sounds.get(character)]).filter(([, found]) => found)};
  },

  /** The URLs that several indexes, opened at once, have for the words of a query. */
  async together({bases, query}) {
    return Promise.all(bases.map(async function (base, i) {
      const index = await OfflineSearch.open(base, {together: i > 0});
      const answer = await OfflineSearch.ask(index, Array.from(query.match(/../gu)).join(' '));
      return (await answer.documents(0, 9)).rows.map((row) => row.url.replace('.html', ''));
    }));
  },

  /** Opens an index as one with the option `together`; the total of a query, how many documents a facet has, and the files read. */
  async opening({base, query, facet}) {
    read = [];
    const index = await OfflineSearch.open(base, {together: true});
    const answer = await OfflineSearch.ask(index, query);
    const counts = await answer.facets({});
    return {total: answer.total, counts: Array.from(counts[facet]), missing: answer.missing, read};
  },

  /** The first results of each query before its total is known (null where the client waits for it), and of the exact answer. */
  async first({base, queries, count}) {
    const index = await OfflineSearch.open(base);
    const found = [];
    for (const query of queries) {
      const searching = await index.begin(query);
      read = [];
      const first = searching.isExact ? null : await searching.first(count);
      const files = read.slice();
      const {rows, total} = await (await searching.finish()).documents(0, count);
      found.push({first: first && first.map((row) => row.key), total, exact: rows.map((row) => row.key), read: files});
    }
    return found;
  },

  /** The words of each query, read without an index. */
  async parse({queries}) {
    const names = {'文号': 'number', '机构': 'agency', '索引号': 'key'};
    return queries.map((text) => query.parseQuery(text, query.makeFold(new Map([['—', '-']])), names).words);
  },

  /** The units of each text, as what is nearest is computed with them. */
  async units({texts}) {
    return texts.map((text) => OfflineSearch.near.unitsOf(text).map((unit) => unit.text));
  },

  /** Asks each query: what is nearest, and whether the exact answer is enough without it. */
  async nearest({base, queries, count, enough}) {
    const index = await OfflineSearch.open(base);
    const found = [];
    for (const query of queries) {
      const answer = await OfflineSearch.ask(index, query);
      const {rows} = await answer.documents(0, count);
      read = [];
      const near = await answer.nearest({isEnough: Boolean(enough)});
      const all = near ? (await near.documents(0, count)).rows : [];
      found.push({
        total: answer.total, isEnough: OfflineSearch.isEnough(answer, rows), missing: answer.missing, read, exact: rows.map((row) => row.key),
        keys: all.map((row) => row.key), scores: all.map((row) => row.score),
        also: answer.also, synonyms: near ? near.synonyms : [], corrections: near ? near.corrections : []
      });
    }
    return found;
  },

  /** The files that each query reads from a fresh index until its first ten results stand, until the exact total, and with `near` until the nearest ten. */
  async cost({base, queries, near}) {
    const costs = [];
    let documents = 0;
    for (const query of queries) {
      ['fold', 'synonyms'].forEach((name) => OfflineSearch.forget(name, base));
      const index = await OfflineSearch.open(base);
      ({documents} = index.manifest);
      read = [];
      const cost = {};
      const reached = (stage) => { cost[stage] = cost[stage] || Array.from(new Set(read)); };
      const answer = await OfflineSearch.ask(index, query, {first: 10, onFirst: (rows) => rows.length === 10 && reached('ten')});
      const {rows} = await answer.documents(0, 10);
      reached('ten');
      reached('exact');
      const nearest = near && await answer.nearest({isEnough: OfflineSearch.isEnough(answer, rows)});
      await (nearest && nearest.documents(0, 10));
      reached('near');
      costs.push(cost);
    }
    return {documents, costs};
  },

  /** What a reader is told beside the results of each query: other texts that were searched, shorter queries, corrections. */
  async told({base, queries}) {
    const index = await OfflineSearch.open(base);
    const found = [];
    for (const query of queries) {
      const answer = await OfflineSearch.ask(index, query);
      const near = await answer.nearest({});
      found.push({also: answer.also, suggestions: await answer.suggestions(), corrections: near ? near.corrections.map(({text}) => text) : []});
    }
    return found;
  },

  /** The total of a query when the page has loaded a damaged copy of a directory ahead, and the files that cannot be read. */
  async ahead({base, query, name}) {
    globalThis.OfflineSearchQueue.push([name, 'damaged']);
    const index = await OfflineSearch.open(base);
    return {total: (await index.search(query)).total, missing: index.missing};
  },

  /** Opens one index and answers each question {query, from, count, order, filter, facets}. */
  async search({base, questions}) {
    const index = await OfflineSearch.open(base);
    const answers = [];
    for (const question of questions) {
      read = [];
      const answer = await index.search(question.query);
      const from = question.from || 0;
      const {total, rows} = await answer.documents(from, question.count === undefined ? answer.total : question.count, question);
      const facets = question.facets ? await answer.facets(question.filter) : {};
      answers.push({
        total: answer.total, filtered: total, missing: answer.missing, exact: answer.exact, words: answer.words, read,
        keys: rows.map((row) => row.key), scores: rows.map((row) => row.score), rows: question.rows ? rows : [],
        facets: Object.fromEntries(Object.entries(facets).map(([name, counts]) => [name, Array.from(counts)]))
      });
    }
    return {missing: index.missing, answers};
  }
};

(async function () {
  for await (const line of readline.createInterface({input: process.stdin})) {
    const request = JSON.parse(line);
    let answer;
    try {
      answer = {value: await operations[request.operation](request)};
    } catch (error) {
      answer = {error: String(error.stack)};
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
})();
