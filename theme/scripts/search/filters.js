/* Draws the filters of the search page: the values that can be chosen, those that are, and which to lift. */
(function () {
  "use strict";

  const { make, fill, hidden, link, figure } = window.SearchRows;
  const { FILTERS, OF_ITEMS, filtered } = window.SearchState;
  const NAMES = { kind: "种类", category: "类别", agency: "机构", year: "年份", validity: "有效性" };
  const SHOWN = 8; /* values of a facet before “更多” */

  function valueName(facet, value) {
    return facet === "year" ? value + "年" : value.replace(/\//g, " › ");
  }

  /* `part` has the parts of the page by name; `address(state)` is where a state stands. */
  window.SearchFilters = function (part, address) {
    const expanded = {};

    function chosenOf(state) {
      return FILTERS.filter((name) => state.filter[name]);
    }

    /* `isKept`: the words are new, and the filters are those of the words before. */
    function chosen(state, isKept) {
      const names = chosenOf(state);
      const links = names.map((name) => {
        const cross = make("span", "rr-chosen__cross", "×");
        cross.setAttribute("aria-hidden", "true");
        return make("li", "", link("rr-chosen__link", address(filtered(state, name, "")),
          hidden("去掉筛选："), NAMES[name] + "：" + valueName(name, state.filter[name]), cross));
      });
      fill(part.chosen, ...(isKept && names.length ? [make("li", "rr-chosen__caption", "筛选仍在：")] : []), ...links);
      part.chosen.hidden = !names.length;
    }

    /* Links that lift filters, each to another place: one for each filter without which items are found (`counts` has
       [filter, number]), and one for all of them, with the items and the places that are then found. */
    function lifting(state, counts, items, places) {
      const names = chosenOf(state);
      const everything = [items ? figure(items) + " 条信息" : "", places ? figure(places) + " 处网页、登记簿等" : ""].filter(Boolean).join("、");
      const without = (name) => "去掉“" + valueName(name, state.filter[name]) + "”";
      const one = names.length > 1 ? counts : [];
      const links = one.map((entry) => link("rr-action", address(filtered(state, entry[0], "")), without(entry[0]) + "，看 " + figure(entry[1]) + " 条"));
      if (names.length) {
        links.push(link("rr-action", address(Object.assign({}, state, { shown: 0, places: 0, filter: {} })),
          (names.length > 1 ? "去掉全部筛选" : without(names[0])) + (everything ? "，看 " + everything : "再找")));
      }
      return links.map((element) => make("p", "rr-lift", element));
    }

    /* `counts` has [value, number] for each facet. */
    function facets(state, counts) {
      const held = document.activeElement && document.activeElement.closest("[data-value]");
      fill(part.groups, ...FILTERS.filter((name) => counts[name].length || state.filter[name]).map((name) => drawFacet(state, name, counts[name])));
      if (held && !held.isConnected) {
        const again = Array.from(part.groups.querySelectorAll("[data-value]"))
          .find((element) => element.dataset.facet === held.dataset.facet && element.dataset.value === held.dataset.value);
        (again || part.tally).focus({ preventScroll: true });
      }
    }

    function drawFacet(state, facet, values) {
      const title = make("h3", "rr-filter__title", NAMES[facet]);
      const chosenValue = state.filter[facet];
      const order = facet === "year" ? (a, b) => (a[0] < b[0] ? 1 : -1) : (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
      const sorted = facet === "kind" ? values.slice() : values.slice().sort(order);
      const place = sorted.findIndex((entry) => entry[0] === chosenValue);
      if (chosenValue && (place < 0 || place >= SHOWN)) { /* a chosen value is always in sight */
        sorted.unshift(place < 0 ? [chosenValue, 0] : sorted.splice(place, 1)[0]);
      }
      const entries = sorted.map((entry) => drawValue(state, facet, entry[0], entry[1]));
      const group = make("div", "rr-filter", title, make("ul", "rr-filter__list", ...entries));
      if (entries.length > SHOWN) {
        group.append(drawMore(facet, entries.slice(SHOWN)));
      }
      return group;
    }

    function drawMore(facet, rest) {
      const button = make("button", "rr-filter__more");
      const fold = () => {
        const open = Boolean(expanded[facet]);
        rest.forEach((element) => {
          element.hidden = !open;
        });
        fill(button, open ? "收起" : "更多", hidden(NAMES[facet]), open ? "" : "（" + rest.length + "）");
        button.setAttribute("aria-expanded", String(open));
      };
      button.type = "button";
      button.addEventListener("click", () => {
        expanded[facet] = !expanded[facet];
        fold();
      });
      fold();
      return button;
    }

    function drawValue(state, facet, value, count) {
      const isChosen = state.filter[facet] === value;
      const unit = facet === "kind" ? " 处" : " 条";
      const element = link("rr-filter__link", address(filtered(state, facet, isChosen ? "" : value)),
        make("span", "rr-filter__name", valueName(facet, value)), " ",
        make("span", "rr-filter__count", figure(count), hidden(isChosen ? unit + "，已选，再按去掉" : unit)));
      element.dataset.facet = facet;
      element.dataset.value = value;
      if (isChosen) {
        element.setAttribute("aria-current", "true");
      }
      return make("li", "", element);
    }

    return { chosen: chosen, lifting: lifting, facets: facets, valueName: valueName, isNarrowed: (state) => OF_ITEMS.some((name) => state.filter[name]) };
  };
}());
