/* Marks, on a page that a search result has opened, the words that were searched for, and leads from one place to the
   next. The words come in the address and are taken out of it at once. Nothing of them is kept when the reader leaves.
   Where no words come, nothing changes. */
(function () {
  "use strict";

  var MOST = 500; /* places that are marked */
  var UNMARKED = "nav, script, style, noscript, template, textarea, select, button, svg, [hidden], .rr-hidden, .rr-marks, [data-contents], .rr-back";
  var INLINE = /^(A|ABBR|B|BDI|CITE|CODE|DEL|EM|I|INS|KBD|MARK|Q|S|SMALL|SPAN|STRONG|SUB|SUP|TIME|U|WBR)$/;
  var BREAK = "\ue000"; /* stands between blocks, so that no word crosses them */
  var root = document.documentElement;
  var main = document.getElementById("main");

  /* The words in the address, which loses them. */
  function take() {
    var rest = [];
    var words = [];
    var isGiven = false;
    window.location.search.slice(1).split("&").forEach(function (part) {
      if (part.indexOf("marks=") === 0) {
        isGiven = true;
        try {
          words = decodeURIComponent(part.slice(6)).split("\n");
        } catch (error) {
          words = []; /* an address that somebody has cut */
        }
      } else if (part) {
        rest.push(part);
      }
    });
    if (isGiven) {
      window.history.replaceState(window.history.state, "", window.location.pathname + (rest.length ? "?" + rest.join("&") : "") + window.location.hash);
    }
    return words.filter(function (word) {
      return word.trim() && word.length <= 400;
    });
  }

  /* Any of the words, the longest first, with whatever spaces a page has between their characters. */
  function pattern(words) {
    var sorted = words.slice().sort(function (a, b) {
      return b.length - a.length;
    });
    return new RegExp(sorted.map(function (word) {
      return Array.from(word.replace(/\s+/g, "")).map(function (character) {
        return character.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&");
      }).join("\\s*");
    }).join("|"), "gi");
  }

  function blockOf(node) {
    var element = node.parentNode;
    while (element !== main && INLINE.test(element.tagName)) {
      element = element.parentNode;
    }
    return element;
  }

  /* The texts that a reader sees, with the place of each in the whole. */
  function readTexts() {
    var walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    var found = [];
    var whole = "";
    var block = null;
    var node;
    while ((node = walker.nextNode())) {
      if (!node.parentNode.closest(UNMARKED)) {
        if (blockOf(node) !== block) {
          block = blockOf(node);
          whole += BREAK;
        }
        found.push({ node: node, from: whole.length, to: whole.length + node.data.length });
        whole += node.data;
      }
    }
    return { texts: found, whole: whole };
  }

  /* Marks part of a text node; what comes after the part becomes a node of its own. */
  function wrap(node, from, to) {
    var mark = document.createElement("mark");
    var part = from ? node.splitText(from) : node;
    if (to - from < part.data.length) {
      part.splitText(to - from);
    }
    mark.className = "rr-found";
    part.parentNode.replaceChild(mark, part);
    mark.appendChild(part);
    return mark;
  }

  /* Marks every place of the words; returns for each place its elements: a word that stands in a link and beside it has two. */
  function mark(words) {
    var read = readTexts();
    var search = pattern(words);
    var spans = [];
    var match;
    while (spans.length < MOST && (match = search.exec(read.whole))) {
      spans.push({ from: match.index, to: match.index + match[0].length, marks: [] });
    }
    var last = read.texts.length - 1;
    for (var i = spans.length - 1; i >= 0; i -= 1) { /* from the end, so that places in nodes stay */
      while (last > 0 && read.texts[last].from >= spans[i].to) {
        last -= 1;
      }
      for (var k = last; k >= 0 && read.texts[k].to > spans[i].from; k -= 1) {
        var text = read.texts[k];
        var from = Math.max(spans[i].from, text.from) - text.from;
        var to = Math.min(spans[i].to, text.to) - text.from;
        if (to > from) {
          spans[i].marks.unshift(wrap(text.node, from, to));
        }
      }
    }
    return spans.map(function (span) {
      return span.marks;
    }).filter(function (marks) {
      return marks.length;
    });
  }

  function button(text, action) {
    var element = document.createElement("button");
    element.type = "button";
    element.className = "rr-button rr-marks__button";
    element.textContent = text;
    element.addEventListener("click", action);
    return element;
  }

  function openAround(element) {
    for (var above = element.parentNode; above && above !== main; above = above.parentNode) {
      if (above.tagName === "DETAILS") {
        above.open = true;
      }
    }
  }

  function forget(places, bar) {
    places.forEach(function (marks) {
      marks.forEach(function (element) {
        var parent = element.parentNode;
        if (parent) {
          while (element.firstChild) {
            parent.insertBefore(element.firstChild, element);
          }
          parent.removeChild(element);
          parent.normalize();
        }
      });
    });
    places.length = 0;
    root.removeAttribute("data-marks");
    if (bar.parentNode) {
      bar.parentNode.removeChild(bar);
    }
  }

  /* The part of the page that the address names; null for none. */
  function named() {
    try {
      return window.location.hash.length > 1 ? document.getElementById(decodeURIComponent(window.location.hash.slice(1))) : null;
    } catch (error) {
      return null; /* an address that somebody has cut */
    }
  }

  /* The first place at or after that part. */
  function startOf(places) {
    var target = named();
    for (var i = 0; target && i < places.length; i += 1) {
      if (target.contains(places[i][0]) || (target.compareDocumentPosition(places[i][0]) & Node.DOCUMENT_POSITION_FOLLOWING)) {
        return i;
      }
    }
    return 0;
  }

  function addBar(places, words) {
    var bar = document.createElement("section");
    var line = document.createElement("p");
    var here = startOf(places) - 1;
    var first = here + 1;
    var isBegun = false;
    var name = "“" + (words[0].length > 20 ? words[0].slice(0, 20) + "…" : words[0]) + "”" + (words.length > 1 ? "等" : "") + "：";
    var all = (places.length < MOST ? "" : "前 ") + places.length + " 处";

    function go(step) {
      if (isBegun) {
        places[here].forEach(function (element) {
          element.classList.remove("rr-found--here");
        });
      }
      here = (here + step + places.length) % places.length;
      isBegun = true;
      places[here].forEach(function (element) {
        element.classList.add("rr-found--here");
      });
      openAround(places[here][0]);
      places[here][0].scrollIntoView({ block: "center" });
      line.textContent = name + "第 " + (here + 1) + " 处 / 共 " + all;
      start.textContent = "下一处";
      before.hidden = false;
    }

    var before = button("上一处", function () {
      go(-1);
    });
    var start = button("前往第 " + (first + 1) + " 处", function () {
      go(1);
    });
    var end = button("去掉标记", function () {
      forget(places, bar);
      main.focus({ preventScroll: true });
    });
    before.hidden = true;
    bar.className = "rr-marks";
    bar.setAttribute("aria-label", "检索的字");
    line.className = "rr-marks__line";
    line.setAttribute("role", "status");
    line.textContent = name + "共 " + all;
    [line, before, start, end].forEach(function (element) {
      bar.appendChild(element);
    });
    main.insertBefore(bar, main.firstChild);
    root.setAttribute("data-marks", "");
    return bar;
  }

  function show(words) {
    var places = mark(words);
    if (!places.length) {
      return;
    }
    var bar = addBar(places, words);
    var target = named();
    if (target) {
      target.scrollIntoView();
    }
    window.addEventListener("pagehide", function () {
      forget(places, bar);
    });
  }

  var words = main ? take() : [];
  if (words.length) {
    show(words);
  }
}());
