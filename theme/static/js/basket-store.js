/* Keeps what a reader has collected to print, in the session of this tab. It runs in a frame that pages open: Firefox gives
   each folder of a site without a server a storage of its own, and the folder of this frame is the same for all pages.
   Questions and answers are messages with a number. What is half an hour old is forgotten. */
(function () {
  "use strict";

  var KEY = "rr-basket";
  var LONGEST = 30 * 60 * 1000; /* milliseconds without a question after which a visit is over */
  var MOST = 20; /* items */
  var MOST_CHARACTERS = 1500000; /* of all items: browsers keep at least 2.5 million in a session */

  function read() {
    var kept;
    try {
      kept = JSON.parse(window.sessionStorage.getItem(KEY));
      return kept && Date.now() - kept.at < LONGEST && Array.isArray(kept.entries) ? kept.entries : [];
    } catch (error) {
      return []; /* nothing is kept, or nothing that this file wrote */
    }
  }

  function write(entries) {
    if (entries.length) {
      window.sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), entries: entries }));
    } else {
      window.sessionStorage.removeItem(KEY);
    }
  }

  function without(entries, path) {
    return entries.filter(function (entry) {
      return entry.path !== path;
    });
  }

  function add(entry) {
    var entries = without(read(), entry.path);
    if (entries.length >= MOST) {
      return "待打印的已有 " + MOST + " 条，打印以后清空，再加新的。";
    }
    entries.push(entry);
    if (JSON.stringify(entries).length > MOST_CHARACTERS) {
      return entries.length > 1 ? "待打印的已经很长，这一条放不下；打印以后清空，再加。" : "这一条太长，放不进去，请直接打印这一页。";
    }
    write(entries);
    return "";
  }

  /* Returns what is wrong, '' where nothing is. */
  function answer(asked) {
    try {
      if (asked.what === "add") {
        return add(asked.entry);
      }
      write(asked.what === "remove" ? without(read(), asked.path) : asked.what === "clear" ? [] : read());
      return "";
    } catch (error) {
      return "这台电脑的浏览器不让网页记东西，放不进去；请直接打印这一页。";
    }
  }

  window.addEventListener("message", function (event) {
    var asked = event.data;
    var fault;
    if (event.source !== window.parent || !asked || typeof asked.basket !== "number") {
      return;
    }
    fault = answer(asked);
    window.parent.postMessage({
      basket: asked.basket,
      fault: fault,
      entries: read().map(function (entry) {
        return asked.what === "all" ? entry : { path: entry.path, title: entry.title };
      })
    }, "*"); /* files have no origin to name; nothing is said that the asking page did not give */
  });
  window.parent.postMessage({ basket: 0 }, "*");
}());
