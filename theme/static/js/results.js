/* Draws the search page: the total, the filters, the results, what to do when there is nothing.
   Whatever a reader typed or an editor wrote becomes text, never markup. */
(function () {
  "use strict";

  const FACETS = [["category", "类别"], ["agency", "机构"], ["year", "年份"], ["validity", "有效性"]];
  const SHOWN = 8; /* values of a facet before “更多” */
  const LONGEST = 40; /* characters of a query that are repeated in a sentence */

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

  function quoted(text) {
    const letters = Array.from(text);
    return "“" + (letters.length > LONGEST ? letters.slice(0, LONGEST).join("") + "…" : text) + "”";
  }

  function valueName(facet, value) {
    return facet === "year" ? value + "年" : value.replace(/\//g, " › ");
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

  /* `address(state)` is where a state of the page stands; `pieces(text, whole)` marks the words in a text. */
  window.SearchResults = function (address) {
    const part = {};
    const expanded = {};
    document.querySelectorAll("[data-search]").forEach((element) => {
      part[element.dataset.search] = element;
    });

    function show(names, shown) {
      names.forEach((name) => {
        part[name].hidden = !shown;
      });
    }

    function changed(state, changes) {
      return address(Object.assign({}, state, { shown: 0 }, changes));
    }

    function filtered(state, facet, value) {
      const filter = Object.assign({}, state.filter);
      delete filter[facet];
      if (value) {
        filter[facet] = value;
      }
      return changed(state, { filter: filter });
    }

    function say(text) {
      part.status.textContent = text;
    }

    /* ---- The page without a query, and while a search runs ---- */

    function start() {
      show(["answer"], false);
      show(["lead", "lists"], true);
      forget();
      say("");
      window.showPage();
    }

    function forget() {
      forgetNearest();
      part.tally.removeAttribute("data-total");
      part.tally.removeAttribute("data-exact");
      ["tally", "notes", "results", "groups"].forEach((name) => fill(part[name]));
      part.results.removeAttribute("aria-busy");
      show(["more", "chosen"], false);
    }

    /* The old results stay in sight, but no longer count as an answer. */
    function wait(state) {
      forgetNearest();
      part.tally.setAttribute("data-exact", "false");
      part.tally.removeAttribute("data-total");
      fill(part.tally, "正在检索" + quoted(state.query) + "……");
      part.results.setAttribute("aria-busy", "true");
      part.results.querySelectorAll("[data-index]").forEach((element) => element.removeAttribute("data-index"));
      part.answer.classList.remove("rr-answer--none");
      show(["answer"], true);
      show(["lead", "lists", "more"], false);
      drawOrders(state);
      drawChosen(state);
      say("");
    }

    const orders = [["score", "按相关度"], ["date", "按日期"]].map((entry) => {
      const element = link("rr-answer__order", "?", entry[1]);
      element.dataset.order = entry[0];
      return element;
    });
    fill(part.orders, make("span", "rr-answer__caption", "排列"), " ", orders[0], " ", orders[1]);

    function drawOrders(state) {
      orders.forEach((element) => {
        element.setAttribute("href", changed(state, { order: element.dataset.order }));
        if (state.order === element.dataset.order) {
          element.setAttribute("aria-current", "true");
        } else {
          element.removeAttribute("aria-current");
        }
      });
    }

    function drawChosen(state) {
      const chosen = FACETS.filter((entry) => state.filter[entry[0]]);
      fill(part.chosen, ...chosen.map((entry) => {
        const name = valueName(entry[0], state.filter[entry[0]]);
        const cross = make("span", "rr-chosen__cross", "×");
        cross.setAttribute("aria-hidden", "true");
        return make("li", "", link("rr-chosen__link", filtered(state, entry[0], ""),
          hidden("去掉筛选："), entry[1] + "：" + name, cross));
      }));
      part.chosen.hidden = !chosen.length;
    }

    /* ---- The answer ---- */

    function total(state, answer, count, exact) {
      const narrowed = Object.keys(state.filter).length > 0;
      part.tally.setAttribute("data-total", String(count));
      part.tally.setAttribute("data-exact", String(exact));
      show(["orders"], count > 1);
      fill(part.tally, "检索" + quoted(state.query) + "，" + (narrowed ? "在选定的范围里" : ""));
      if (count === 0) {
        part.tally.append(answer.exact ? "没有找到信息。" : "没有找到信息，但结果可能不全。");
        return;
      }
      part.tally.append(answer.exact ? "找到 " : "找到约 ", make("strong", "", figure(count)), " 条");
      if (narrowed && count < answer.total) {
        part.tally.append("（全部 " + figure(answer.total) + " 条）");
      }
    }

    /* The first results stand; how many there are is not known yet. */
    function counting(state) {
      fill(part.tally, "检索" + quoted(state.query) + "，最先的 " + part.results.childElementCount + " 条如下，正在数一共有多少条……");
    }

    function rows(list, first, pieces) {
      if (first === 0) {
        fill(part.results);
        part.results.removeAttribute("aria-busy");
      }
      part.results.append(...list.map((row) => drawRow(row, pieces)));
      window.showPage();
    }

    function drawRow(row, pieces) {
      const element = make("li", "rr-result");
      const facts = make("p", "rr-result__facts");
      const day = make("time", "", row.date);
      const meta = row.meta || {};
      element.dataset.index = row.key;
      day.setAttribute("datetime", row.date);
      element.append(make("h3", "rr-result__title", link("rr-result__link", row.url, ...marked(pieces(row.title, true)))));
      if (row.text) {
        const excerpt = pieces(row.text, false);
        element.append(make("p", "rr-result__text", ...marked(excerpt)));
        const name = attachmentOf(row.text, meta.attachments, excerpt);
        if (name) {
          facts.append(make("span", "rr-result__fact", "见于附件 " + name), " ");
        }
      }
      [
        ["公开日期", row.date && day],
        ["发布机构", meta.agency],
        ["类别", meta.category && valueName("category", meta.category)],
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

    /* ---- What is nearest: under a heading of its own, never part of the total ---- */

    function forgetNearest() {
      part.answer.classList.remove("rr-answer--near");
      part.answer.querySelectorAll("[data-near]").forEach((element) => element.remove());
    }

    /* `exact` is the number of exact results above. */
    function nearest(list, exact, pieces) {
      const title = make("h2", "rr-closest__title", exact ? "下面是最接近的" : "没有一字不差的；下面是最接近的");
      const section = make("section", "rr-closest", title, make("ol", "rr-results", ...list.map((row) => drawRow(row, pieces))));
      forgetNearest();
      title.id = "near-title";
      section.dataset.near = "";
      section.setAttribute("aria-labelledby", title.id);
      part.answer.classList.add("rr-answer--near");
      part.results.parentNode.append(section);
      window.showPage();
    }

    function more(remaining) {
      part.more.hidden = remaining <= 0;
      part.more.textContent = "再看 " + Math.min(remaining, 20) + " 条（还有 " + figure(remaining) + " 条）";
    }

    /* What else was searched for, and files that could not be read. */
    function notes(state, answer) {
      const lines = [];
      const also = (reason) => {
        const groups = new Map();
        answer.also.filter((entry) => entry.reason === reason).forEach((entry) => {
          const before = groups.get(entry.word) || (reason === "alias" ? quoted(entry.word) : "");
          groups.set(entry.word, before + (before && "、") + quoted(entry.text));
        });
        return Array.from(groups.values()).join("；");
      };
      const other = changed(state, { aliases: !state.aliases });
      const excluded = answer.words.filter((word) => word.sign === "-").map((word) => quoted(word.text));
      answer.words.filter((word) => word.field && word.sign !== "-").forEach((word) => {
        lines.push(make("p", "rr-answer__note", quoted(word.text) + "只在" + (word.field === "title" ? "名称" : "正文") + "里找。"));
      });
      if (answer.cut) {
        lines.push(make("p", "rr-answer__note", "输入的字太多，只检索了前 " + answer.cut + " 个字。"));
      }
      if (excluded.length) {
        lines.push(make("p", "rr-answer__note", "已除去含有" + excluded.join("、") + "的信息。"));
      }
      if (also("pinyin")) {
        lines.push(make("p", "rr-answer__note", "也按拼音检索了：" + also("pinyin") + "。"));
      }
      if (also("alias")) {
        lines.push(make("p", "rr-answer__note", "意思相同的词也检索了：" + also("alias") + "。 ",
          link("rr-answer__switch", other, "只检索原来的词")));
      } else if (!state.aliases) {
        lines.push(make("p", "rr-answer__note", "现在只检索原来的词。 ", link("rr-answer__switch", other, "同时检索意思相同的词")));
      }
      if (answer.missing.length) {
        lines.push(make("p", "rr-answer__note rr-answer__note--fault",
          "有 " + answer.missing.length + " 个索引文件读不出来，结果可能不全；请告诉工作人员。"));
      }
      fill(part.notes, ...lines);
    }

    function nothing(state, answer) {
      part.answer.classList.add("rr-answer--none");
      fill(part.results);
      fill(part.groups);
      part.results.removeAttribute("aria-busy");
      if (answer.total && Object.keys(state.filter).length) {
        part.notes.append(make("p", "", link("rr-action", changed(state, { filter: {} }), "去掉筛选，看全部 " + figure(answer.total) + " 条")));
      } else {
        part.notes.append(make("p", "", (answer.exact ? "可以少写几个字，或者换一个说法。" : "") + "也可以从下面的列表进入，按日期找。"));
      }
      show(["lists"], true);
      window.showPage();
    }

    /* Shorter queries, each a word of some title. */
    function suggest(state, words) {
      if (words.length) {
        const list = make("ul", "rr-nearest__list", ...words.map((word) =>
          make("li", "", link("rr-nearest__link", changed(state, { query: word, filter: {} }), word))));
        part.notes.prepend(make("div", "rr-nearest", make("p", "rr-nearest__caption", "本站有的、相近的词："), list));
      }
    }

    function failed() {
      forget();
      part.answer.classList.add("rr-answer--none");
      part.results.removeAttribute("aria-busy");
      show(["orders"], false);
      fill(part.tally, "检索用的文件读不出来，现在不能按词检索。");
      fill(part.notes, make("p", "rr-answer__note rr-answer__note--fault", "请告诉工作人员。要找的信息还可以从下面的列表进入，按日期找。"));
      show(["answer", "lists"], true);
      window.showPage();
      say(part.tally.textContent);
    }

    /* Another release stands in the place of this page's, and the page is about to be loaded again. */
    function renewing() {
      fill(part.tally, "网站刚刚更新了，正在重新打开这一页，您输入的词还在……");
      fill(part.notes);
      show(["answer"], true);
      window.showPage();
      say(part.tally.textContent);
    }

    /* ---- Filters ---- */

    function facets(state, counts) {
      const held = document.activeElement && document.activeElement.closest("[data-value]");
      fill(part.groups, ...FACETS.filter((entry) => counts[entry[0]].length || state.filter[entry[0]])
        .map((entry) => drawFacet(state, entry[0], entry[1], counts[entry[0]])));
      if (held && !held.isConnected) {
        const again = Array.from(part.groups.querySelectorAll("[data-value]"))
          .find((element) => element.dataset.facet === held.dataset.facet && element.dataset.value === held.dataset.value);
        (again || part.tally).focus({ preventScroll: true });
      }
    }

    function drawFacet(state, facet, name, values) {
      const title = make("h3", "rr-filter__title", name);
      const chosen = state.filter[facet];
      const order = facet === "year" ? (a, b) => (a[0] < b[0] ? 1 : -1) : (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
      const sorted = values.slice().sort(order);
      const place = sorted.findIndex((entry) => entry[0] === chosen);
      if (chosen && (place < 0 || place >= SHOWN)) { /* a chosen value is always in sight */
        sorted.unshift(place < 0 ? [chosen, 0] : sorted.splice(place, 1)[0]);
      }
      const entries = sorted.map((entry) => drawValue(state, facet, entry[0], entry[1]));
      const list = make("ul", "rr-filter__list", ...entries);
      const group = make("div", "rr-filter", title, list);
      const rest = entries.slice(SHOWN);
      if (rest.length) {
        const button = make("button", "rr-filter__more");
        const fold = () => {
          const open = Boolean(expanded[facet]);
          rest.forEach((element) => {
            element.hidden = !open;
          });
          fill(button, open ? "收起" : "更多", hidden(name), open ? "" : "（" + rest.length + "）");
          button.setAttribute("aria-expanded", String(open));
        };
        button.type = "button";
        button.addEventListener("click", () => {
          expanded[facet] = !expanded[facet];
          fold();
        });
        fold();
        group.append(button);
      }
      return group;
    }

    function drawValue(state, facet, value, count) {
      const chosen = state.filter[facet] === value;
      const element = link("rr-filter__link", filtered(state, facet, chosen ? "" : value),
        make("span", "rr-filter__name", valueName(facet, value)), " ",
        make("span", "rr-filter__count", figure(count), hidden(chosen ? " 条，已选，再按去掉" : " 条")));
      element.dataset.facet = facet;
      element.dataset.value = value;
      if (chosen) {
        element.setAttribute("aria-current", "true");
      }
      return make("li", "", element);
    }

    return {
      part: part, start: start, wait: wait, say: say, counting: counting, total: total, rows: rows, more: more,
      notes: notes, nothing: nothing, nearest: nearest, suggest: suggest, failed: failed, renewing: renewing, facets: facets
    };
  };
}());
