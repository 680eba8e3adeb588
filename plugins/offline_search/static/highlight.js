/* Excerpts of texts, with the words of a query marked. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /** Characters of an excerpt, and those before its first mark. */
  const WINDOW = 120;
  const LEAD = 20;

  /* A cluster: a character, with those that normalisation may compose with it: marks, Hangul vowels and finals, half-width voice marks. */
  const CLUSTER = /[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu;

  /* Characters that are each folded to one code unit in every context. Most texts have no others. */
  const SIMPLE = /^[\t\n\r -~\u00b7\u2014\u2018-\u201d\u3000-\u3003\u3008-\u3011\u3014-\u301b\u4e00-\u9fff\uff01-\uff5e]*$/;

  /** A folded text that knows the place of each unit in the original. Made by `foldWithPlaces`. */
  class Places {
    /**
     * @param {string} folded
     * @param {?number[]} starts where each cluster of the original begins, and the length of the
     *   original; null when each cluster is one unit
     * @param {?Uint32Array} clusters for each UTF-16 unit of the folded text its cluster; null likewise
     */
    constructor(folded, starts, clusters) {
      this.folded = folded;
      this.starts = starts;
      this.clusters = clusters;
      this.total = starts ? starts.length - 1 : folded.length;
    }

    /** @returns {number} the cluster of a unit of the folded text */
    clusterOf(unit) {
      return this.clusters ? this.clusters[unit] : unit;
    }

    /** @returns {number} the place in the original where a cluster begins */
    startOf(cluster) {
      return this.starts ? this.starts[cluster] : cluster;
    }
  }

  /**
   * @param {string} text
   * @param {function(string): string} fold
   * @param {Map<string, string>} known clusters and what they are folded to; new ones are added
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
    // Lower case can depend on neighbours (the Greek final sigma): then the text folded as a whole is right.
    return new Places(whole.length === folded.length ? whole : folded, starts, clusters);
  }

  /** @returns {{from: number, to: number, word: number}[]} the clusters of each occurrence of a word, in order */
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

  /** @returns {Object} the match to begin the excerpt with: most different words follow it, then most matches, then it is the first */
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
   * @param {string[][]} words for each word the folded texts to mark
   * @param {function(string): string} fold
   * @param {Map<string, string>} known as of `foldWithPlaces`
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

  /** @returns {{from: number, to: number}[]} matches, those that overlap or touch as one */
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
