/* Runs before the first paint: applies the reader's stored text size and edition, so that nothing jumps. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-script", "on");
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
}());
