/* The page of the basket: writes out the collected items as one document, with its contents and sources. */
(function () {
  "use strict";

  var place = document.querySelector("[data-basket-page]");
  var status = place.querySelector("[role=status]");
  var list = place.querySelector("[data-basket-contents]");
  var documents = place.querySelector("[data-basket-documents]");
  var address = place.getAttribute("data-address");

  function make(tag, className, text) {
    var element = document.createElement(tag);
    element.className = className;
    element.textContent = text || "";
    return element;
  }

  function button(text, action) {
    var element = make("button", "rr-button", text);
    element.type = "button";
    element.addEventListener("click", action);
    return element;
  }

  function addContents(entry, number) {
    var line = make("li", "rr-basket__entry");
    var link = make("a", "rr-basket__link rr-link", entry.title);
    var remove = button("去掉", function () {
      change({ what: "remove", path: entry.path });
    });
    link.href = "#print-" + number;
    remove.setAttribute("aria-label", "去掉：" + entry.title);
    line.appendChild(link);
    line.appendChild(remove);
    list.appendChild(line);
  }

  function addDocument(entry, number) {
    var part = make("section", "rr-basket__document");
    part.id = "print-" + number;
    part.setAttribute("aria-label", entry.title);
    window.ReadingRoomBasket.build(entry.trees, part);
    part.appendChild(make("p", "rr-basket__source", "来源：" + (entry.source ? entry.source + "，" : "") + "网页地址 " + address + entry.path));
    documents.appendChild(part);
  }

  function show(fault, entries) {
    list.textContent = "";
    documents.textContent = "";
    place.classList.toggle("rr-basket--empty", !entries.length);
    entries.forEach(function (entry, position) {
      addContents(entry, position + 1);
      addDocument(entry, position + 1);
    });
    status.textContent = fault || (entries.length ? "共 " + entries.length + " 条，打印出来是一份，每条从新的一页开始。最多放 20 条；关上浏览器、半小时不用，就都忘掉。" : "");
    place.setAttribute("data-asked", ""); /* the store has answered */
  }

  function change(question) {
    window.ReadingRoomBasket.ask(question, function (fault) {
      if (fault) {
        status.textContent = fault;
      } else {
        window.ReadingRoomBasket.ask({ what: "all" }, show);
      }
    });
  }

  place.querySelector("[data-basket-clear]").addEventListener("click", function () {
    change({ what: "clear" });
  });
  place.querySelector("[data-basket-tools]").hidden = false;
  window.addEventListener("pageshow", function () {
    window.ReadingRoomBasket.ask({ what: "all" }, show);
  });
}());
