/* Sets of documents of one segment, as sorted arrays of their numbers. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const NONE = new Uint32Array(0);

  function intersect(a, b) {
    const result = new Uint32Array(Math.min(a.length, b.length));
    let size = 0;
    for (let i = 0, k = 0; i < a.length && k < b.length;) {
      if (a[i] < b[k]) {
        i += 1;
      } else if (a[i] > b[k]) {
        k += 1;
      } else {
        result[size] = a[i];
        size += 1;
        i += 1;
        k += 1;
      }
    }
    return result.slice(0, size);
  }

  function intersectAll(sets) {
    const rarestFirst = sets.slice().sort((a, b) => a.length - b.length);
    return rarestFirst.reduce((common, set) => (common.length ? intersect(common, set) : common));
  }

  function unite(a, b) {
    if (!a.length || !b.length) {
      return a.length ? a : b;
    }
    const result = new Uint32Array(a.length + b.length);
    let size = 0;
    for (let i = 0, k = 0; i < a.length || k < b.length; size += 1) {
      if (k >= b.length || a[i] < b[k]) {
        result[size] = a[i];
        i += 1;
      } else {
        result[size] = b[k];
        i += a[i] === b[k] ? 1 : 0;
        k += 1;
      }
    }
    return result.slice(0, size);
  }

  function uniteAll(sets) {
    return sets.reduce(unite, NONE);
  }

  function subtract(a, b) {
    if (!a.length || !b.length) {
      return a;
    }
    const result = new Uint32Array(a.length);
    let size = 0;
    for (let i = 0, k = 0; i < a.length; i += 1) {
      while (k < b.length && b[k] < a[i]) {
        k += 1;
      }
      if (b[k] !== a[i]) {
        result[size] = a[i];
        size += 1;
      }
    }
    return result.slice(0, size);
  }

  /** @returns {number} the sizes of some sets, added up */
  function totalOf(sets) {
    return sets.reduce((sum, set) => sum + set.length, 0);
  }

  OfflineSearch.sets = {NONE, intersect, intersectAll, unite, uniteAll, subtract, totalOf};
})();
