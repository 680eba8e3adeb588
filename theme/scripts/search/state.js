/* What the search page shows, as its address holds it: words, filters, order, how many results. */
(function () {
  "use strict";

  const PAGE = 10; /* results that are shown at first, and that one press adds */
  const MOST = 1000; /* results that Back brings again */
  const ITEMS = "信息"; /* the kind of everything that has an index number */
  const OF_ITEMS = ["category", "agency", "year", "validity"]; /* filters that only items have */
  const FILTERS = ["kind"].concat(OF_ITEMS);

  function numberIn(given, name) {
    return Math.min(Math.max(parseInt(given.get(name), 10) || 0, 0), MOST);
  }

  /* A page, a register or another place has none of the filters of items. */
  function isOfPlaces(filter) {
    return Boolean(filter.kind) && filter.kind !== ITEMS;
  }

  function narrowed(filter) {
    const kept = {};
    FILTERS.forEach((name) => {
      if (filter[name] && (name === "kind" || !isOfPlaces(filter))) {
        kept[name] = filter[name];
      }
    });
    return kept;
  }

  function read(search) {
    const given = new URLSearchParams(search);
    const filter = {};
    FILTERS.forEach((name) => {
      filter[name] = given.get(name);
    });
    return {
      query: (given.get("q") || "").trim(),
      filter: narrowed(filter),
      order: given.get("order") === "date" ? "date" : "score",
      aliases: given.get("aliases") !== "off",
      shown: Math.max(Math.ceil(numberIn(given, "n") / PAGE) * PAGE, PAGE),
      places: numberIn(given, "p") /* shown at once; 0: the first few */
    };
  }

  /* The mark of a shared terminal stays until kiosk.js, which comes later, has taken it. */
  function address(state) {
    const parts = new URLSearchParams();
    const mark = window.location.hash === "#kiosk" ? "#kiosk" : "";
    if (!state.query) {
      return window.location.pathname + mark;
    }
    parts.set("q", state.query);
    FILTERS.forEach((name) => {
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
    if (state.places) {
      parts.set("p", String(state.places));
    }
    return "?" + parts.toString() + mark;
  }

  /* The state with another value of a filter; an empty value takes the filter away. */
  function filtered(state, name, value) {
    const filter = Object.assign({}, state.filter);
    delete filter[name];
    if (value) {
      filter[name] = value;
      if (name !== "kind" && isOfPlaces(filter)) {
        delete filter.kind;
      }
    }
    return Object.assign({}, state, { shown: PAGE, places: 0, filter: narrowed(filter) });
  }

  /* The filters that narrow items. */
  function ofItems(filter) {
    const kept = {};
    OF_ITEMS.forEach((name) => {
      if (filter[name]) {
        kept[name] = filter[name];
      }
    });
    return kept;
  }

  window.SearchState = {
    PAGE: PAGE, ITEMS: ITEMS, OF_ITEMS: OF_ITEMS, FILTERS: FILTERS,
    read: read, address: address, filtered: filtered, ofItems: ofItems, isOfPlaces: isOfPlaces
  };
}());
