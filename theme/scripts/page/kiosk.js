/* Whether this browser is a shared terminal: the kiosk profiles begin at index.html#kiosk. The document says so to the other scripts
   (`data-kiosk`). Chromium remembers it for all files. Firefox gives each file a storage of its own, so there each link and search box
   hands the mark on in its address: #kiosk, or #kiosk~place where the link leads to a place of the page. */
(function () {
  "use strict";
  var KEY = "rr-kiosk";
  var MARK = "#kiosk";
  var root = document.documentElement;
  var eachFileAlone = / (Firefox|FxiOS)\//.test(window.navigator.userAgent);

  function isMarked() {
    return window.location.hash === MARK || window.location.hash.indexOf(MARK + "~") === 0;
  }

  /* The mark in the address goes, so that a page is the same wherever it was opened from. */
  function takeMark() {
    var place = window.location.hash.slice(MARK.length + 1);
    if (place) {
      window.location.replace("#" + place);
    } else {
      window.history.replaceState(window.history.state, "", window.location.href.split("#")[0]);
    }
  }

  function isKiosk() {
    var marked = isMarked();
    if (marked) {
      takeMark();
    }
    try {
      if (marked) {
        window.localStorage.setItem(KEY, "1");
      }
      return marked || window.localStorage.getItem(KEY) === "1";
    } catch (error) {
      return marked; /* storage is closed: only this page knows */
    }
  }

  function withMark(address) {
    var parts = address.split("#");
    return parts[0] + MARK + (parts[1] ? "~" + parts[1] : "");
  }

  function follow(event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    var page = window.location.href.split("#")[0];
    if (link && !event.defaultPrevented && link.protocol === window.location.protocol && link.href.split("#")[0] !== page && !link.hasAttribute("download") && !/^#kiosk/.test(link.hash)) {
      link.href = withMark(link.href);
    }
  }

  /* The words of a search box become an address, as in mode.js. The search page itself answers without leaving. */
  function send(event) {
    var form = event.target;
    if (form.getAttribute("role") === "search" && !document.querySelector("script[data-search=client]")) {
      event.preventDefault();
      window.location.href = withMark(form.getAttribute("action") + "?" + new URLSearchParams(new FormData(form)).toString());
    }
  }

  if (!isKiosk()) {
    return;
  }
  root.setAttribute("data-kiosk", "");
  if (eachFileAlone) {
    window.addEventListener("click", follow); /* last of all: other scripts change addresses, too */
    window.addEventListener("submit", send, true);
  }
}());
