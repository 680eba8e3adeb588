/* Draws single results of the search page, and gives the page that a result opens the words to mark.
   Whatever a reader typed or an editor wrote becomes text, never markup. */
(function () {
  "use strict";

  const FORMS = 12; /* ways in which words stand in a text that the opened page is told, at most */
  const BEFORE = 10; /* characters before the first mark in an excerpt of one line */
  const FORMS_LENGTH = 400; /* characters of these, at most */

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) {
      element.className = className;
    }
    element.append(...children);
    return element;
  }

  function fill(element, ...children) {
    element.textContent = "";
    element.append(...children);
  }

  function hidden(text) {
    return make("span", "rr-hidden", text);
  }

  function link(className, address, ...children) {
    const element = make("a", className, ...children);
    element.setAttribute("href", address);
    return element;
  }

  function figure(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  }

  function marked(pieces) {
    return pieces.map((piece) => (piece.mark ? make("mark", "rr-mark", piece.text) : piece.text));
  }

  /* The attachment in whose text an excerpt's first mark stands; `starts` has a line “place name” for each. */
  function attachmentOf(text, starts, excerpt) {
    const first = excerpt.findIndex((piece) => piece.mark);
    if (!starts || first < 0) {
      return "";
    }
    const shown = excerpt.filter((piece, place) => piece.text !== "…" || (place > 0 && place < excerpt.length - 1));
    const before = excerpt.slice(0, first).map((piece) => piece.text).join("").replace(/^…/, "");
    const at = text.indexOf(shown.map((piece) => piece.text).join("")) + before.length;
    let found = "";
    starts.split("\n").forEach((line) => {
      const gap = line.indexOf(" ");
      if (Number(line.slice(0, gap)) <= at) {
        found = line.slice(gap + 1);
      }
    });
    return found;
  }

  /* As macros/badge.html. */
  function badge(validity, replaced) {
    const expired = validity === "失效" || validity === "废止";
    const kind = expired || replaced ? " rr-badge--expired" : validity === "修改" ? " rr-badge--amended" : "";
    const text = expired ? validity : replaced ? "已被取代" : validity === "修改" ? "已修改" : validity;
    return make("span", "rr-badge" + kind, text);
  }

  /* The words of the query as they are written in a result's texts: the longest first. */
  function formsOf(row, pieces) {
    const texts = [row.title, row.text, row.key, (row.meta || {}).number || ""];
    const forms = new Set();
    texts.forEach((text) => pieces(text, true).forEach((piece) => {
      if (piece.mark) {
        forms.add(piece.text.replace(/\s+/g, " "));
      }
    }));
    let length = 0;
    return Array.from(forms).sort((a, b) => b.length - a.length).slice(0, FORMS).filter((form) => {
      length += form.length;
      return length <= FORMS_LENGTH;
    });
  }

  /* The address of a link has the words only while it is followed: one that is copied or kept does not tell what was searched for.
     marks.js, on the opened page, takes them out of the address again. */
  function givesWords(element, row, pieces) {
    const clean = element.getAttribute("href");
    const give = () => {
      const forms = formsOf(row, pieces);
      if (forms.length) {
        const parts = clean.split("#");
        element.setAttribute("href", parts[0] + "?marks=" + encodeURIComponent(forms.join("\n")) + (parts[1] ? "#" + parts[1] : ""));
        window.setTimeout(() => element.setAttribute("href", clean), 0);
      }
    };
    element.addEventListener("click", give);
    element.addEventListener("auxclick", give);
  }

  function title(row, pieces) {
    const element = link("rr-result__link", row.url, ...marked(pieces(row.title, true)));
    givesWords(element, row, pieces);
    return make("h3", "rr-result__title", element);
  }

  /* `categoryName` says how the category is shown. */
  function item(row, pieces, categoryName) {
    const element = make("li", "rr-result");
    const facts = make("p", "rr-result__facts");
    const day = make("time", "", row.date);
    const meta = row.meta || {};
    element.dataset.index = row.key;
    day.setAttribute("datetime", row.date);
    element.append(title(row, pieces));
    if (row.text) {
      const excerpt = pieces(row.text, false);
      element.append(make("p", "rr-result__text", ...marked(excerpt)));
      const name = attachmentOf(row.text, meta.attachments, excerpt);
      if (name) {
        facts.append(make("span", "rr-result__fact", (name.indexOf("附件") ? "见于附件 " : "见于") + name), " ");
      }
    }
    [
      ["公开日期", row.date && day],
      ["发布机构", meta.agency],
      ["类别", meta.category && categoryName(meta.category)],
      ["文号", meta.number && make("span", "", ...marked(pieces(meta.number, true)))],
      ["索引号", make("span", "", ...marked(pieces(row.key, true)))],
      ["有效性", (meta.validity || meta.replaced) && badge(meta.validity, meta.replaced)]
    ].forEach((entry) => {
      if (entry[1]) {
        const seen = entry[0] === "索引号" ? entry[0] + " " : hidden(entry[0] + "：");
        facts.append(make("span", "rr-result__fact", seen, entry[1]), " ");
      }
    });
    element.append(facts);
    return element;
  }

  /* An excerpt that shows its first mark in a single line. */
  function fromMark(excerpt) {
    const first = excerpt.findIndex((piece) => piece.mark);
    const before = excerpt.slice(0, Math.max(first, 0)).map((piece) => piece.text).join("");
    const letters = Array.from(before.replace(/^…/, ""));
    return letters.length > BEFORE ? [{ text: "…" + letters.slice(-BEFORE).join("") }].concat(excerpt.slice(first)) : excerpt;
  }

  /* A page, or a place on one: a section, a row of a register. `isShort`: its text has one line. */
  function place(row, pieces, isShort) {
    const element = make("li", "rr-result");
    const meta = row.meta || {};
    const facts = [["种类", meta.kind], ["所在网页", meta.page], ["所在的部分", meta.section !== meta.page && meta.section], ["有效性", meta.validity && badge(meta.validity, "")]];
    element.dataset.address = row.url;
    element.append(title(row, pieces));
    if (row.text) {
      element.append(make("p", "rr-result__text", ...marked(isShort ? fromMark(pieces(row.text, false)) : pieces(row.text, false))));
    }
    element.append(make("p", "rr-result__facts", ...facts.filter((entry) => entry[1])
      .flatMap((entry) => [make("span", "rr-result__fact", hidden(entry[0] + "："), entry[1]), " "])));
    return element;
  }

  window.SearchRows = { make: make, fill: fill, hidden: hidden, link: link, figure: figure, item: item, place: place };
}());
