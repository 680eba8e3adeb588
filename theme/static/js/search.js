/* The search page: what the address asks for, what the engine answers, what the reader does next.
   Nothing is stored: the address and its entry in the history hold all there is. results.js draws. */
(function () {
  "use strict";

  if (window.isSearchSupported === false) { /* support.js has said so */
    return;
  }

  const FACETS = ["category", "agency", "year", "validity"];
  const FIRST = 10; /* results drawn as soon as they are there */
  const PAGE = 20;
  const NEAR = 10; /* nearest documents that are shown */
  const MOST = 1000; /* results that Back brings again */
  const LONGEST = 300; /* characters of a query that the engine looks at */
  const WIDE = "(min-width: 60em)";

  /* ---- The address ---- */

  function read(search) {
    const given = new URLSearchParams(search);
    const shown = parseInt(given.get("n"), 10) || PAGE;
    const filter = {};
    FACETS.forEach((name) => {
      if (given.get(name)) {
        filter[name] = given.get(name);
      }
    });
    return {
      query: (given.get("q") || "").trim(),
      filter: filter,
      order: given.get("order") === "date" ? "date" : "score",
      aliases: given.get("aliases") !== "off",
      shown: Math.min(Math.max(Math.ceil(shown / PAGE) * PAGE, PAGE), MOST)
    };
  }

  function address(state) {
    const parts = new URLSearchParams();
    if (!state.query) {
      return window.location.pathname;
    }
    parts.set("q", state.query);
    FACETS.forEach((name) => {
      if (state.filter[name]) {
        parts.set(name, state.filter[name]);
      }
    });
    if (state.order === "date") {
      parts.set("order", "date");
    }
    if (!state.aliases) {
      parts.set("aliases", "off");
    }
    if (state.shown > PAGE) {
      parts.set("n", String(state.shown));
    }
    return "?" + parts.toString();
  }

  /* ---- The engine, as this page needs it: nothing else here knows its interface ---- */

  /* Its script may run before this one or after; when the page is complete, it has run or never will. */
  function engineLoaded() {
    return new Promise((resolve) => {
      if (window.OfflineSearch || document.readyState === "complete") {
        resolve();
      } else {
        part.client.addEventListener("load", resolve);
        window.addEventListener("load", resolve);
      }
    });
  }

  const engine = {
    opening: null,
    index: null,

    open: function () {
      if (!this.opening) {
        this.opening = engineLoaded().then(() => window.OfflineSearch.open(part.client.dataset.folder));
        this.opening.then((index) => {
          this.index = index;
        }, () => {
          this.opening = null;
        });
      }
      return this.opening;
    },

    /* `onFirst` is given the first results, if they stand before the total is known. */
    search: async function (state, onFirst) {
      const index = await this.open();
      const isPlain = state.order === "score" && !Object.keys(state.filter).length;
      return this.plain(state, await window.OfflineSearch.ask(index, state.query, {
        aliases: state.aliases, first: FIRST, onFirst: isPlain ? onFirst : null
      }));
    },

    /* What is known of an answer so far; files may turn out to be missing later. */
    plain: function (state, found) {
      return {
        found: found,
        cut: Array.from(state.query).length > LONGEST ? LONGEST : 0,
        words: found.words || [],
        also: found.also || [],
        total: found.total,
        get exact() { return found.exact !== false; },
        get missing() { return found.missing || []; }
      };
    },

    rows: async function (answer, state, from, count) {
      const result = await answer.found.documents(from, count, { order: state.order, filter: state.filter });
      return { total: result.total, rows: result.rows.filter(Boolean) };
    },

    /* For each facet its values and how many documents have them under the filters of the others. */
    facets: async function (answer, state) {
      const all = await answer.found.facets(state.filter);
      const counts = {};
      FACETS.forEach((name) => {
        counts[name] = Array.from(all[name] || []).filter((entry) => entry[0] !== "" && entry[1] > 0)
          .map((entry) => [String(entry[0]), entry[1]]);
      });
      return counts;
    },

    /* The nearest other documents, where the exact results may not be enough; else null. Filters apply to them, the order does not. */
    nearest: async function (answer, state, rows) {
      const found = window.OfflineSearch.isEnough(answer.found, rows) ? null : await answer.found.nearest();
      const near = found ? (await found.documents(0, NEAR, { filter: state.filter })).rows : [];
      return near.length ? { words: found.words, rows: near } : null;
    },

    /* Shorter queries that are words of titles. */
    suggestions: function (answer, titles) {
      return answer.found.suggestions(titles);
    },

    pieces: function (words, text, whole) {
      return this.index.highlight(text, words, { whole: whole });
    }
  };

  /* ---- Showing a state ---- */

  const page = window.SearchResults(address);
  const part = page.part;
  const input = document.querySelector(".rr-search__input");
  let state = null;
  let answer = null;
  let turn = 0;
  let drawn = 0;

  function asksTheSame(one, other) {
    return answer && one.query === other.query && one.aliases === other.aliases;
  }

  function drawRows(rows, from, words) {
    page.rows(rows, from, (text, whole) => engine.pieces(words, text, whole));
  }

  async function draw(from, to, mine) {
    const result = await engine.rows(answer, state, from, to - from);
    if (mine === turn) {
      const there = from ? [] : Array.from(part.results.querySelectorAll("[data-index]"), (element) => element.dataset.index);
      if (!there.length || result.rows.map((row) => row.key).join("\n") !== there.join("\n")) { /* the first ones may stand already */
        drawRows(result.rows, from, answer.words);
      }
      drawn = Math.min(to, result.total);
    }
    return result;
  }

  /* Draws what is nearest, after the exact results stand with their total; returns the titles. */
  async function drawNearest(exact, mine) {
    const near = await engine.nearest(answer, state, exact.rows);
    if (mine === turn && near) {
      page.nearest(near.rows, exact.total, (text, whole) => engine.pieces(near.words, text, whole));
    }
    return near ? near.rows.map((row) => row.title) : [];
  }

  /* ---- A new release ---- */

  const RELEASE = "theme/js/release.js";
  let release = null; /* this page's; release.js runs after this script. A preview has none. */
  let renewed = false;

  /* Files of the index are missing: where another release has taken this one's place, say so and load the page again. */
  function renew() {
    if (document.readyState !== "complete") {
      window.addEventListener("load", renew);
    }
    if (renewed || !release) {
      return;
    }
    const script = document.createElement("script");
    script.onload = script.onerror = () => {
      script.remove();
      if (!renewed && window.siteRelease && window.siteRelease.id !== release) {
        renewed = true;
        turn += 1; /* nothing of the old release is drawn any more */
        page.renewing();
        window.setTimeout(() => window.location.reload(), 1500);
      }
    };
    script.src = RELEASE + "?" + Date.now();
    document.head.appendChild(script);
  }

  /* `place` is where the reader was, when this is a way back. */
  async function show(next, place) {
    const mine = ++turn;
    const known = state && asksTheSame(state, next) ? answer : null;
    state = next;
    input.value = state.query;
    if (!state.query) {
      answer = null;
      page.start();
      return;
    }
    answer = known; /* a search that fails must not leave the answer of another */
    page.wait(state);
    try {
      const found = known || await engine.search(state, (rows, words) => {
        if (mine === turn && !place) {
          drawRows(rows, 0, words);
          page.counting(state);
        }
      });
      if (mine !== turn) {
        return;
      }
      answer = found;
      const first = await draw(0, FIRST, mine);
      const total = first.total;
      if (mine !== turn) {
        return;
      }
      if (total === 0) {
        drawNothing();
        const titles = await drawNearest(first, mine);
        if (mine === turn) {
          if (answer.missing.length) {
            drawNothing();
            renew();
          }
          page.suggest(state, engine.suggestions(answer, titles));
          page.say(part.tally.textContent + nearSaid(titles));
          restore(place);
        }
        return;
      }
      page.notes(state, answer);
      page.total(state, answer, total, false);
      if (total > FIRST) {
        await draw(FIRST, state.shown, mine);
      }
      if (mine !== turn) {
        return;
      }
      finish(total);
      const listed = links().length;
      const titles = await drawNearest(first, mine);
      if (mine !== turn) {
        return;
      }
      page.say(part.tally.textContent + "。现在列出 " + listed + " 条。" + nearSaid(titles));
      restore(place);
      const counts = await engine.facets(answer, state);
      if (mine === turn) {
        page.facets(state, counts);
        finish(total);
      }
    } catch (error) {
      fail(mine);
    }
  }

  function drawNothing() {
    page.total(state, answer, 0, answer.exact);
    page.notes(state, answer);
    page.nothing(state, answer);
  }

  function nearSaid(titles) {
    return titles.length ? " 另外列出最接近的 " + titles.length + " 条。" : "";
  }

  function fail(mine) {
    if (mine === turn) {
      answer = null;
      page.failed();
      renew();
    }
  }

  function finish(total) {
    page.total(state, answer, total, answer.exact);
    page.notes(state, answer);
    page.more(total - drawn);
    if (answer.missing.length) {
      renew();
    }
  }

  async function showMore() {
    const mine = turn;
    const from = drawn;
    const before = links().length;
    part.more.disabled = true;
    try {
      const { total } = await draw(from, from + PAGE, mine);
      if (mine === turn) {
        state.shown = Math.ceil(drawn / PAGE) * PAGE;
        finish(total);
        keepPlace(address(state));
        page.say("又列出 " + (links().length - before) + " 条，现在一共列出 " + links().length + " 条。");
        (links()[before] || part.tally).focus({ preventScroll: true });
      }
    } catch (error) {
      fail(mine);
    }
    part.more.disabled = false;
  }

  /* ---- History ---- */

  function keepPlace(where) {
    const held = document.activeElement && document.activeElement.closest("[data-index]");
    const place = { y: window.scrollY, key: held ? held.dataset.index : "" };
    history.replaceState(place, "", where || window.location.href);
  }

  function restore(place) {
    if (!place) {
      return;
    }
    const held = place.key && Array.from(part.answer.querySelectorAll("[data-index]")).find((element) => element.dataset.index === place.key);
    if (held) {
      held.querySelector("a").focus({ preventScroll: true });
    }
    window.scrollTo(0, place.y);
  }

  /* A new query, filter or order: a new entry, seen from its top. */
  async function go(next) {
    keepPlace();
    if (address(next) !== address(state)) {
      history.pushState(null, "", address(next));
    }
    await show(next);
    if (part.answer.getBoundingClientRect().top < 0) {
      part.answer.scrollIntoView();
    }
    if (document.activeElement === document.body && state.query) {
      part.tally.focus({ preventScroll: true });
    }
  }

  /* ---- Keyboard ---- */

  function links() {
    return Array.from(part.answer.querySelectorAll(".rr-result__link"));
  }

  function reach(element) {
    element.focus({ preventScroll: true });
    (element.closest("[data-index]") || element).scrollIntoView({ block: "nearest" });
  }

  function walk(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || part.answer.hidden) {
      return;
    }
    const stops = links();
    const here = document.activeElement;
    const place = stops.indexOf(here);
    if (!part.more.hidden) {
      stops.push(part.more);
    }
    let next = null;
    if (here === part.more) {
      next = step < 0 ? stops[stops.length - 2] : null;
    } else if (place >= 0) {
      next = place + step < 0 ? input : stops[place + step];
    } else if (step > 0 && (here === input || here === part.tally)) {
      next = stops[0];
    } else if (step > 0 && (here === document.body || here.id === "main")) {
      next = stops.find((element) => element.getBoundingClientRect().top >= 0);
    }
    if (next) {
      event.preventDefault();
      reach(next);
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

  window.addEventListener("load", () => {
    release = window.siteRelease && window.siteRelease.id;
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = input.value.trim();
    go(Object.assign(read(""), { query: query, order: state.order, aliases: state.aliases }));
  });
  input.addEventListener("focus", () => engine.open().catch(() => {}));
  part.answer.addEventListener("click", follow);
  part.more.addEventListener("click", showMore);
  part.skip.addEventListener("click", () => {
    if (links().length) {
      reach(links()[0]);
    }
  });
  document.addEventListener("keydown", walk);

  let scrollTimer = 0;
  window.addEventListener("scroll", () => {
    window.clearTimeout(scrollTimer);
    scrollTimer = window.setTimeout(() => {
      if (links().length && !part.results.hasAttribute("aria-busy")) {
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
