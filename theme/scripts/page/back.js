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

  function add(address, words) {
    var link = document.createElement("a");
    link.className = "rr-action rr-back";
    link.href = address;
    link.textContent = "← 返回" + words;
    item.insertBefore(link, item.firstChild);
    return link;
  }

  /* Firefox gives each folder a session of its own: an item then knows only that there is a page before it in this tab. A browser
     with buttons needs no more. */
  function addStepBack() {
    var link;
    if (document.documentElement.hasAttribute("data-kiosk") && window.history.length > 1) {
      link = add(home ? home.href : "#main", "上一页");
      link.addEventListener("click", function (event) {
        event.preventDefault();
        window.history.back();
      });
    }
  }

  function remembered() {
    try {
      return JSON.parse(session("get"));
    } catch (error) {
      return null; /* nothing that this file wrote */
    }
  }

  var before = item ? remembered() : null;
  if (before && before.address && before.title) {
    add(before.address, before.title);
  } else if (item) {
    addStepBack();
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
