/* The request form on a shared terminal. This script unlocks the fields, copies long texts for printing, and clears the
   form when its page is left. It stores and sends nothing. Without it the fields stay locked, and the form prints empty. */
(function () {
  "use strict";

  var form = document.querySelector("[data-form]");
  if (!form) {
    return;
  }
  var status = form.querySelector("[data-status]");

  function each(selector, action) {
    Array.prototype.forEach.call(form.querySelectorAll(selector), action);
  }

  function unlock() {
    each("input[type=text], textarea", function (field) {
      field.readOnly = false;
    });
    each("input[type=checkbox]", function (box) {
      box.disabled = false;
    });
  }

  /* In print a field shows only the part of its text that fits the box. The copy shows the whole text. */
  function copy(field) {
    each("[data-copy=" + field.id + "]", function (place) {
      place.textContent = field.value;
      place.parentNode.classList.toggle("rr-form__place--filled", field.value !== "");
    });
  }

  /* Clears the default values too: the browser may keep a page that was left, with its values. */
  function clear() {
    each("input[type=text], textarea", function (field) {
      field.value = "";
      field.defaultValue = "";
    });
    each("input[type=text], textarea", copy);
    each("input[type=checkbox]", function (box) {
      box.checked = false;
    });
    status.textContent = "";
  }

  each("input[type=text], textarea", function (field) {
    field.addEventListener("input", function () {
      copy(field);
    });
  });
  each("[data-action=clear]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      clear();
      status.textContent = "已经清空。";
      form.querySelector("input[type=text]").focus();
    });
  });
  window.addEventListener("pagehide", clear);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      clear();
    }
  });
  clear();
  unlock();
}());
