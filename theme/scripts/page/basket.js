/* The basket: a button on an item's page puts the item to those that are printed together. What it takes is loaded when a reader
   presses it. Every page says how many wait, where the browser lets it know. Without this file there is no basket. */
(function () {
  "use strict";

  var KEY = "rr-basket"; /* of theme/js/basket-store.js */
  var root = document.documentElement;
  var home = document.querySelector(".rr-header__home");
  var article = document.querySelector("article[data-basket]");
  var button = null;
  var opening = null;
  var link = null;
  var status = null;

  /* The collected items, as far as this page may see them. Firefox keeps them apart for each folder without a server. */
  function seen() {
    try {
      return (JSON.parse(window.sessionStorage.getItem(KEY)) || { entries: [] }).entries;
    } catch (error) {
      return [];
    }
  }

  function address(path) {
    return home.href.replace(/index\.html$/, "") + path;
  }

  function show(number) {
    var bar = document.querySelector(".rr-tools");
    if (number) {
      root.setAttribute("data-basket", number);
    } else {
      root.removeAttribute("data-basket");
    }
    if (!link && number && bar && !document.querySelector("[data-basket-page]")) {
      link = document.createElement("a");
      link.className = "rr-tools__button rr-tools__basket";
      link.href = address("basket.html");
      bar.appendChild(link);
    }
    if (opening) {
      opening.hidden = !number;
    }
    if (link) {
      link.hidden = !number;
      link.textContent = "待打印 " + number;
    }
  }

  function told(fault, entries) {
    button.disabled = false;
    show(entries.length);
    status.textContent = fault || "已经加入，现在有 " + entries.length + " 条。";
  }

  function add() {
    window.ReadingRoomBasket.add(article, told);
  }

  function press() {
    var script;
    button.disabled = true; /* until the answer: a second press would ask again */
    if (window.ReadingRoomBasket) {
      add();
      return;
    }
    script = document.createElement("script");
    script.src = address("theme/js/basket.js");
    script.onload = add;
    script.onerror = function () {
      told("加不进去：文件不全，请直接打印这一页。", []);
    };
    document.head.appendChild(script);
  }

  if (article && home) {
    button = article.querySelector("[data-basket-add]");
    status = article.querySelector("[data-basket-status]");
    opening = article.querySelector("[data-basket-open]");
    opening.addEventListener("click", function () {
      window.location.href = address("basket.html");
    });
    button.hidden = false;
    button.addEventListener("click", press);
  }
  if (home) {
    window.addEventListener("pageshow", function () {
      show(seen().length);
    });
  }
}());
