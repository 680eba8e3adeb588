/* Runs before the first paint: applies the reader's stored text size and edition, so that nothing jumps. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-script", "on");
  /* The search page opened with words: its lists are not wanted, and laying them out takes longer than to find. */
  if (/[?&]q=[^&]/.test(window.location.search)) {
    root.setAttribute("data-asking", "");
    window.addEventListener("load", function () {
      root.removeAttribute("data-asking");
    });
  }
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
