/* Reading tools, printing, the shortcut to the search box, the release in the footer. All pages can be read without this file. */
(function () {
  "use strict";

  var root = document.documentElement;
  var SIZES = [["small", "小"], ["medium", "中"], ["large", "大"]];

  function currentSize() {
    return root.getAttribute("data-size") || "medium";
  }

  function isElder() {
    return root.getAttribute("data-mode") === "elder";
  }

  function remember() {
    try {
      window.localStorage.setItem("rr-reading", JSON.stringify({
        size: currentSize(),
        mode: isElder() ? "elder" : "normal"
      }));
    } catch (error) {
      /* Storage may be closed on a shared terminal. The choice then holds for this page only. */
    }
  }

  function span(className, text) {
    var element = document.createElement("span");
    element.className = className;
    element.textContent = text;
    return element;
  }

  function button(text, hidden, action) {
    var element = document.createElement("button");
    element.type = "button";
    element.className = "rr-tools__button";
    if (hidden) {
      element.appendChild(span("rr-hidden", hidden));
    }
    element.appendChild(document.createTextNode(text));
    element.addEventListener("click", action);
    return element;
  }

  function addTools(bar) {
    var tools = document.createElement("div");
    var sizes = {};
    var elder;

    function show() {
      SIZES.forEach(function (entry) {
        sizes[entry[0]].setAttribute("aria-pressed", String(entry[0] === currentSize()));
      });
      elder.setAttribute("aria-pressed", String(isElder()));
    }

    tools.className = "rr-tools";
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", "阅读设置");
    tools.appendChild(span("rr-tools__caption", "字号"));
    tools.firstChild.setAttribute("aria-hidden", "true");
    SIZES.forEach(function (entry) {
      sizes[entry[0]] = button(entry[1], "字号：", function () {
        if (entry[0] === "medium") {
          root.removeAttribute("data-size");
        } else {
          root.setAttribute("data-size", entry[0]);
        }
        show();
        remember();
      });
      sizes[entry[0]].className += " rr-tools__button--" + entry[0];
      tools.appendChild(sizes[entry[0]]);
    });
    elder = button("长者版", "", function () {
      if (isElder()) {
        root.removeAttribute("data-mode");
      } else {
        root.setAttribute("data-mode", "elder");
      }
      show();
      remember();
    });
    elder.className += " rr-tools__button--elder";
    tools.appendChild(elder);
    bar.appendChild(tools);
    show();
  }

  function addPrinting() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-action=print]"), function (element) {
      element.hidden = false;
      element.addEventListener("click", function () {
        window.print();
      });
    });
  }

  function isTyping(element) {
    return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  }

  function addShortcut(input) {
    document.addEventListener("keydown", function (event) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      }
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  /* Terminals are shared. So the box is emptied when its page is left, also in the copy of the page that Back would show. */
  function emptyOnLeaving(input) {
    window.addEventListener("pagehide", function () {
      input.value = "";
    });
  }

  /* Has the box suggest what the reader may be about to type (WAI-ARIA's combobox). What that needs is loaded when the reader
     begins to type: until then no page is slower for it. The role is there before, since a screen reader says it first. */
  function addSuggestions(input, form) {
    var beginnings = ["keydown", "input", "compositionend"];
    var home = form.getAttribute("data-suggest");
    var composing = false;
    var submitted = false; /* before the script has come: then the reader wants results, not suggestions over them */

    function load(event) {
      var script = document.createElement("script");
      if (event.isComposing) {
        return; /* an input method composes: these letters are not the reader's words yet */
      }
      beginnings.forEach(function (name) {
        input.removeEventListener(name, load);
      });
      script.src = home + "suggest/box.js";
      script.onload = function () {
        var box = window.OfflineSuggest.attach(input, {
          folder: home + "suggest/",
          root: home,
          className: "rr-suggest",
          texts: { list: "建议", some: "有 {n} 条建议，按上下键选。" }
        });
        if (!composing && !submitted) {
          box.update();
        }
      };
      document.head.appendChild(script);
    }

    input.type = "text"; /* a field of the type search may not have the role combobox (ARIA in HTML) */
    input.setAttribute("enterkeyhint", "search");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    beginnings.forEach(function (name) {
      input.addEventListener(name, load);
    });
    form.addEventListener("submit", function () {
      submitted = true;
    });
    input.addEventListener("compositionstart", function () {
      composing = true;
    });
    input.addEventListener("compositionend", function () {
      composing = false;
    });
  }

  /* Offers the keyboard on the page beside a field, where the site has one. Its files are loaded when it is first asked for. */
  function addKeyboard(field, place) {
    var home = document.body.getAttribute("data-keyboard");
    var opener = document.createElement("button");

    function open() {
      window.pageKeyboard.open(field, opener);
    }

    opener.type = "button";
    opener.className = "rr-button rr-keyboard__opener";
    opener.textContent = "键盘";
    opener.setAttribute("aria-label", "拼音键盘");
    opener.addEventListener("click", function () {
      var script;
      if (window.pageKeyboard) {
        open();
        return;
      }
      script = document.createElement("script");
      script.src = home + "theme/js/keyboard.js";
      script.onload = function () {
        window.pageKeyboard.load(home + "keyboard/").then(open, function () {
          opener.textContent = "键盘打不开";
          opener.removeAttribute("aria-label");
        });
      };
      document.head.appendChild(script);
    });
    place.appendChild(opener);
  }

  /* Shows the release. It stands in release.js, so that no page changes from release to release. */
  function showRelease(element) {
    var release = window.siteRelease;
    if (release) {
      element.textContent = "版本 " + release.id.slice(0, 12);
      element.appendChild(span("rr-footer__rest", release.id.slice(12))); /* only print shows the whole id */
      element.appendChild(document.createTextNode("，发布于 " + release.date.slice(0, 10) + " " + release.date.slice(11, 16) + " " + release.date.slice(19)));
    } else if (release === null) {
      element.textContent = "预览，没有发布";
    }
  }

  var bar = document.querySelector(".rr-header__bar");
  var input = document.querySelector(".rr-search__input");
  if (bar) {
    addTools(bar);
  }
  addPrinting();
  Array.prototype.forEach.call(document.querySelectorAll("[data-release]"), showRelease);
  if (document.body.hasAttribute("data-keyboard") && document.querySelector("[data-form]")) {
    addKeyboard(document.querySelector("[data-form] input[type=text]"), document.querySelector("[data-form] .rr-item__tools"));
  }
  if (input) {
    addShortcut(input);
    emptyOnLeaving(input);
    if (input.form.hasAttribute("data-suggest")) {
      addSuggestions(input, input.form);
    }
    if (document.body.hasAttribute("data-keyboard")) {
      addKeyboard(input, input.form);
    }
  }
}());
