/* Excerpts of texts with the words of a query marked. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /** Characters of an excerpt, and how many of them stand before the first mark. */
  const WINDOW = 120;
  const LEAD = 20;

  /* What normalisation may join to the character before: marks, Hangul vowels and finals, half-width voice marks. */
  const CLUSTER = /[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu;

  /* Of these, each becomes one unit wherever it stands: most texts have no others. */
  const SIMPLE = /^[\t\n\r -~\u00b7\u2014\u2018-\u201d\u3000-\u3003\u3008-\u3011\u3014-\u301b\u4e00-\u9fff\uff01-\uff5e]*$/;

  /** A folded text with the places in the original that it comes from. Made by `foldWithPlaces`. */
  class Places {
    /**
     * @param {string} folded
     * @param {?number[]} starts where cluster c of the original begins, with one entry more than
     *   clusters; null where clusters are units
     * @param {?Uint32Array} clusters the cluster that UTF-16 unit i of the folded text comes from
     */
    constructor(folded, starts, clusters) {
      this.folded = folded;
      this.starts = starts;
      this.clusters = clusters;
      this.total = starts ? starts.length - 1 : folded.length;
    }

    /** The cluster of a unit of the folded text. */
    clusterOf(unit) {
      return this.clusters ? this.clusters[unit] : unit;
    }

    /** Where a cluster begins in the original. */
    startOf(cluster) {
      return this.starts ? this.starts[cluster] : cluster;
    }
  }

  /**
   * @param {string} text
   * @param {function(string): string} fold
   * @param {Map<string, string>} known what clusters folded so far have become
   * @returns {Places}
   */
  function foldWithPlaces(text, fold, known) {
    const whole = fold(text);
    if (whole.length === text.length && SIMPLE.test(text)) {
      return new Places(whole, null, null);
    }
    const starts = [];
    const pieces = [];
    let at = 0;
    for (const cluster of text.match(CLUSTER) || []) {
      let folded = known.get(cluster);
      if (folded === undefined) {
        folded = fold(cluster);
        known.set(cluster, folded);
      }
      starts.push(at);
      pieces.push(folded);
      at += cluster.length;
    }
    starts.push(at);
    const folded = pieces.join('');
    const clusters = new Uint32Array(folded.length);
    for (let piece = 0, from = 0; piece < pieces.length; piece += 1) {
      clusters.fill(piece, from, from + pieces[piece].length);
      from += pieces[piece].length;
    }
    // Lower case can depend on neighbours (the Greek final sigma); then the whole is right.
    return new Places(whole.length === folded.length ? whole : folded, starts, clusters);
  }

  /** @returns {{from: number, to: number, word: number}[]} clusters where words stand, by place */
  function findMatches(places, words) {
    const matches = [];
    words.forEach(function (texts, word) {
      for (const text of texts) {
        for (let at = places.folded.indexOf(text); at >= 0; at = places.folded.indexOf(text, at + text.length)) {
          matches.push({from: places.clusterOf(at), to: places.clusterOf(at + text.length - 1) + 1, word});
        }
      }
    });
    return matches.sort((a, b) => a.from - b.from || b.to - a.to);
  }

  /** Which match a window best begins with: the most different words, then the most matches, then the first. */
  function bestMatch(matches) {
    const inside = new Map();
    let best = 0;
    let bestWorth = -1;
    for (let first = 0, end = 0; first < matches.length; first += 1) {
      while (end < matches.length && (end === first || matches[end].to <= matches[first].from + WINDOW - LEAD)) {
        inside.set(matches[end].word, (inside.get(matches[end].word) || 0) + 1);
        end += 1;
      }
      const worth = inside.size * WINDOW + (end - first);
      if (worth > bestWorth) {
        best = first;
        bestWorth = worth;
      }
      const left = inside.get(matches[first].word) - 1;
      if (left > 0) {
        inside.set(matches[first].word, left);
      } else {
        inside.delete(matches[first].word);
      }
    }
    return matches[best];
  }

  /** @returns {{from: number, to: number}} the clusters that an excerpt shows */
  function chooseWindow(matches, total) {
    const first = matches.length ? Math.max(0, bestMatch(matches).from - LEAD) : 0;
    const to = Math.min(total, first + WINDOW);
    return {from: Math.max(0, to - WINDOW), to};
  }

  /**
   * @param {string} text as written
   * @param {string[][]} words for each word the folded texts that stand for it
   * @param {function(string): string} fold
   * @param {Map<string, string>} known what is known of the folding of single characters; grows
   * @param {boolean} whole whether to show all of the text
   * @returns {{text: string, mark: boolean}[]}
   */
  OfflineSearch.highlight = function (text, words, fold, known, whole) {
    const places = foldWithPlaces(text, fold, known);
    const {total} = places;
    const matches = findMatches(places, words);
    const shown = whole ? {from: 0, to: total} : chooseWindow(matches, total);
    const pieces = [];
    let at = shown.from;
    function show(end, mark) {
      if (end > at) {
        pieces.push({text: text.slice(places.startOf(at), places.startOf(end)), mark});
        at = end;
      }
    }
    if (shown.from > 0) {
      pieces.push({text: '…', mark: false});
    }
    for (const match of joined(matches)) {
      show(Math.min(match.from, shown.to), false);
      show(Math.min(match.to, shown.to), true);
    }
    show(shown.to, false);
    if (shown.to < total) {
      pieces.push({text: '…', mark: false});
    }
    return pieces;
  };

  /** Matches that overlap or touch, as one. */
  function joined(matches) {
    const result = [];
    for (const match of matches) {
      const last = result[result.length - 1];
      if (last && match.from <= last.to) {
        last.to = Math.max(last.to, match.to);
      } else {
        result.push({from: match.from, to: match.to});
      }
    }
    return result;
  }
})();
