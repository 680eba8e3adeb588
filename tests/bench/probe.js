/* Runs in a page before its own scripts. It notes the files that are requested, when the page shows ten results (or all, if
   fewer), when it shows the exact total, and when the nearest documents, in milliseconds of the page's own clock, and how many files had been requested
   by then. `window` is that of the page. */
(function (window) {
  "use strict";

  const document = window.document;
  const probe = window.rrProbe = { files: [], marks: {}, waiting: null, nearing: null };

  function now() {
    return window.performance.now();
  }

  function note(element) {
    const address = element.src || (element.rel === "stylesheet" && element.href);
    if (address) {
      probe.files.push(address);
    }
  }

  function look() {
    const tally = document.querySelector("[data-total]");
    const total = tally ? Number(tally.dataset.total) : Infinity;
    if (!("ten" in probe.marks) && document.querySelectorAll("[data-index]").length >= Math.min(10, total)) {
      probe.marks.ten = [now(), probe.files.length];
    }
    if (!("near" in probe.marks) && document.querySelector("[data-near] [data-index]")) {
      probe.marks.near = [now(), probe.files.length];
      if (probe.nearing) {
        probe.nearing();
      }
    }
    if (!("exact" in probe.marks) && tally && tally.dataset.exact === "true") {
      probe.marks.exact = [now(), probe.files.length];
      probe.marks.total = total;
      if (probe.waiting) {
        probe.waiting();
      }
    }
  }

  new window.MutationObserver((changes) => {
    look(); /* before the files of this very moment: what stands now did not come from them */
    changes.forEach((change) => change.addedNodes.forEach((node) => {
      if (node.nodeType === 1) {
        [node, ...node.querySelectorAll("script, link, img")].filter((one) => /^(SCRIPT|LINK|IMG)$/.test(one.tagName)).forEach(note);
      }
    }));
  }).observe(document, { attributes: true, childList: true, subtree: true });

  /* All that was noted, as soon as the exact total stands. */
  probe.result = function () {
    const noted = () => ({ files: probe.files, marks: probe.marks });
    return "exact" in probe.marks ? Promise.resolve(noted()) : new Promise((resolve) => {
      probe.waiting = () => resolve(noted());
    });
  };

  /* All that was noted, as soon as the nearest documents stand; or none in some milliseconds after the exact total. */
  probe.nearResult = function (patience) {
    return probe.result().then((noted) => "near" in probe.marks ? noted : new Promise((resolve) => {
      probe.nearing = () => resolve(noted);
      window.setTimeout(() => resolve(noted), patience);
    }));
  };

  /* Asks as a reader does: types into the box, presses Enter. Times count from there. */
  probe.ask = function (query, patience) {
    const input = document.querySelector("input[name=q]");
    probe.files = [];
    probe.marks = {};
    input.value = query;
    const start = now();
    input.form.requestSubmit();
    return (patience ? probe.nearResult(patience) : probe.result()).then((noted) => {
      Object.keys(noted.marks).filter((name) => name !== "total").forEach((name) => { noted.marks[name][0] -= start; });
      return noted;
    });
  };
}(window));
