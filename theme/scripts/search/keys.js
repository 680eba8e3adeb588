/* The keys of the search page: arrows walk from the box through the results to the button for more. */
(function () {
  "use strict";

  const ROW = "[data-index], [data-address]";

  /* `part` has the elements of the page by name, `input` is the box. */
  window.SearchKeys = function (part, input) {
    /* Links of the results that keys walk through. Places above items are passed over: Tab reaches them. */
    function links() {
      const all = Array.from(part.answer.querySelectorAll(".rr-result__link"));
      return part.results.childElementCount ? all.filter((element) => !part.places.contains(element)) : all;
    }

    function reach(element) {
      element.focus({ preventScroll: true });
      (element.closest(ROW) || element).scrollIntoView({ block: "nearest" });
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

    /* Past the filters, to the first result. */
    function skip() {
      if (links().length) {
        reach(links()[0]);
      }
    }

    return { ROW: ROW, links: links, walk: walk, skip: skip };
  };
}());
