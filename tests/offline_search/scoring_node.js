/*
 * The scoring of the search client by itself, for its tests: answers requests, one JSON text a line.
 *
 * node scoring_node.js <folder of the scripts> <script> <script> …
 */
'use strict';

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const vm = require('vm');

// As in a browser.
globalThis.self = globalThis;

const [folder, ...scripts] = process.argv.slice(2);
for (const name of scripts) {
  vm.runInThisContext(fs.readFileSync(path.join(folder, name), 'utf8'), {filename: name});
}

const {scoring} = OfflineSearch;
const numbers = (list) => Uint32Array.from(list);

/** A field of a term's postings; titles bring the lengths of their documents with them, bodies do not. */
function field({docs, tfs, lengths}) {
  return {docs: numbers(docs), tfs: numbers(tfs), ...(lengths ? {lengths: numbers(lengths)} : {})};
}

const nativeSort = Array.prototype.sort;

/** Node's sort only asks whether an answer is below zero; other browsers' ask whether it is above, as this one does. */
function sortByWhatComesAfter(compare) {
  for (let end = 1; end < this.length; end += 1) {
    for (let at = end; at > 0 && compare(this[at - 1], this[at]) > 0; at -= 1) {
      [this[at - 1], this[at]] = [this[at], this[at - 1]];
    }
  }
  return this;
}

const operations = {
  /** Scores of hits: words are lists of phrases, each phrase the terms that are scored of it. */
  score({manifest, segments, words, hits}) {
    const made = segments.map(({deleted, lengths, postings}) => ({
      deleted: numbers(deleted), lengths: numbers(lengths),
      postings: new Map(Object.entries(postings).map(([term, {title, body}]) => [Number(term), {title: field(title), body: field(body)}]))
    }));
    const asked = words.map(({phrases, fields}) => ({
      fields, phrases: phrases.map((terms) => ({scored: terms.map((_, offset) => offset), term: (offset) => terms[offset]}))
    }));
    const get = (segment, term) => segment.postings.get(term) || null;
    const listOf = (postings) => postings && {postings, isWhole: true, counts: {title: postings.title.docs.length, body: postings.body.docs.length}};
    const lookup = {get, list: (segment, term) => listOf(get(segment, term))};
    return Array.from(new scoring.Scorer(manifest, made, lookup, asked).score(hits.map(numbers)));
  },

  /** The first of some things, by value and then by number; and how often two were compared. */
  select({things, count, values, sorting}) {
    let compared = 0;
    const comesBefore = (a, b) => {
      compared += 1;
      return values[a] === values[b] ? a < b : values[a] > values[b];
    };
    Array.prototype.sort = sorting === 'by what comes after' ? sortByWhatComesAfter : nativeSort;
    return {first: scoring.selectFirst(numbers(things), count, comesBefore, Float64Array.from(values)), compared};
  }
};

readline.createInterface({input: process.stdin}).on('line', (line) => {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify(operations[request.operation](request)) + '\n');
});
