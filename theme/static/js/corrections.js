/* Fills in the form for mistakes: the page from which the reader came, which stands behind the “#” of the address, and the release.
   A fragment never leaves the machine, and what stands there becomes the value of a field and nothing else. */
(function () {
  "use strict";

  var LONGEST = 300;

  function fill(name, text) {
    var field = document.getElementById("f-" + name);
    if (field && text) {
      field.value = field.defaultValue = text.slice(0, LONGEST); /* idle.js looks for what a reader has typed */
      field.dispatchEvent(new Event("input")); /* form.js copies it for printing */
    }
  }

  function fillIn() {
    var came = new URLSearchParams(window.location.hash.slice(1));
    var release = window.siteRelease;
    fill("page-title", came.get("title"));
    fill("page-address", came.get("page"));
    fill("page-release", release ? release.id + "，发布于 " + release.date.slice(0, 10) : "");
  }

  document.addEventListener("DOMContentLoaded", fillIn); /* then release.js, which is deferred too, has run */
  window.addEventListener("hashchange", fillIn);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      fillIn(); /* form.js has cleared the page before */
    }
  });
}());
