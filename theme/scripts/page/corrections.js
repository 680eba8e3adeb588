/* Tells the page for mistakes which page the reader leaves: its title and its place on the site stand behind the “#” of the link.
   Without this file the link leads to the same form, empty. */
(function () {
  "use strict";

  var link = document.querySelector("[data-corrections]");
  var heading = document.querySelector("main h1");
  var here = window.location.href.split(/[?#]/)[0];
  var home, place;

  if (!link) {
    return;
  }
  home = link.href.slice(0, -link.getAttribute("data-corrections").length);
  if (here.slice(0, home.length) !== home || here === link.href) {
    return;
  }
  place = here.slice(home.length) || "index.html";
  try {
    place = decodeURIComponent(place);
  } catch (error) {
    /* It is no UTF-8. Then it stays as it is written. */
  }
  /* The address stays as it is written until the link is used. A middle click has no click, so the press of the button counts. */
  ["mousedown", "click"].forEach(function (name) {
    link.addEventListener(name, function () {
      /* The heading of the home page is a sentence about the site. */
      var title = place === "index.html" ? "首页" : heading ? heading.textContent.trim() : document.title;
      link.hash = "page=" + encodeURIComponent(place) + "&title=" + encodeURIComponent(title);
    });
  });
}());
