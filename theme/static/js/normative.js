/* The state of normative documents on a day. documents.js has each document with the days on which its state changes; the last
   one up to the chosen day is its state then. Nothing is stored or sent. */
(function () {
  "use strict";

  var SHOWN = 200; /* rows at once: an old computer builds so many without delay */
  var documents = window.normativeDocuments;
  var picker = document.querySelector("[data-normative]");
  var fields, rows, said, more, found, listed;

  if (!picker || !documents) {
    return;
  }
  fields = {};
  ["day", "state", "year", "unit"].forEach(function (name) {
    fields[name] = document.getElementById(name);
    fields[name].addEventListener("change", choose);
  });
  fields.day.addEventListener("click", pick);
  rows = picker.querySelector("[data-rows]");
  said = picker.querySelector("[data-said]");
  more = picker.querySelector("[data-more]");
  more.addEventListener("click", list);

  /* Returns the state on a day, or "" before the document was made. Days are ISO 8601, so they compare as texts. */
  function stateOn(steps, day) {
    var state = "";
    steps.forEach(function (step) {
      if (step[0] <= day) {
        state = step[1];
      }
    });
    return state;
  }

  function fits(state, wanted) {
    var over = picker.getAttribute("data-over").split("、");
    return wanted === "standing" ? over.indexOf(state) < 0 : !wanted || state === wanted;
  }

  /* A finger has no keyboard, and the sign that opens the calendar is small: the whole field opens it, where browsers allow that. */
  function pick() {
    try {
      fields.day.showPicker();
    } catch (error) {
      /* The browser has no such function, or opens the calendar by itself. */
    }
  }

  function choose() {
    var day = fields.day.value;
    rows.textContent = "";
    listed = 0;
    found = [];
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) {
      said.textContent = "请选一个日期。";
      more.hidden = true;
      return;
    }
    if (day > fields.day.max) { /* browsers let readers type what they do not let them pick */
      said.textContent = "本站的信息到 " + fields.day.max + " 为止，说不出 " + day + " 的情形。请选较早的日期。";
      more.hidden = true;
      return;
    }
    documents.forEach(function (one) {
      var state = stateOn(one[5], day);
      if (state && fits(state, fields.state.value) && (!fields.year.value || one[4].slice(0, 4) === fields.year.value) && (!fields.unit.value || one[3] === fields.unit.value)) {
        found.push([one, state]);
      }
    });
    said.textContent = day + "：共 " + found.length + " 件。";
    list();
  }

  function cell(name, text, className, label) {
    var element = document.createElement(name);
    element.className = className;
    element.textContent = text || "—";
    if (label) {
      element.setAttribute("data-label", label);
    }
    return element;
  }

  function list() {
    found.slice(listed, listed + SHOWN).forEach(function (pair) {
      var one = pair[0];
      var row = document.createElement("tr");
      var head = cell("th", "", "rr-figures__name");
      var link = cell("a", one[1], "rr-figures__link");
      row.className = "rr-figures__row";
      head.scope = "row";
      head.textContent = "";
      link.href = picker.getAttribute("data-normative") + one[0];
      head.appendChild(link);
      row.appendChild(head);
      row.appendChild(cell("td", pair[1], "rr-figures__cell rr-figures__cell--word", "当日有效性"));
      row.appendChild(cell("td", one[4], "rr-figures__cell rr-figures__cell--date", "成文日期"));
      row.appendChild(cell("td", one[2], "rr-figures__cell", "文号"));
      row.appendChild(cell("td", one[3], "rr-figures__cell", "发布机构"));
      rows.appendChild(row);
    });
    listed = Math.min(found.length, listed + SHOWN);
    more.hidden = listed === found.length;
  }

  picker.hidden = false;
  choose();
}());
