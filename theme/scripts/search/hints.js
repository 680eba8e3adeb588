/* Names what was looked for beside the words as typed: what a slip was meant to be, and words of the same meaning.
   It stands above the results, and counts in no total. */
(function () {
  "use strict";

  const NAMED = 3; /* words in a line */

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  }

  function link(className, address, text) {
    const element = make("a", className, text);
    element.setAttribute("href", address);
    return element;
  }

  /* Elements with a text between each two. */
  function joined(elements, between) {
    return elements.flatMap((element, place) => (place ? [between, element] : [element]));
  }

  /* `address(state)` is where a state of the page stands; `before` is the element that the lines follow. */
  window.SearchHints = function (address, before) {
    const place = make("div", "rr-hints");
    place.dataset.hints = "";
    before.after(place);

    function asking(state, query) {
      return address(Object.assign({}, state, { query: query, filter: {}, shown: 0 }));
    }

    function correctionLine(state, corrections) {
      const words = corrections.map((one) => make("span", "rr-hints__word", "“", link("rr-hints__link", asking(state, one.query), one.text), "”",
        one.total ? "（" + one.total + " 条）" : ""));
      return make("p", "rr-hints__line", "是不是要找", ...joined(words, "，或者"), "？");
    }

    function synonymLine(state, synonyms, shown) {
      const known = synonyms.map((one) => one.text).filter((text, at, all) => all.indexOf(text) === at);
      const more = synonyms.reduce((most, one) => Math.max(most, one.total || 0), 0);
      const words = known.slice(0, NAMED).map((text) => make("span", "rr-hints__word", "“", link("rr-hints__link", asking(state, text), text), "”"));
      return make("p", "rr-hints__line", "也查了意思相同的", ...joined(words, "、"), known.length > NAMED ? "等" : "",
        shown ? "，列在后面，不计入总数。 " : "，另有 " + more + " 条，不计入总数。 ",
        link("rr-hints__link", address(Object.assign({}, state, { aliases: false, shown: 0 })), "只查原来的词"));
    }

    return {
      clear: function () {
        place.textContent = "";
      },

      /* `found` has what an answer names (further.js in the search engine). Returns the lines as texts. */
      show: function (state, found) {
        const lines = [];
        if (found.corrections.length) {
          lines.push(correctionLine(state, found.corrections));
        }
        if (found.synonyms.length) {
          lines.push(synonymLine(state, found.synonyms, found.rows.length > 0));
        }
        place.textContent = "";
        place.append(...lines);
        return lines.map((line) => line.textContent);
      }
    };
  };
}());
