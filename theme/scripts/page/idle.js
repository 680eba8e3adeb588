/* Shared terminals (kiosk.js says which browsers are). Other readers are never
   sent away from a half-read page. After some minutes without input the page shows a notice, waits half a minute for a sign of a
   reader, and returns to the home page. It empties all fields and resets the text size. Where the browser has the
   Navigation API, Back then no longer leads to the pages of the last reader. */
(function () {
  "use strict";
  var WARNING = 30; /* seconds between notice and return: WCAG 2.2.1 requires at least 20 */
  var STAYING = 1500; /* milliseconds that the notice stays after an input */
  var FLAG = "rr-forget"; /* key in the session storage: the next step of clearing the history */
  var home = document.querySelector(".rr-header__home");
  var seconds = parseInt(document.body.getAttribute("data-idle"), 10);
  var warning = Math.min(WARNING, Math.floor(seconds / 2));
  var last = Date.now();
  var notice = null;
  var figure = null;

  function stored(action, value) {
    try {
      if (action === "get") {
        return window.sessionStorage.getItem(FLAG);
      }
      window.sessionStorage.clear();
      if (action === "set") {
        window.sessionStorage.setItem(FLAG, value);
      }
    } catch (error) {
      /* Storage may be closed on a terminal. Then there is nothing in it to clear. */
    }
    return null;
  }

  /* Leaving takes three steps, each on another page. `leave` goes back to the first page of this tab's history. From
     there the second step goes to the home page. There the third step adds an entry to the history, which drops all
     entries after it. */
  function goOnForgetting() {
    var step = stored("get");
    if (step === "back") {
      stored("set", "home");
      window.location.replace(home.href);
    } else if (step === "home") {
      stored("clear");
      window.history.pushState(null, "", window.location.href);
    }
  }

  function typed() {
    return Array.prototype.some.call(document.querySelectorAll("input, textarea"), function (field) {
      return field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
    });
  }

  function forget() {
    Array.prototype.forEach.call(document.forms, function (form) {
      form.reset();
    });
    Array.prototype.forEach.call(document.querySelectorAll("input[type=search]"), function (field) {
      field.value = "";
    });
    try {
      window.localStorage.removeItem("rr-reading");
    } catch (error) {
      /* Storage may be closed. Then nothing was stored. */
    }
  }

  /* The first page of this tab's history. Firefox names no other file there: each is a world of its own. */
  function firstPage() {
    var entries = window.navigation && window.navigation.currentEntry ? window.navigation.entries() : [];
    var here = window.location.href.split(/[?#]/)[0];
    return entries.some(function (entry) {
      return entry.url && entry.url.split(/[?#]/)[0] !== here;
    }) ? entries[0] : null;
  }

  function leave() {
    var before = firstPage();
    forget();
    if (before && before.url && window.navigation.currentEntry.index > 0) {
      stored("set", "back");
      window.navigation.traverseTo(before.key).finished.catch(function () {
        window.location.replace(home.href);
      });
    } else {
      stored("clear");
      window.location.replace(home.href);
    }
  }

  function untouched() {
    return window.location.href.split(/[?#]/)[0] === home.href && window.scrollY < 50 && !typed()
      && !document.documentElement.hasAttribute("data-basket") && !document.documentElement.hasAttribute("data-size") && !document.documentElement.hasAttribute("data-mode")
      && !(window.navigation && window.navigation.currentEntry && window.navigation.entries().length > 2);
  }

  function warn() {
    var text = document.createElement("p");
    var button = document.createElement("button");
    notice = document.createElement("div");
    figure = document.createElement("span");
    notice.className = "rr-idle";
    notice.setAttribute("role", "alert");
    text.className = "rr-idle__text";
    text.appendChild(document.createTextNode("好一会儿没有人操作，就要回到首页，输入的字会清空。"));
    figure.className = "rr-idle__figure";
    figure.setAttribute("aria-hidden", "true"); /* a screen reader reads the notice once, not every second */
    text.appendChild(figure);
    button.type = "button";
    button.className = "rr-button rr-idle__button";
    button.textContent = "继续阅读";
    notice.appendChild(text);
    notice.appendChild(button);
    document.body.appendChild(notice);
  }

  /* Any input keeps the reader here. The notice stays a moment longer: else a click on its button could hit what is under it. */
  function stay() {
    var old = notice;
    last = Date.now();
    if (old) {
      notice = null;
      old.firstChild.textContent = "好的，请继续。";
      window.setTimeout(function () {
        old.remove();
      }, STAYING);
    }
  }

  function look() {
    var idle = (Date.now() - last) / 1000;
    if (idle < seconds - warning) {
      return;
    }
    if (untouched()) {
      last = Date.now();
    } else if (idle >= seconds) {
      leave();
      last = Date.now() + 5000; /* loading the home page may take a moment: do not leave twice */
    } else {
      if (!notice) {
        warn();
      }
      figure.textContent = "还有 " + Math.ceil(seconds - idle) + " 秒。";
    }
  }

  if (!home || !(seconds > 0) || !document.documentElement.hasAttribute("data-kiosk")) {
    return;
  }
  function arrive() {
    last = Date.now();
    goOnForgetting();
  }

  if (document.readyState === "complete") {
    arrive();
  }
  window.addEventListener("pageshow", arrive); /* not earlier: reading the storage takes longer than a search */
  ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input", "scroll", "rr-reading"].forEach(function (kind) {
    window.addEventListener(kind, stay, { passive: true, capture: true });
  });
  window.setInterval(look, 500);
}());
