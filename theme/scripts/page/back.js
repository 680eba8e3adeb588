/* The way back from an item to the list or the results that led to it: a kiosk has no buttons of the browser. A list is
   remembered in the session of this tab alone, and forgotten on the home page. */
(function () {
  "use strict";

  var KEY = "rr-back";
  var item = document.querySelector("article[data-index]");
  var home = document.querySelector(".rr-header__home");

  function session(action, value) {
    try {
      return action === "set" ? window.sessionStorage.setItem(KEY, value) : action === "get" ? window.sessionStorage.getItem(KEY) : window.sessionStorage.removeItem(KEY);
    } catch (error) {
      return null; /* storage is closed: there is no way back then */
    }
  }

  function add(found) {
    var link = document.createElement("a");
    link.className = "rr-action rr-back";
    link.href = found.address;
    link.textContent = "← 返回" + found.title;
    item.insertBefore(link, item.firstChild);
  }

  if (item) {
    try {
      add(JSON.parse(session("get")));
    } catch (error) {
      /* Nothing is remembered, or nothing that this file wrote. */
    }
  } else if (home && window.location.href.split(/[?#]/)[0] === home.href) {
    session("remove");
  } else {
    window.addEventListener("pagehide", function () {
      var heading = document.querySelector("main h1");
      var isSearch = document.querySelector("[data-search]") !== null;
      if (!document.querySelector("main a[href*='items/']")) {
        return; /* no list of items: a form, say, of which nothing is remembered */
      }
      session("set", JSON.stringify({ address: window.location.href, title: isSearch ? "检索结果" : "：" + (heading ? heading.textContent : "列表") }));
    });
  }
}());
