/* Runs before the first paint: applies the reader's stored text size and edition, so that nothing jumps. */
(function () {
  "use strict";
  var LONGEST = 800; /* milliseconds without anything in sight */
  var root = document.documentElement;
  var timer = 0;

  function applyReading() {
    try {
      var saved = JSON.parse(window.localStorage.getItem("rr-reading") || "{}");
      if (saved.size === "small" || saved.size === "large") {
        root.setAttribute("data-size", saved.size);
      }
      if (saved.mode === "elder") {
        root.setAttribute("data-mode", "elder");
      }
    } catch (error) {
      /* Storage may be closed on a shared terminal: the page reads at its normal size. */
    }
  }

  /* Scripts that a page keeps for later, in their order. */
  function runLater() {
    Array.prototype.forEach.call(document.querySelectorAll("template[data-later]"), function (template) {
      Array.prototype.forEach.call(template.content.querySelectorAll("script"), function (kept) {
        var script = document.createElement("script");
        script.async = false;
        script.src = kept.getAttribute("src");
        document.head.appendChild(script);
      });
      template.parentNode.removeChild(template);
    });
  }

  /* Shows what there is, with all that does not serve to find. Safe to call more than once. */
  window.showPage = function () {
    if (root.hasAttribute("data-asking")) {
      window.clearTimeout(timer);
      applyReading();
      root.removeAttribute("data-asking");
      runLater();
    }
  };

  root.setAttribute("data-script", "on");
  /* The search page opened with words is shown together with its first results: to lay it out without them takes
     longer than to find, and so does the question to the storage. The page before stays in sight meanwhile.
     Pages that keep nothing for later find nothing, whatever their address says. */
  if (/[?&]q=[^&]/.test(window.location.search) && document.querySelector("template[data-later]")) {
    root.setAttribute("data-asking", "");
    timer = window.setTimeout(window.showPage, LONGEST);
  } else {
    applyReading();
    document.addEventListener("DOMContentLoaded", runLater);
  }
}());
