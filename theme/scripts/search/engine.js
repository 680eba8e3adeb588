/* The engine, as the search page needs it: one index of items, one of all other places of the site. Nothing else here
   knows its interface. */
(function () {
  "use strict";

  const NEAR = 10; /* nearest documents that are shown */
  const FEW_PLACES = 3; /* places that hold the words are few below this */
  const CHOSEN_AMONG = 30; /* nearest places among which the few that are shown are chosen */
  const LONGEST = 300; /* characters of a query that the engine looks at */
  const PAST = 0.6; /* what a document that is not in force counts for */
  const PARTS_OF_CODES = 30; /* places among which those with a code as typed come before those that have it within another */
  const CODE = /^(?=.*\p{Nd})[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+$/u;
  const { PAGE, OF_ITEMS, ofItems, isOfPlaces } = window.SearchState;

  /* `client` is the script element of the engine; it names the folders of the indexes. */
  window.SearchEngine = function (client) {
    /* The engine's script may run before this one or after; when the page is complete, it has run or never will. */
    function engineLoaded() {
      return new Promise((resolve) => {
        if (window.OfflineSearch || document.readyState === "complete") {
          resolve();
        } else {
          client.addEventListener("load", resolve);
          window.addEventListener("load", resolve);
        }
      });
    }

    const opening = {}; /* promises of the indexes, by folder */

    function openFolder(folder, options) {
      if (!opening[folder]) {
        opening[folder] = engineLoaded().then(() => window.OfflineSearch.open(folder, options));
        opening[folder].catch(() => {
          delete opening[folder];
        });
      }
      return opening[folder];
    }

    function open() {
      return openFolder(client.dataset.folder);
    }

    /* What is known of an answer so far; files may turn out to be missing later. */
    function plain(state, index, found) {
      return {
        found: found,
        index: index,
        cut: Array.from(state.query).length > LONGEST ? LONGEST : 0,
        words: found.words || [],
        also: found.also || [],
        asked: found.asked || "", /* what was asked in place of the query as typed, which finds nothing */
        total: found.total,
        unchecked: found.isChecked === false,
        isOnlyExcluded: Boolean(found.isOnlyExcluded),
        get exact() { return found.exact !== false; },
        get missing() { return found.missing || []; }
      };
    }

    /* `onFirst` is given the first items, their words and their index, if they stand before the total is known. */
    async function search(state, onFirst) {
      const index = await open();
      const isPlain = state.order === "score" && !Object.keys(state.filter).length;
      return plain(state, index, await window.OfflineSearch.ask(index, state.query, {
        aliases: state.aliases, first: PAGE, onFirst: isPlain ? (rows, words) => onFirst(rows, { words: words, index: index }) : null
      }));
    }

    async function rows(answer, state, from, count) {
      if (isOfPlaces(state.filter)) {
        return { total: 0, rows: [] };
      }
      const result = await answer.found.documents(from, count, { order: state.order, filter: ofItems(state.filter) });
      return { total: result.total, rows: result.rows.filter(Boolean) };
    }

    function entries(counts) {
      return Array.from(counts || []).filter((entry) => entry[0] !== "" && entry[1] > 0).map((entry) => [String(entry[0]), entry[1]]);
    }

    /* For each facet its values and how many items have them under the filters of the others. */
    async function facets(answer, state) {
      const all = isOfPlaces(state.filter) ? {} : await answer.found.facets(ofItems(state.filter));
      const counts = {};
      OF_ITEMS.forEach((name) => {
        counts[name] = entries(all[name]);
      });
      return counts;
    }

    /* How many items there would be without one of the filters, for each that would then leave any. */
    async function lifted(answer, state) {
      const chosen = ofItems(state.filter);
      const found = await Promise.all(Object.keys(chosen).map(async (name) => {
        const others = Object.assign({}, chosen);
        delete others[name];
        return [name, (await answer.found.documents(0, 0, { filter: others })).total];
      }));
      return found.filter((entry) => entry[1] > 0);
    }

    /* Begins to look for what is nearest among items, before it is known what other places hold. A number may be a code of theirs: then
       nothing is near. */
    function prepareNearest(answer, state, rows) {
      if (!isOfPlaces(state.filter) && !/\p{Nd}/u.test(state.query) && !window.OfflineSearch.isEnough(answer.found, rows)) {
        answer.prepared = answer.found.nearest({ isEnough: false });
        answer.prepared.catch(() => {}); /* whoever asks for it is told */
      }
    }

    /* The items that may be meant beside the exact ones. Where these are enough, words of the same meaning are only named, and no row
       is shown. Filters apply, the order does not. */
    async function nearestItems(answer, state, isEnough) {
      const found = isOfPlaces(state.filter) ? null : await (!isEnough && answer.prepared || answer.found.nearest({ isEnough: isEnough }));
      const rows = found && !isEnough ? (await found.documents(0, NEAR, { filter: ofItems(state.filter) })).rows.filter(Boolean) : [];
      const weight = (row) => (isPast(row) && !isNamedByYear(row, state.query) ? PAST : 1) * window.SearchNearPlaces.yearWeight(row.title, state.query);
      const worth = new Map(rows.map((row) => [row, row.score * weight(row)]));
      rows.sort((a, b) => worth.get(b) - worth.get(a));
      return Object.assign({ index: answer.index, words: [], synonyms: [], corrections: [] }, found && named(found), { rows: rows });
    }

    /* Who names the year of a document means that one, in force or not. */
    function isNamedByYear(row, query) {
      const years = query.normalize("NFKC").match(/(?:19|20)\d\d/g) || [];
      return years.some((year) => row.title.includes(year));
    }

    /* Who asks how something is done means how it is done now. */
    function isPast(row) {
      const meta = row.meta || {};
      return Boolean(meta.replaced) || ["失效", "废止"].includes(meta.validity);
    }

    /* The few places that may be meant; `others` is the answer of places, `items` how many items hold the words. None where places hold
       them, several of them where no item does; or where filters leave none. */
    async function nearestPlaces(others, state, items) {
      const kind = isOfPlaces(state.filter) ? state.filter.kind : "";
      const isLeft = kind || !state.filter.kind && !Object.keys(ofItems(state.filter)).length;
      const hasSome = others && (kind ? (await placeRows(others, kind, 0, 0)).total : others.total) >= (items ? 1 : FEW_PLACES);
      const found = others && isLeft && !hasSome ? await others.found.nearest({ isEnough: false }) : null;
      const near = Object.assign({ index: others && others.index, words: [], synonyms: [], corrections: [] }, found && named(found), { rows: [], read: null });
      if (found) {
        const texts = near.corrections.map((one) => one.query).concat(near.synonyms.map((one) => state.query.replace(one.word, one.text)));
        near.read = window.SearchNearPlaces.reading(state.query, [state.query].concat(texts), near.index.fold, window.OfflineSearch.near.unitsOf);
        const best = await found.best(CHOSEN_AMONG, { kind: kind });
        near.rows = window.SearchNearPlaces.choose(await found.read(window.SearchNearPlaces.toRead(best, near.read)), near.read);
      }
      return near;
    }

    function named(found) {
      return { words: found.words, synonyms: found.synonyms, corrections: found.corrections };
    }

    /* Two lists without repetitions by a property. */
    function joined(one, other, name) {
      return one.concat(other.filter((entry) => !one.some((known) => known[name] === entry[name])));
    }

    /* What may be meant beside the exact results: items, and the few nearest places with them. `others` is the answer of places, or
       null. Null where there is nothing. */
    async function nearest(answer, state, first, others) {
      const isEnough = window.OfflineSearch.isEnough(answer.found, first) || Boolean(others && others.total && codesOf(others).length);
      const [items, places] = await Promise.all([
        nearestItems(answer, state, isEnough),
        nearestPlaces(isEnough && !isOfPlaces(state.filter) ? null : others, state, answer.total)
      ]);
      const rows = places.rows.length ? window.SearchNearPlaces.together(items.rows, places.rows, places.read) : items.rows;
      const corrected = joined(items.corrections, places.corrections.map((one) => Object.assign({}, one, { total: 0, isOfPlaces: one.total > 0 })), "text");
      const sure = corrected.filter((one) => one.total || one.isOfPlaces);
      const found = { rows: rows, synonyms: joined(items.synonyms, places.synonyms, "text"), corrections: sure.length ? sure : corrected, answerOf: (row) => (places.rows.includes(row) ? places : items) };
      return found.rows.length || found.synonyms.length || found.corrections.length ? found : null;
    }

    /* The places that hold the words, and how many there are of each kind. Filters of items leave none of them. */
    async function places(state) {
      const index = await openFolder(client.dataset.placesFolder, { together: true, beside: await open() });
      const answer = plain(state, index, await window.OfflineSearch.ask(index, state.query, { aliases: state.aliases }));
      answer.kinds = entries((await answer.found.facets({})).kind);
      return answer;
    }

    /* Places by score, those that are in force first; `kind` narrows them where it is not empty. */
    async function placesByScore(answer, kind, from, count) {
      const inForce = await answer.found.documents(from, count, { filter: { kind: kind, past: "否" } });
      const past = await answer.found.documents(Math.max(0, from - inForce.total), count - inForce.rows.length, { filter: { kind: kind, past: "是" } });
      return { total: inForce.total + past.total, rows: inForce.rows.concat(past.rows).filter(Boolean) };
    }

    /* The codes that an answer found, as texts are folded: FW-862-01; none where words were looked for. */
    function codesOf(answer) {
      const word = answer.words.length === 1 ? answer.words[0] : { text: "" };
      return [word.text].concat(word.variants || []).filter((text) => CODE.test(text));
    }

    /* 0 where a text has one of some codes by itself, 1 where it has it at the end of a longer one, 2 within others. */
    function codeRank(text, codes) {
      const ends = (before, after) => codes.some((code) => new RegExp(before + code + after, "u").test(text));
      return ends("(?<![\\p{L}\\p{N}-])", "(?![\\p{L}\\p{N}-])") ? 0 : ends("", "(?![\\p{L}\\p{N}-])") ? 1 : 2;
    }

    /* Whether the name of one of some places has all words. Else they have the words somewhere in their texts, as items do. */
    function isNamed(answer, rows) {
      const words = answer.words.filter((word) => word.sign !== "-").map((word) => [word.text].concat(word.variants || []));
      return rows.some((row) => words.every((texts) => texts.some((text) => answer.index.fold(row.title).includes(text))));
    }

    /* The same; the place that is named as the query comes first, and of places with a code those that have it as typed. */
    async function placeRows(answer, kind, from, count) {
      const codes = codesOf(answer);
      if (!codes.length || !count || from + count > PARTS_OF_CODES) {
        const found = await placesByScore(answer, kind, from, count);
        const isSame = (row) => answer.words.length === 1 && answer.index.fold(row.title) === answer.words[0].text;
        return { total: found.total, rows: found.rows.filter(isSame).concat(found.rows.filter((row) => !isSame(row))) };
      }
      const first = await placesByScore(answer, kind, 0, PARTS_OF_CODES);
      const ranks = new Map(first.rows.map((row) => [row, codeRank(answer.index.fold(row.title + "\n" + row.text), codes)]));
      return { total: first.total, rows: first.rows.sort((a, b) => ranks.get(a) - ranks.get(b)).slice(from, from + count) };
    }

    /* A text in pieces, the words of an answer marked; `whole`: not cut. */
    function pieces(answer, text, whole) {
      return answer.index.highlight(text, answer.words, { whole: whole });
    }

    return {
      open: open, search: search, rows: rows, facets: facets, lifted: lifted, prepareNearest: prepareNearest, nearest: nearest, places: places, isNamed: isNamed,
      placeRows: placeRows, pieces: pieces, suggestions: (answer) => answer.found.suggestions().catch(() => []) /* a file that is missing is told with the answer */
    };
  };
}());
