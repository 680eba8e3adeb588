/* Terminals are shared. After some minutes without input the page says that it will return to the home page, waits
   half a minute for any sign of a reader, and goes. What was typed is gone then, the text size is normal again, and
   where the browser lets a page do so, Back no longer leads to what the last reader looked at. */
(function () {
  "use strict";
  var WARNING = 30; /* seconds between notice and return: WCAG 2.2.1 asks for 20 at least */
  var STAYING = 1500; /* milliseconds */
  var FLAG = "rr-forget";
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
      /* Storage may be closed on a terminal: then nothing was kept in it either. */
    }
    return null;
  }

  /* The second and third step of leaving: from the first page of this tab to the home page, and there a new
     entry of the history, which drops all that followed. */
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
      /* As above. */
    }
  }

  function leave() {
    var before = window.navigation && window.navigation.currentEntry ? window.navigation.entries()[0] : null;
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
      && !document.documentElement.hasAttribute("data-size") && !document.documentElement.hasAttribute("data-mode")
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
    figure.setAttribute("aria-hidden", "true"); /* a screen reader hears the notice once, not each second */
    text.appendChild(figure);
    button.type = "button";
    button.className = "rr-button rr-idle__button";
    button.textContent = "继续阅读";
    notice.appendChild(text);
    notice.appendChild(button);
    document.body.appendChild(notice);
  }

  /* The notice stays a moment longer, so that a click meant for its button does not meet what is under it. */
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
      last = Date.now() + 5000; /* while the way home takes a moment */
    } else {
      if (!notice) {
        warn();
      }
      figure.textContent = "还有 " + Math.ceil(seconds - idle) + " 秒。";
    }
  }

  if (!home || !(seconds > 0)) {
    return;
  }
  function arrive() {
    last = Date.now();
    goOnForgetting();
  }

  if (document.readyState === "complete") {
    arrive();
  }
  window.addEventListener("pageshow", arrive); /* not before: to ask the storage takes longer than to find */
  ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input", "scroll"].forEach(function (kind) {
    window.addEventListener(kind, stay, { passive: true, capture: true });
  });
  window.setInterval(look, 500);
}());
