/* Long documents: the list of contents lies open where it stands beside the text, and each article has a link to copy.
   Without this file the list opens at a press, and articles keep their addresses. */
(function () {
  "use strict";

  var ARTICLE = /^b-第.+条/;
  var contents = document.querySelector("[data-contents]");

  /* Pages from a folder have no clipboard of their own, so a field that is selected copies there. */
  function copy(text) {
    var field = document.createElement("textarea");
    var copied;
    field.value = text;
    field.className = "rr-hidden";
    document.body.appendChild(field);
    field.select();
    copied = document.execCommand("copy");
    field.remove();
    return copied;
  }

  function addLink(place) {
    var button = document.createElement("button");
    var address = window.location.href.split("#")[0] + "#" + encodeURIComponent(place.id);
    var said = "复制链接";
    button.type = "button";
    button.className = "rr-copy";
    button.textContent = said;
    button.setAttribute("aria-label", said + "：" + place.id.replace(/^b-/, ""));
    button.addEventListener("click", function () {
      button.textContent = copy(address) ? "已复制" : address;
      button.focus();
      window.setTimeout(function () {
        button.textContent = said;
      }, 3000);
    });
    place.appendChild(button);
  }

  if (contents && window.matchMedia("(min-width: 80em)").matches && document.documentElement.getAttribute("data-mode") !== "elder") {
    contents.open = true;
  }
  Array.prototype.forEach.call(document.querySelectorAll(".rr-prose [id]"), function (place) {
    if (ARTICLE.test(place.id)) {
      addLink(place);
    }
  });
}());
