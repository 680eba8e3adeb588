/* Reads a document aloud, sentence by sentence, with a voice of this computer, and marks the sentence that is read. Voices that
   ask the network are never used: where the browser has no Chinese voice of its own, there is no button. Nothing is remembered,
   and leaving the page ends it. */
(function () {
  "use strict";

  var READ = ".rr-banner__text, main h1, .rr-prose";
  var SILENT = "nav, script, style, noscript, template, button, svg, sup, [hidden], .rr-hidden, .rr-copy, .rr-outlink__address, .footnote-backref, .rr-statutory__heads, .rr-statutory thead, [data-records] thead";
  var INLINE = /^(A|ABBR|B|BDI|CITE|CODE|DEL|EM|I|INS|KBD|MARK|Q|S|SMALL|SPAN|STRONG|SUB|SUP|TIME|U|WBR)$/;
  var SENTENCE = /[^。！？；!?…]+[。！？；!?…]*[”’」』）)]*|[。！？；!?…]+/g;
  var LONGEST = 120; /* characters that a voice gets at once: some engines break off what is longer */
  var SLOWEST = 1000; /* milliseconds for a character: an engine that needs longer has died */
  var NAME = "rr-spoken";
  var article = document.querySelector("article");
  var tools = article && article.querySelector(".rr-prose") && article.querySelector(".rr-item__tools");
  var opener = null;
  var bar = null;
  var sentences = [];
  var here = 0;
  var turn = 0; /* what an earlier utterance says late counts no more */
  var timer = 0;
  var utterance = null; /* held here: Chromium forgets to tell the end of one that nobody holds */

  function voices() {
    var found = window.speechSynthesis && window.SpeechSynthesisUtterance ? window.speechSynthesis.getVoices() : [];
    return Array.prototype.filter.call(found, function (voice) {
      return voice.localService === true && /^(zh|cmn)\b/i.test(String(voice.lang).replace(/_/g, "-"));
    });
  }

  /* The Mandarin voice, where there are others too. */
  function bestVoice() {
    var found = voices();
    return found.filter(function (voice) {
      return /^(zh|cmn)$|CN|Hans/i.test(voice.lang);
    })[0] || found[0];
  }

  function blockOf(node) {
    var element = node.parentNode;
    while (INLINE.test(element.tagName)) {
      element = element.parentNode;
    }
    return element;
  }

  /* The texts that are read, in order. They are looked up anew for each sentence, since marks may split and join them. */
  function texts() {
    var found = [];
    Array.prototype.forEach.call(document.querySelectorAll(READ), function (part) {
      var walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      var node;
      while ((node = walker.nextNode())) {
        if (!node.parentNode.closest(SILENT) && node.parentNode.getClientRects().length) {
          found.push(node);
        }
      }
    });
    return found;
  }

  /* Cuts what is too long behind a comma, else anywhere. */
  function cut(text) {
    var parts = [];
    while (text.length > LONGEST) {
      var at = Math.max(text.lastIndexOf("，", LONGEST - 1), text.lastIndexOf("、", LONGEST - 1)) + 1 || LONGEST;
      parts.push(text.slice(0, at));
      text = text.slice(at);
    }
    return parts.concat(text);
  }

  /* The sentences with their places in all texts. A cell of a table is read with the name of its column. */
  function findSentences() {
    var found = [];
    var from = 0;
    var block = null;
    var text = "";

    function close() {
      var label = block && block.getAttribute("data-label");
      var place = from - text.length;
      (text.match(SENTENCE) || []).forEach(function (sentence) {
        cut(sentence).forEach(function (part) {
          if (/[^\s\u2014—]/.test(part)) {
            found.push({ say: (label ? label + "：" : "") + part.replace(/\s+/g, " ").trim(), from: place, to: place + part.length });
            label = "";
          }
          place += part.length;
        });
      });
      text = "";
    }

    texts().forEach(function (node) {
      if (blockOf(node) !== block || (node.previousSibling && node.previousSibling.nodeName === "BR")) {
        close();
        block = blockOf(node);
      }
      text += node.data;
      from += node.data.length;
    });
    close();
    return found;
  }

  function unmark() {
    if (window.CSS && window.CSS.highlights) {
      window.CSS.highlights.delete(NAME);
    }
    Array.prototype.forEach.call(document.querySelectorAll("mark." + NAME), function (mark) {
      var parent = mark.parentNode;
      while (mark.firstChild) {
        parent.insertBefore(mark.firstChild, mark);
      }
      parent.removeChild(mark);
      parent.normalize();
    });
  }

  function wrap(node, from, to) {
    var mark = document.createElement("mark");
    var part = from ? node.splitText(from) : node;
    if (to - from < part.data.length) {
      part.splitText(to - from);
    }
    mark.className = NAME;
    part.parentNode.replaceChild(mark, part);
    mark.appendChild(part);
  }

  /* Marks a sentence and brings it into sight. Browsers without the Highlight API get <mark> elements. */
  function mark(sentence) {
    var ranges = [];
    var at = 0;
    var canHighlight = window.CSS && window.CSS.highlights && window.Highlight;
    var first;
    unmark();
    texts().forEach(function (node) {
      var from = Math.max(sentence.from - at, 0);
      var to = Math.min(sentence.to - at, node.data.length);
      at += node.data.length;
      if (to > from) {
        ranges.push([node, from, to]);
      }
    });
    first = ranges.length ? blockOf(ranges[0][0]) : null;
    if (canHighlight) {
      window.CSS.highlights.set(NAME, ranges.reduce(function (all, range) {
        var one = document.createRange();
        one.setStart(range[0], range[1]);
        one.setEnd(range[0], range[2]);
        return all.add(one);
      }, new window.Highlight()));
    } else {
      ranges.forEach(function (range) {
        wrap(range[0], range[1], range[2]);
      });
    }
    if (first) {
      var box = first.getBoundingClientRect();
      if (box.top < 0 || box.bottom > window.innerHeight - bar.offsetHeight) {
        first.scrollIntoView({ block: box.height < window.innerHeight / 2 ? "center" : "start" });
      }
    }
  }

  function hush() {
    turn += 1;
    window.clearTimeout(timer);
    if (window.speechSynthesis.speaking || window.speechSynthesis.pending) {
      window.speechSynthesis.cancel();
    }
  }

  function say(text) {
    bar.querySelector("[role=status]").textContent = text;
  }

  function setPaused(isPaused) {
    bar.querySelector("[data-aloud=pause]").textContent = isPaused ? "继续" : "暂停";
  }

  /* Speaks from the sentence that is due. Pausing ends an utterance, and going on begins its sentence anew: engines that cannot pause do so, too. */
  function speak() {
    var mine;
    var voice = bestVoice();
    hush();
    mine = turn;
    if (here >= sentences.length) {
      stop();
      return;
    }
    if (!voice) {
      pause("这台电脑没有能用的中文语音了。");
      return;
    }
    utterance = new window.SpeechSynthesisUtterance(sentences[here].say);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = function () {
      if (mine === turn) {
        here += 1;
        speak();
      }
    };
    utterance.onerror = function () {
      if (mine === turn) {
        pause("语音断了，没有读完这一句。");
      }
    };
    timer = window.setTimeout(utterance.onerror, 10000 + SLOWEST * sentences[here].say.length);
    mark(sentences[here]);
    setPaused(false);
    say("正在朗读");
    window.dispatchEvent(new Event("rr-reading")); /* who listens is there, though nothing is touched (idle.js) */
    window.speechSynthesis.speak(utterance);
  }

  function pause(why) {
    hush();
    setPaused(true);
    say(why);
  }

  function stop() {
    hush();
    unmark();
    if (bar) {
      var held = bar.contains(document.activeElement);
      bar.parentNode.removeChild(bar);
      bar = null;
      document.documentElement.removeAttribute("data-aloud");
      if (held) {
        opener.focus();
      }
    }
  }

  function button(text, name, action) {
    var element = document.createElement("button");
    element.type = "button";
    element.className = "rr-button";
    element.setAttribute("data-aloud", name);
    element.textContent = text;
    element.addEventListener("click", action);
    return element;
  }

  function step(by) {
    here = Math.min(Math.max(here + by, 0), sentences.length - 1);
    speak();
  }

  function start() {
    var status = document.createElement("p");
    if (bar) {
      return;
    }
    sentences = findSentences();
    here = 0;
    bar = document.createElement("section");
    bar.className = "rr-aloud";
    bar.setAttribute("aria-label", "朗读");
    status.className = "rr-aloud__status";
    status.setAttribute("role", "status");
    [
      status,
      button("暂停", "pause", function () {
        if (this.textContent === "暂停") {
          pause("停在这一句");
        } else {
          speak();
        }
      }),
      button("上一句", "back", step.bind(null, -1)),
      button("下一句", "on", step.bind(null, 1)),
      button("停止", "stop", stop)
    ].forEach(function (element) {
      bar.appendChild(element);
    });
    document.body.appendChild(bar);
    document.documentElement.setAttribute("data-aloud", "");
    bar.querySelector("[data-aloud=pause]").focus();
    speak();
  }

  /* Voices may come after the page, or go. */
  function look() {
    var has = voices().length > 0;
    if (has && !opener) {
      opener = button("朗读", "start", start);
      tools.insertBefore(opener, tools.firstChild);
    } else if (!has && opener) {
      stop();
      opener.parentNode.removeChild(opener);
      opener = null;
    }
  }

  if (!tools || !window.speechSynthesis) {
    return;
  }
  look();
  if (window.speechSynthesis.addEventListener) {
    window.speechSynthesis.addEventListener("voiceschanged", look);
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && bar && !event.defaultPrevented && !event.isComposing) {
      stop();
    }
  });
  window.addEventListener("pagehide", stop);
}());
