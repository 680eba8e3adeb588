/* The keyboard on the page, for touch terminals without one: simple-keyboard with pinyin. site.js loads this when a reader asks for it. */
(function () {
  "use strict";

  var LETTERS = ["q w e r t y u i o p", "a s d f g h j k l", "z x c v b n m {bksp}", "{digits} {space} {enter}"];
  var DIGITS = ["1 2 3 4 5 6 7 8 9 0", "〔 〕 - / . ， 、 《 》 ：", "{letters} {space} {bksp} {enter}"];
  var NAMES = { "{bksp}": "退格", "{space}": "空格", "{digits}": "数字", "{letters}": "拼音", "{enter}": "回车" };
  var panel = null;
  var keyboard = null;
  var target = null;
  var opener = null;

  function loadScript(url) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.onload = resolve;
      script.onerror = reject;
      script.src = url;
      document.head.appendChild(script);
    });
  }

  /* Loads the library's files from a folder of the site. */
  function load(folder) {
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = folder + "library.css";
    document.head.insertBefore(style, document.head.firstChild); /* the site's rules come after it */
    return Promise.all([loadScript(folder + "library.js"), loadScript(folder + "pinyin.js")]);
  }

  function tell() {
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Puts what was typed into the field. */
  function fill(text) {
    var caret = keyboard.getCaretPosition();
    target.value = text;
    if (caret !== null) {
      target.setSelectionRange(caret, caret);
    }
    tell();
  }

  function press(key) {
    if (key === "{digits}" || key === "{letters}") {
      keyboard.setOptions({ layoutName: key === "{digits}" ? "digits" : "default" });
    }
  }

  /* Not when the finger leaves the key: its click would then go to what lies below the keyboard. */
  function submit(event) {
    var key = event.target.closest("[data-skbtn='{enter}']");
    if (key && target.tagName === "INPUT" && target.form) {
      close();
      target.form.requestSubmit();
    }
  }

  /* The field may also be filled by another keyboard, or emptied. */
  function follow() {
    if (panel && !panel.hidden && keyboard.getInput() !== target.value) {
      keyboard.setInput(target.value);
      keyboard.setCaretPosition(target.selectionStart);
    }
  }

  function isTextField(element) {
    return (element.tagName === "INPUT" && element.type === "text" || element.tagName === "TEXTAREA") && !element.readOnly;
  }

  /* Turns to another field. */
  function turnTo(field) {
    target = field;
    keyboard.setOptions({ newLineOnEnter: field.tagName === "TEXTAREA", layoutName: "default" });
    keyboard.setInput(field.value);
    keyboard.setCaretPosition(field.selectionStart);
  }

  function build() {
    var head = document.createElement("div");
    var name = document.createElement("p");
    var shut = document.createElement("button");
    var place = document.createElement("div");
    panel = document.createElement("section");
    panel.className = "rr-keyboard";
    panel.setAttribute("aria-label", "拼音键盘");
    head.className = "rr-keyboard__head";
    name.textContent = "点字母拼音，再点要的字";
    shut.type = "button";
    shut.className = "rr-button rr-keyboard__close";
    shut.textContent = "关闭";
    shut.addEventListener("click", close);
    place.className = "simple-keyboard";
    head.appendChild(name);
    head.appendChild(shut);
    panel.addEventListener("click", submit);
    panel.appendChild(head);
    panel.appendChild(place);
    document.body.appendChild(panel);
    keyboard = new window.SimpleKeyboard.default(place, {
      layout: { default: LETTERS, digits: DIGITS },
      display: NAMES,
      mergeDisplay: true,
      layoutCandidates: window.pinyinCandidates,
      layoutCandidatesPageSize: 8,
      preventMouseDownDefault: true, /* the field keeps the focus */
      disableButtonHold: true,
      onChange: fill,
      onKeyReleased: press
    });
    document.addEventListener("input", function (event) {
      if (event.isTrusted && event.target === target) {
        follow();
      }
    });
    document.addEventListener("focusin", function (event) {
      if (!panel.hidden && event.target !== target && isTextField(event.target)) {
        turnTo(event.target);
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !panel.hidden && !event.isComposing) {
        event.preventDefault();
        close();
      }
    });
    document.addEventListener("selectionchange", function () {
      if (!panel.hidden && document.activeElement === target) {
        keyboard.setCaretPosition(target.selectionStart);
      }
    });
    window.addEventListener("pagehide", close);
  }

  function open(field, by) {
    opener = by;
    if (!panel) {
      build();
    }
    panel.hidden = false;
    document.body.classList.add("rr-page--keyboard");
    turnTo(field);
    field.focus();
    field.scrollIntoView({ block: "start" }); /* what is suggested below it stays in sight */
  }

  function close() {
    var held = panel.contains(document.activeElement);
    panel.hidden = true;
    document.body.classList.remove("rr-page--keyboard");
    keyboard.clearInput();
    if (held) {
      opener.focus();
    }
  }

  window.pageKeyboard = { load: load, open: open };
}());
