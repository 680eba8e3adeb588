/* Draws the search page: the total, the notes, items and other places, what to do when there is nothing.
   rows.js draws single results, filters.js the filters. */
(function () {
  "use strict";

  const { make, fill, link, figure, item, place } = window.SearchRows;
  const { PAGE, isOfPlaces } = window.SearchState;
  const FIELDS = new Map([["title", "名称"], ["body", "正文"]]); /* others have the names that readers type */
  const LONGEST = 40; /* characters of a query that are repeated in a sentence */

  function quoted(text) {
    const letters = Array.from(text);
    return "“" + (letters.length > LONGEST ? letters.slice(0, LONGEST).join("") + "…" : text) + "”";
  }

  /* `address(state)` is where a state of the page stands. Functions that draw results are given `pieces(text, whole)`,
     which marks the words in a text. */
  window.SearchResults = function (address) {
    const part = {};
    document.querySelectorAll("[data-search]").forEach((element) => {
      part[element.dataset.search] = element;
    });
    const filters = window.SearchFilters(part, address);

    function show(names, shown) {
      names.forEach((name) => {
        part[name].hidden = !shown;
      });
    }

    function changed(state, changes) {
      return address(Object.assign({}, state, { shown: 0, places: 0 }, changes));
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
      forgetPlaces();
      part.tally.removeAttribute("data-total");
      part.tally.removeAttribute("data-exact");
      ["tally", "notes", "results", "groups"].forEach((name) => fill(part[name]));
      part.results.removeAttribute("aria-busy");
      show(["more", "chosen"], false);
    }

    /* The old results stay in sight, but no longer count as an answer. */
    function wait(state, isKept) {
      forgetNearest();
      forgetPlaces();
      part.tally.setAttribute("data-exact", "false");
      part.tally.removeAttribute("data-total");
      fill(part.tally, "正在检索" + quoted(state.query) + "……");
      part.results.setAttribute("aria-busy", "true");
      part.results.querySelectorAll("[data-index]").forEach((element) => element.removeAttribute("data-index"));
      part.answer.classList.remove("rr-answer--none");
      show(["answer", "results"], true);
      show(["lead", "lists", "more"], false);
      drawOrders(state);
      filters.chosen(state, isKept);
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

    /* ---- The answer ---- */

    function total(state, answer, count, exact) {
      const narrowed = filters.isNarrowed(state);
      part.tally.setAttribute("data-total", String(count));
      part.tally.setAttribute("data-exact", String(exact));
      show(["orders"], count > 1);
      if (isOfPlaces(state.filter)) {
        return; /* `places` says how many there are */
      }
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

    function drawItem(pieces) {
      return (row) => item(row, pieces, (name) => filters.valueName("category", name));
    }

    function rows(list, first, pieces) {
      if (first === 0) {
        fill(part.results);
        part.results.removeAttribute("aria-busy");
      }
      part.results.append(...list.map(drawItem(pieces)));
      window.showPage();
    }

    /* ---- Places that are no items: in a section of their own, never part of the total ---- */

    function forgetPlaces() {
      show(["places", "itemsTitle"], false);
      part.places.removeAttribute("data-places");
      part.places.classList.remove("rr-places--few");
      fill(part.placeRows);
    }

    /* `list` has the first of `count` places; `isBeside`: items are found, too, and these are the few that fit best. They stand above the
       items; `isBelow`: below them. */
    function places(state, list, count, isBeside, isBelow, pieces) {
      const kind = state.filter.kind;
      if (isBelow) {
        part.more.parentNode.after(part.places);
      } else {
        part.itemsTitle.before(part.places);
      }
      part.results.removeAttribute("aria-busy");
      part.places.dataset.places = String(count);
      part.places.classList.toggle("rr-places--few", isBeside);
      fill(part.placesTitle, isOfPlaces(state.filter) ? kind : "本站的网页、登记簿等", " ", make("span", "rr-places__count", figure(count) + " 处"));
      fill(part.placeRows);
      morePlaces(state, list, count, pieces);
      show(["places"], count > 0);
      show(["itemsTitle"], count > 0 && isBeside && !isBelow);
      if (isOfPlaces(state.filter)) {
        fill(part.tally, "检索" + quoted(state.query) + "，在“" + kind + "”里" + (count ? "找到 " : "没有找到。"));
        if (count) {
          part.tally.append(make("strong", "", figure(count)), " 处");
        }
        fill(part.results);
        show(["results"], false);
      } else if (!isBeside && count) {
        part.tally.append("下面是本站的网页、登记簿等 ", make("strong", "", figure(count)), " 处。");
        fill(part.results);
        show(["results"], false);
      }
      window.showPage();
    }

    function morePlaces(state, list, count, pieces) {
      part.placeRows.append(...list.map((row) => place(row, pieces, part.places.classList.contains("rr-places--few"))));
      const left = count - part.placeRows.childElementCount;
      leave(part.morePlaces, left, "处");
      part.morePlaces.hidden = left <= 0;
      part.morePlaces.textContent = "多列 " + Math.min(left, PAGE) + " 处（还有 " + figure(left) + " 处）";
    }

    /* ---- What is nearest: under a heading of its own, never part of the total ---- */

    function forgetNearest() {
      part.answer.classList.remove("rr-answer--near");
      part.answer.querySelectorAll("[data-near]").forEach((element) => element.remove());
    }

    /* `exact` is the number of exact results above; `piecesOf(row)` marks the words in the texts of a row. Only items have a key that is no address. */
    function nearest(list, exact, piecesOf) {
      const drawn = list.map((row) => (row.key === row.url ? place(row, piecesOf(row)) : drawItem(piecesOf(row))(row)));
      const title = make("h2", "rr-closest__title", exact ? "下面是最接近的" : (part.places.hidden ? "" : "信息里") + "没有一字不差的；下面是最接近的");
      const section = make("section", "rr-closest", title, make("ol", "rr-results", ...drawn));
      forgetNearest();
      title.id = "near-title";
      section.dataset.near = "";
      section.setAttribute("aria-labelledby", title.id);
      part.answer.classList.add("rr-answer--near");
      part.results.parentNode.append(section);
      window.showPage();
    }

    /* What a printed page says instead of a button for more. */
    function leave(button, left, unit) {
      if (left > 0) {
        button.parentNode.dataset.left = "还有 " + figure(left) + " " + unit + "没有列出来";
      } else {
        delete button.parentNode.dataset.left;
      }
    }

    function more(remaining) {
      leave(part.more, remaining, "条");
      part.more.hidden = remaining <= 0;
      part.more.textContent = "再看 " + Math.min(remaining, PAGE) + " 条（还有 " + figure(remaining) + " 条）";
    }

    /* What else was searched for, and files that could not be read; `isPlacesFault`: among them those of other places. */
    function notes(state, answer, isPlacesFault) {
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
      const excluded = answer.words.filter((word) => word.sign === "-").map((word) => quoted(word.parts ? word.parts.join("*") : word.text));
      answer.words.filter((word) => word.field && word.sign !== "-").forEach((word) => {
        lines.push(make("p", "rr-answer__note", quoted(word.text) + "只在" + (FIELDS.get(word.field) || word.field) + "里找。"));
      });
      if (answer.cut) {
        lines.push(make("p", "rr-answer__note", "输入的字太多，只检索了前 " + answer.cut + " 个字。"));
      }
      if (answer.asked) {
        lines.push(make("p", "rr-answer__note", "没有信息一字不差地写着" + quoted(state.query) + "，下面是把引号、标点两边的词分开来找的。"));
      }
      if (answer.isOnlyExcluded) {
        lines.push(make("p", "rr-answer__note", "只写了要除去的词，没有写要找的词，所以是把" + quoted(state.query)
          + "当作原文来找的。要除去含有某个词的信息，请再写一个要找的词，例如“补贴 -低保”。"));
      }
      if (excluded.length) {
        lines.push(make("p", "rr-answer__note", "已除去含有" + excluded.join("、") + "的信息。"));
      }
      answer.also.filter((entry) => entry.reason === "day").forEach((entry) => {
        lines.push(make("p", "rr-answer__note", "找的是 " + entry.text + (entry.text.length > 7 ? " 这一天：生成日期或者公开日期是这一天的，正文里照您的写法写着这一天的。 "
            : " 这个月：生成日期或者公开日期在这个月的，正文里照您的写法写着这个月的。 "),
          link("rr-answer__switch", other, "只检索原来的词")));
      });
      if (answer.unchecked) {
        lines.push(make("p", "rr-answer__note rr-answer__note--fault", "符合的信息太多，没有逐条核对是不是写在要找的地方；请再加几个字。"));
      }
      if (also("pinyin")) {
        lines.push(make("p", "rr-answer__note", "也按拼音检索了：" + also("pinyin") + "。"));
      }
      if (also("writing")) {
        lines.push(make("p", "rr-answer__note", "别的写法也检索了：" + also("writing") + "。 ", also("alias") ? "" : link("rr-answer__switch", other, "只检索原来的词")));
      }
      if (also("alias")) {
        lines.push(make("p", "rr-answer__note", "意思相同的词也检索了：" + also("alias") + "。 ",
          link("rr-answer__switch", other, "只检索原来的词")));
      }
      if (!state.aliases) {
        lines.push(make("p", "rr-answer__note", "现在只检索原来的词。 ", link("rr-answer__switch", other, "同时检索意思相同的词")));
      }
      if (answer.missing.length) {
        lines.push(make("p", "rr-answer__note rr-answer__note--fault",
          "有 " + answer.missing.length + " 个索引文件读不出来，结果可能不全；请告诉工作人员。"));
      }
      if (isPlacesFault) {
        lines.push(make("p", "rr-answer__note rr-answer__note--fault", "检索网页和登记簿用的文件读不出来，列出的可能不全；请告诉工作人员。"));
      }
      fill(part.notes, ...lines);
    }

    /* `lifted` has, for each filter without which there are items, their number; `hasPlaces`: other places stand on the page; `hidden`: how many the filters leave out. */
    function nothing(state, answer, lifted, hasPlaces, hidden) {
      fill(part.results);
      part.results.removeAttribute("aria-busy");
      if (!part.placeRows.childElementCount) {
        part.notes.append(...filters.lifting(state, lifted, answer.total, hidden));
      }
      if (!hasPlaces) {
        part.answer.classList.add("rr-answer--none");
        fill(part.groups);
        if (!answer.total && !hidden) {
          part.notes.append(make("p", "", (answer.exact ? "可以少写几个字，或者换一个说法。" : "") + "也可以从下面的列表进入，按日期找。"));
        }
        show(["lists"], true);
      }
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

    return {
      part: part, start: start, wait: wait, say: say, counting: counting, total: total, rows: rows, more: more, places: places,
      morePlaces: morePlaces, notes: notes, nothing: nothing, nearest: nearest, suggest: suggest,
      failed: failed, renewing: renewing, facets: filters.facets
    };
  };
}());
