/* The search page: what the address asks for, what the engine answers, what the reader does next.
   Nothing is stored: the address and its entry in the history hold all there is. results.js draws, engine.js asks, keys.js has the keys. */
(function () {
  "use strict";

  if (window.isSearchSupported === false) { /* mode.js has said so */
    return;
  }

  const { PAGE, ITEMS, read, address, isOfPlaces, ofItems } = window.SearchState;
  const FEW = 3; /* places that are shown above items */
  const WIDE = "(min-width: 60em)";

  /* ---- Showing a state ---- */

  const page = window.SearchResults(address);
  const part = page.part;
  const engine = window.SearchEngine(part.client);
  const hints = window.SearchHints(address, part.notes);
  const input = document.querySelector(".rr-search__input");
  const keys = window.SearchKeys(part, input);
  let state = null;
  let answer = null; /* of items */
  let places = null; /* promise of the answer of other places, or of null where it cannot be had */
  let isPlacesFault = false;
  let turn = 0;
  let drawn = 0;

  function asksTheSame(one, other) {
    return answer && one.query === other.query && one.aliases === other.aliases;
  }

  function piecesOf(found) {
    return (text, whole) => engine.pieces(found, text, whole);
  }

  async function draw(from, to, mine) {
    const result = await engine.rows(answer, state, from, to - from);
    if (mine === turn) {
      const there = from ? [] : Array.from(part.results.querySelectorAll("[data-index]"), (element) => element.dataset.index);
      if (!there.length || result.rows.map((row) => row.key).join("\n") !== there.join("\n")) { /* the first ones may stand already */
        page.rows(result.rows, from, piecesOf(answer));
      }
      drawn = Math.min(to, result.total);
    }
    return result;
  }

  /* Draws what may be meant, after the exact results stand with their total; returns how many items and places that are. */
  async function drawNearest(exact, mine) {
    const near = await engine.nearest(answer, state, exact.rows, await findPlaces());
    if (mine === turn && near) {
      hints.show(state, near);
      if (near.rows.length) {
        page.nearest(near.rows, exact.total, (row) => piecesOf(near.answerOf(row)));
      }
    }
    const rows = near ? near.rows : [];
    const others = rows.filter((row) => row.key === row.url).length;
    return { items: rows.length - others, others: others };
  }

  /* ---- Places that are no items ---- */

  function findPlaces() {
    places = places || engine.places(state).catch(() => null);
    return places;
  }

  function notes() {
    page.notes(state, answer, isPlacesFault);
  }

  /* The first places to show, where items in some number are found; null where filters leave none, or none can be had. */
  async function firstPlaces(items) {
    const found = await findPlaces();
    isPlacesFault = !found || found.missing.length > 0;
    if (!found || state.filter.kind === ITEMS || Object.keys(ofItems(state.filter)).length) {
      return null;
    }
    const kind = isOfPlaces(state.filter) ? state.filter.kind : "";
    const result = await engine.placeRows(found, kind, 0, Math.max(state.places, items ? FEW : PAGE));
    isPlacesFault = found.missing.length > 0; /* texts of places are files, too */
    return { total: result.total, draw: () => page.places(state, result.rows, result.total, items > 0, items > 0 && !engine.isNamed(found, result.rows), piecesOf(found)) };
  }

  async function showMorePlaces() {
    const mine = turn;
    await stays();
    const found = await findPlaces();
    const from = part.placeRows.childElementCount;
    const result = await engine.placeRows(found, isOfPlaces(state.filter) ? state.filter.kind : "", from, PAGE);
    if (mine === turn) {
      isPlacesFault = found.missing.length > 0;
      notes();
      page.morePlaces(state, result.rows, result.total, piecesOf(found));
      state.places = part.placeRows.childElementCount;
      keepPlace(address(state));
      page.say("又列出 " + result.rows.length + " 处，现在一共列出 " + part.placeRows.childElementCount + " 处。");
      const next = part.placeRows.children[from];
      (next ? next.querySelector("a") : part.tally).focus({ preventScroll: true });
    }
  }

  /* The kinds, with the number of items before those of other places. Under filters that only items have there are no others. */
  async function kinds(total) {
    const found = await findPlaces();
    if (!found || !found.total || Object.keys(ofItems(state.filter)).length) {
      return state.filter.kind ? [[ITEMS, total]] : [];
    }
    const items = isOfPlaces(state.filter) ? answer.total : total;
    return (items ? [[ITEMS, items]] : []).concat(found.kinds);
  }

  /* ---- A new release ---- */

  const RELEASE = "theme/js/release.js";
  let release = null; /* this page's; release.js runs after this script. A preview has none. */
  let wantsRenewal = false;
  let renewed = false;

  function isStillThere() {
    return new Promise((resolve) => {
      const script = document.createElement("script");
      script.onload = script.onerror = () => {
        script.remove();
        resolve(!window.siteRelease || window.siteRelease.id === release);
      };
      script.src = RELEASE + "?" + Date.now();
      document.head.appendChild(script);
    });
  }

  /* Whether the page stays. Where another release has taken this one's place, it says so and is loaded again: files of the two may have
     the same names, and an answer out of both would be of none. */
  async function stays() {
    wantsRenewal = !release;
    if (!release || await isStillThere()) {
      return true;
    }
    if (!renewed) {
      renewed = true;
      turn += 1; /* nothing of the old release is drawn any more */
      page.renewing();
      window.setTimeout(() => window.location.reload(), 1500);
    }
    return false;
  }

  /* `place` is where the reader was, when this is a way back; `isKept`: filters of other words stay. */
  async function show(next, place, isKept) {
    const mine = ++turn;
    const known = state && asksTheSame(state, next) ? answer : null;
    state = next;
    input.value = state.query;
    hints.clear();
    if (!known) {
      places = null;
      isPlacesFault = false;
    }
    if (!state.query) {
      answer = null;
      page.start();
      return;
    }
    answer = known; /* a search that fails must not leave the answer of another */
    page.wait(state, isKept);
    try {
      let isSure = false;
      const sure = (release ? stays() : Promise.resolve(true)).then((is) => { isSure = is; });
      const found = known || await engine.search(state, (rows, shownBy) => {
        if (isSure && mine === turn && !place) {
          page.rows(rows, 0, piecesOf(shownBy));
          page.counting(state);
        }
      });
      await sure;
      if (mine !== turn) {
        return;
      }
      answer = found;
      const first = await draw(0, PAGE, mine);
      if (mine !== turn) {
        return;
      }
      await (first.total ? showItems : showOthers)(first, mine, place, isKept);
    } catch (error) {
      fail(mine);
    }
  }

  async function showItems(first, mine, place, isKept) {
    const total = first.total;
    notes();
    if (Math.min(total, state.shown) > PAGE) { /* Back, or an address with n=: the total is exact when all rows stand */
      page.total(state, answer, total, false);
      await draw(PAGE, state.shown, mine);
    }
    if (mine !== turn) {
      return;
    }
    finish(total);
    const others = await firstPlaces(total);
    if (mine !== turn) {
      return;
    }
    if (others) {
      others.draw();
    }
    if (isPlacesFault) {
      notes();
    }
    const near = await drawNearest(first, mine);
    if (mine !== turn) {
      return;
    }
    tell(others, near, isKept);
    restore(place);
    const counts = Object.assign(await engine.facets(answer, state), { kind: await kinds(total) });
    if (mine === turn) {
      page.facets(state, counts);
      finish(total);
    }
  }

  /* No item is found: other places stand first, then what is nearest. */
  async function showOthers(first, mine, place, isKept) {
    engine.prepareNearest(answer, state, first.rows);
    const others = await firstPlaces(0);
    const lifted = await engine.lifted(answer, state);
    const hidden = others && others.total ? 0 : ((await findPlaces()) || { total: 0 }).total;
    if (mine !== turn) {
      return;
    }
    const hasOthers = Boolean(others) && (others.total > 0 || isOfPlaces(state.filter));
    const stand = () => {
      page.total(state, answer, 0, answer.exact);
      notes();
      if (hasOthers) {
        others.draw();
      }
      page.nothing(state, answer, lifted, hasOthers, hidden);
    };
    stand();
    const near = await drawNearest(first, mine);
    const shorter = hasOthers ? [] : await engine.suggestions(answer);
    if (mine !== turn) {
      return;
    }
    if (answer.missing.length) {
      stand();
      stays();
    }
    if (!hasOthers) {
      page.suggest(state, shorter);
    }
    tell(others, near, isKept);
    restore(place);
    if (hasOthers) {
      const counts = Object.assign(await engine.facets(answer, state), { kind: await kinds(0) });
      if (mine === turn) {
        page.facets(state, counts);
      }
    }
  }

  /* Says what stands on the page now. */
  function tell(others, near, isKept) {
    const items = part.results.querySelectorAll("[data-index]").length;
    page.say(part.tally.textContent + (items ? "。现在列出 " + items + " 条。" : "")
      + (others && others.total && items ? " 另有网页、登记簿等 " + others.total + " 处。" : "")
      + (near.items || near.others ? " 另外列出最接近的 " + [near.items && near.items + " 条", near.others && "网页、登记簿等 " + near.others + " 处"].filter(Boolean).join("，") + "。" : "")
      + (isKept && !part.chosen.hidden ? " " + part.chosen.textContent.replace(/去掉筛选：|×/g, "") + "。" : ""));
  }

  function fail(mine) {
    if (mine === turn) {
      answer = null;
      page.failed();
      stays();
    }
  }

  function finish(total) {
    page.total(state, answer, total, answer.exact);
    notes();
    page.more(total - drawn);
    if (answer.missing.length || isPlacesFault) {
      stays();
    }
  }

  async function showMore() {
    const mine = turn;
    const from = drawn;
    const before = part.results.childElementCount;
    part.more.disabled = true;
    try {
      await stays();
      const { total } = await draw(from, from + PAGE, mine);
      if (mine === turn) {
        state.shown = Math.ceil(drawn / PAGE) * PAGE;
        finish(total);
        keepPlace(address(state));
        page.say("又列出 " + (part.results.childElementCount - before) + " 条，现在一共列出 " + part.results.childElementCount + " 条。");
        const next = part.results.children[before];
        (next ? next.querySelector("a") : part.tally).focus({ preventScroll: true });
      }
    } catch (error) {
      fail(mine);
    }
    part.more.disabled = false;
  }

  /* ---- History ---- */

  function keyOf(row) {
    return row.dataset.index || row.dataset.address;
  }

  function keepPlace(where) {
    const held = document.activeElement && document.activeElement.closest(keys.ROW);
    const place = { y: window.scrollY, key: held ? keyOf(held) : "" };
    history.replaceState(place, "", where || window.location.href);
  }

  function restore(place) {
    if (!place) {
      return;
    }
    const held = place.key && Array.from(part.answer.querySelectorAll(keys.ROW)).find((element) => keyOf(element) === place.key);
    if (held) {
      held.querySelector("a").focus({ preventScroll: true });
    }
    window.scrollTo(0, place.y);
  }

  /* A new query, filter or order: a new entry, seen from its top. */
  async function go(next, isKept) {
    keepPlace();
    if (address(next) !== address(state)) {
      history.pushState(null, "", address(next));
    }
    await show(next, null, isKept);
    if (part.answer.getBoundingClientRect().top < 0) {
      part.answer.scrollIntoView();
    }
    if (document.activeElement === document.body && state.query) {
      part.tally.focus({ preventScroll: true });
    }
  }

  /* ---- Beginning ---- */

  function unfold() {
    const elder = document.documentElement.getAttribute("data-mode") === "elder";
    part.filters.open = window.matchMedia(WIDE).matches && !elder;
  }

  function follow(event) {
    const target = event.target.closest("a[href^='?']");
    if (target && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      const next = read(target.getAttribute("href"));
      if (target.dataset.facet && !window.matchMedia(WIDE).matches) {
        part.filters.open = false;
      }
      go(next);
    } else if (event.target.closest(".rr-result__link")) {
      keepPlace();
    }
  }

  document.addEventListener("load", (event) => {
    if (!release && window.siteRelease && event.target.src && event.target.src.endsWith(RELEASE)) {
      release = window.siteRelease.id;
      if (wantsRenewal) {
        stays();
      }
    }
  }, true);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = input.value.trim();
    const isNew = query !== state.query;
    go(query ? Object.assign({}, state, { query: query, shown: PAGE, places: 0 }) : read(""), isNew && Object.keys(state.filter).length > 0);
  });
  input.addEventListener("focus", () => engine.open().catch(() => {}));
  part.answer.addEventListener("click", follow);
  part.more.addEventListener("click", showMore);
  part.morePlaces.addEventListener("click", () => showMorePlaces().catch(() => fail(turn)));
  part.skip.addEventListener("click", keys.skip);
  document.addEventListener("keydown", keys.walk);

  let scrollTimer = 0;
  window.addEventListener("scroll", () => {
    window.clearTimeout(scrollTimer);
    scrollTimer = window.setTimeout(() => {
      if (keys.links().length && !part.results.hasAttribute("aria-busy")) {
        keepPlace();
      }
    }, 200);
  }, { passive: true });
  window.addEventListener("popstate", (event) => {
    const next = read(window.location.search);
    if (address(next) !== address(state)) { /* else only the part after # is new */
      show(next, event.state || { y: 0, key: "" });
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      input.value = state.query; /* site.js emptied the box when the reader left */
    }
  });
  new MutationObserver(unfold).observe(document.documentElement, { attributeFilter: ["data-mode"] });
  window.matchMedia(WIDE).addEventListener("change", unfold);

  history.scrollRestoration = "manual";
  unfold();
  show(read(window.location.search), history.state);
}());
