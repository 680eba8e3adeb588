/* The request form on a shared terminal: unlocks the fields, copies long texts for printing, clears everything.
   Nothing is stored and nothing is sent; without this script the fields stay locked and the form prints empty. */
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

  /* A field prints only what its box shows; the copy prints all of it. */
  function copy(field) {
    each("[data-copy=" + field.id + "]", function (place) {
      place.textContent = field.value;
      place.parentNode.classList.toggle("rr-form__place--filled", field.value !== "");
    });
  }

  /* The values themselves, not only what is seen: the browser may keep a page that was left. */
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
