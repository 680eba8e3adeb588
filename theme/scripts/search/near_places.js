/* The places that are nearest to a query: which few are shown, and whether they stand before the nearest items. */
(function () {
  "use strict";

  const SHOWN = 3;
  const LEAST_FIT = 0.6; /* of the best place */
  const BETTER = 1.25; /* times that the best place has to fit the query better than the best item, to stand before it */

  /* What people ask of an office: where it is, when it is open, how to call it. Its name alone tells which office. */
  const OF_OFFICES = /电话|号码|地址|地点|位置|在哪[里儿个]?|哪里|怎么走|怎么去|几[点时]|上班|下班|开门|关门|闭馆|开放|营业|休息|中午|晚上|[周星][期]?[一二三四五六日天末]|时间|传真|邮箱|联系方?式?/gu;
  const OFFICES = ["查阅点", "机构"];
  const OF_FORMS = /表格?|下载|清单|材料|文书|样张|样表/u;
  const OF_REPORTS = /年报|年度报告|工作报告/u;
  const OF_WAYS = /怎[么样]|如何|[吗？?]|哪[里些儿]|需要|什么|[办弄]/u;
  const WAYS = ["网页", "服务指南"];
  const FORM = "表格";
  /* Lists of everything hold every word; they answer hardly a question. A form is what comes after the answer. */
  const WEIGHTS = { "台账": 0.3, "年报": 0.5, "登记簿": 0.8, [FORM]: 0.8 };
  const PAST = 0.4; /* what is not in force any more */
  const OTHER_YEAR = 0.25; /* what has another year in its title than the query */
  const YEARS = /(?:19|20)\d\d/g;
  const FITTING = 1.6; /* the kind that a question asks for */
  const SURE = 1e6; /* the office that a question names */

  /* What a title counts for by the years in it: who names a year means that one. */
  function yearWeight(title, query) {
    const asked = query.normalize("NFKC").match(YEARS) || [];
    const named = (title.normalize("NFKC").match(YEARS) || []).sort(); /* 2008—2012年 has those between, too */
    return asked.length && named.length && !asked.some((year) => named[0] <= year && year <= named[named.length - 1]) ? OTHER_YEAR : 1;
  }

  function isOffice(row) {
    return OFFICES.includes(row.meta.kind);
  }

  /* How a query is read: `units(text)` gives the pairs, numbers and words of a text; `texts` are the query and what means the same. */
  function reading(query, texts, fold, units) {
    const asked = fold(query);
    const asksForm = OF_FORMS.test(asked);
    const asksOffice = asked.search(OF_OFFICES) >= 0;
    const readings = texts.map((text) => units(fold(text)).map((unit) => unit.text)).filter((found) => found.length);
    const names = asksOffice ? texts.map((text) => units(fold(text).replace(OF_OFFICES, " ")).map((unit) => unit.text)).filter((found) => found.length) : [];
    const share = (text) => {
      const held = fold(text);
      return readings.reduce((most, found) => Math.max(most, found.filter((unit) => held.includes(unit)).length / found.length), 0);
    };
    return {
      asksOffice: asksOffice,
      /* The share of the query that stands in a title; the text counts for less. */
      fitness: (row) => (share(row.title) + share(row.title + " " + row.text) / 2) * (row.meta.kind === FORM && !asksForm ? WEIGHTS[FORM] : 1) * yearWeight(row.title, query) * (row.meta.validity && row.key === row.url ? PAST : 1),
      yearWeight: (title) => yearWeight(title, query),
      isNamed: (row) => names.some((found) => found.every((unit) => fold(row.title).includes(unit))),
      weight: (kind, isPast) => {
        const isMeant = kind === "年报" && OF_REPORTS.test(asked) || WAYS.includes(kind) && OF_WAYS.test(asked) || kind === FORM && asksForm;
        return (isMeant ? FITTING : WEIGHTS[kind] || 1) * (isPast ? PAST : 1);
      }
    };
  }

  /* Those of `best`, places of which only score and facets are known, that may be chosen: the few best, and offices where the query may
     name one, since only a title tells that. The text of each is a file. */
  function toRead(best, read) {
    const worth = new Map(best.map((one) => [one, one.score * read.weight(one.facets.kind, one.facets.past === "是")]));
    const ordered = best.slice().sort((a, b) => worth.get(b) - worth.get(a));
    return ordered.filter((one, place) => place < SHOWN || read.asksOffice && OFFICES.includes(one.facets.kind));
  }

  /* The few best of `rows`, places by how near they are; a named office comes first, its reading point before its list. */
  function choose(rows, read) {
    const worth = new Map(rows.map((row) => [row, row.score * read.weight(row.meta.kind, Boolean(row.meta.validity)) * read.yearWeight(row.title)
      + (isOffice(row) && read.isNamed(row) ? SURE * (OFFICES.length - OFFICES.indexOf(row.meta.kind)) : 0)]));
    return rows.slice().sort((a, b) => worth.get(b) - worth.get(a)).slice(0, SHOWN);
  }

  /* Places and items in one list. Places stand first where the best one fits better than the best item; those that fit far less than
     it are left out. */
  function together(items, found, read) {
    const best = (rows) => rows.reduce((most, row) => Math.max(most, read.fitness(row)), 0);
    const isNamed = (row) => isOffice(row) && read.isNamed(row);
    const places = found.filter((row) => isNamed(row) || read.fitness(row) >= best(found) * LEAST_FIT);
    return places.some(isNamed) || best(places) > best(items) * BETTER ? places.concat(items) : items.slice(0, SHOWN).concat(places, items.slice(SHOWN));
  }

  window.SearchNearPlaces = { yearWeight: yearWeight, reading: reading, toRead: toRead, choose: choose, together: together };
}());
