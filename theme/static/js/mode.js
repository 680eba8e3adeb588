/* Runs before the first paint: applies the stored text size and edition, so that the page does not jump, lets the search box lead to its page,
   and says on the search page where a browser is too old for the search. So it is written for browsers that cannot read the scripts of the search. */
(function () {
  "use strict";
  var LONGEST = 800; /* milliseconds for which a page may stay hidden */
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
      /* Storage may be closed on a shared terminal. The page then has its normal size. */
    }
  }

  /* Loads the scripts that a page has put off, in order. */
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

  /* Shows a hidden page as it is now, and runs what was put off for the search. May be called more than once. */
  window.showPage = function () {
    if (root.hasAttribute("data-asking")) {
      window.clearTimeout(timer);
      applyReading();
      root.removeAttribute("data-asking");
      runLater();
    }
  };

  /* What the search asks of a browser came last of all with this: Chromium 80, Firefox 113. */
  function canUnpack() {
    try {
      return Boolean(new window.DecompressionStream("deflate"));
    } catch (error) {
      return false;
    }
  }

  function setShown(selector, shown) {
    var element = document.querySelector(selector);
    if (element) {
      element.hidden = !shown;
    }
  }

  function sayTooOld() {
    setShown("[data-search=unsupported]", true);
    setShown("[data-search=lead]", false);
    setShown(".rr-main .rr-search", false);
    window.showPage();
  }

  root.setAttribute("data-script", "on");
  /* Scripts that need this run when the page is parsed. */
  if (document.querySelector("script[data-search=client]")) {
    window.isSearchSupported = canUnpack();
    if (!window.isSearchSupported) {
      document.addEventListener("DOMContentLoaded", sayTooOld);
    }
  }
  /* The pages' policy lets no form send anything. So the words of the search box become an address here. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.getAttribute("role") === "search" && !event.defaultPrevented) {
      event.preventDefault();
      window.location.href = form.getAttribute("action") + "?" + new URLSearchParams(new FormData(form));
    }
  });
  /* A search page that is opened with words stays hidden until it has its first results. To lay it out without them
     would take longer than the search, and so would reading the storage. The page before stays in sight meanwhile.
     Only the search page has scripts that are put off, so on other pages `?q=` means nothing. */
  if (/[?&]q=[^&]/.test(window.location.search) && document.querySelector("template[data-later]")) {
    root.setAttribute("data-asking", "");
    timer = window.setTimeout(window.showPage, LONGEST);
  } else {
    applyReading();
    document.addEventListener("DOMContentLoaded", runLater);
  }
}());
