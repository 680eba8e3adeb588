/* Says on the search page that this browser is too old for the search, where it is. Runs before the scripts of the
   search, and is written for browsers that cannot read these: no word of it is younger than ECMAScript 5. */
(function () {
  "use strict";

  /* What the search asks of a browser came last of all with this: Chromium 80, Firefox 113. */
  function canUnpack() {
    try {
      return Boolean(new window.DecompressionStream("deflate"));
    } catch (error) {
      return false;
    }
  }

  function show(selector, shown) {
    var element = document.querySelector(selector);
    if (element) {
      element.hidden = !shown;
    }
  }

  window.isSearchSupported = canUnpack();
  if (!window.isSearchSupported) {
    show("[data-search=unsupported]", true);
    show("[data-search=lead]", false);
    show(".rr-main .rr-search", false);
    if (window.showPage) {
      window.showPage();
    }
  }
}());
