/* Items that a reader collects to print them as one document. An item's page gives its own text, and the page of the basket
   writes it out again. A text is kept as a tree of names and words, and only elements and attributes that are listed here are
   ever made of it. */
(function () {
  "use strict";

  var TAGS = " p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tfoot tr th td caption colgroup col dl dt dd div section strong b em i sub sup br span time img blockquote pre code figure figcaption hr del ins s u small abbr q kbd a ";
  var ATTRIBUTES = " colspan rowspan span start value scope datetime alt width height title ";
  var LEFT_OUT = "script, style, noscript, button, input, textarea, select, nav, [hidden], .rr-item__tools, .rr-contents, .rr-first, .rr-back, .rr-copy, .rr-marks, .rr-basket-tools, .rr-footnote-backref, .footnote-backref";
  var PLACE = /^items\/[0-9]{4}\/[^?#]+$/;
  var WAIT = 10000; /* milliseconds for the frame */
  var home = document.querySelector(".rr-header__home");
  var root = home ? home.href.slice(0, home.href.lastIndexOf("/") + 1) : "";
  var frame = null;
  var isReady = false;
  var waiting = [];
  var asked = {};
  var number = 0;

  /* The place of an address below the root of the site; '' for any other. */
  function placeOf(address) {
    var place = address && address.slice(0, root.length) === root ? address.slice(root.length).split(/[?#]/)[0] : "";
    return PLACE.test(place) && place.indexOf("..") < 0 ? place : "";
  }

  function attributesOf(element, tag) {
    var kept = {};
    var className = (element.getAttribute("class") || "").split(/\s+/).filter(function (name) {
      return /^(?:rr-[\w-]+|footnote)$/.test(name);
    }).join(" ");
    Array.prototype.forEach.call(element.attributes, function (attribute) {
      if (ATTRIBUTES.indexOf(" " + attribute.name + " ") >= 0) {
        kept[attribute.name] = attribute.value;
      }
    });
    if (className) {
      kept["class"] = className;
    }
    if (tag === "a" && element.getAttribute("href") && element.getAttribute("href")[0] !== "#" && placeOf(element.href)) {
      kept.href = placeOf(element.href);
    } else if (tag === "img") {
      kept.src = placeOf(element.src);
    }
    return kept;
  }

  /* An element as [name, attributes, children]; a text as itself. The headings of an item stand below its title. */
  function treesOf(parent) {
    var found = [];
    Array.prototype.forEach.call(parent.childNodes, function (node) {
      var tag, children;
      if (node.nodeType === 3) {
        found.push(node.nodeValue);
      } else if (node.nodeType === 1 && !node.matches(LEFT_OUT)) {
        tag = node.tagName.toLowerCase();
        children = treesOf(node);
        if (TAGS.indexOf(" " + tag + " ") >= 0 && (tag !== "a" || attributesOf(node, tag).href)) {
          tag = /^h[1-5]$/.test(tag) ? "h" + (Number(tag[1]) + 1) : tag;
          found.push([tag, attributesOf(node, tag), children]);
        } else {
          found = found.concat(children);
        }
      }
    });
    return found;
  }

  function entryOf(article) {
    return {
      path: placeOf(window.location.href),
      title: article.querySelector("h1").textContent.trim(),
      source: article.getAttribute("data-source") || "",
      trees: treesOf(article)
    };
  }

  function build(trees, parent) {
    (Array.isArray(trees) ? trees : []).forEach(function (tree) {
      var element;
      if (typeof tree === "string") {
        parent.appendChild(document.createTextNode(tree));
        return;
      }
      if (!Array.isArray(tree) || typeof tree[0] !== "string" || TAGS.indexOf(" " + tree[0] + " ") < 0) {
        return;
      }
      element = document.createElement(tree[0]);
      Object.keys(tree[1] || {}).forEach(function (name) {
        var value = String(tree[1][name]);
        if (name === "href" || name === "src") {
          if (PLACE.test(value) && value.indexOf("..") < 0) {
            element.setAttribute(name, value); /* the page of the basket stands at the root */
          }
        } else if (name === "class" || ATTRIBUTES.indexOf(" " + name + " ") >= 0) {
          element.setAttribute(name, value);
        }
      });
      build(tree[2], element);
      parent.appendChild(element);
    });
  }

  function send(question) {
    if (isReady) {
      frame.contentWindow.postMessage(question, "*");
    } else {
      waiting.push(question);
    }
  }

  function open() {
    frame = document.createElement("iframe");
    frame.className = "rr-hidden";
    frame.title = "待打印的信息";
    frame.setAttribute("aria-hidden", "true");
    frame.tabIndex = -1;
    window.addEventListener("message", function (event) {
      var said = event.data;
      if (event.source !== frame.contentWindow || !said || typeof said.basket !== "number") {
        return;
      }
      if (said.basket === 0) {
        isReady = true;
        waiting.splice(0).forEach(send);
      } else if (asked[said.basket]) {
        asked[said.basket](said.fault, said.entries);
        delete asked[said.basket];
      }
    });
    frame.src = root + "theme/basket/store.xhtml";
    document.getElementById("main").appendChild(frame);
  }

  /* Asks the store. `then` gets what is wrong ('' where nothing is) and the entries. */
  function ask(question, then) {
    var own = number + 1;
    number = own;
    asked[own] = then;
    question.basket = own;
    if (!frame) {
      open();
    }
    send(question);
    window.setTimeout(function () {
      if (asked[own]) {
        delete asked[own];
        then("放不进去：浏览器没有打开存放的地方，请直接打印这一页。", []);
      }
    }, WAIT);
  }

  window.ReadingRoomBasket = {
    add: function (article, then) {
      ask({ what: "add", entry: entryOf(article) }, then);
    },
    ask: ask,
    build: build
  };
}());
