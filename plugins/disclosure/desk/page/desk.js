// Starts Decap CMS with the form that the server draws, adds two controls, and shows beside each form what is wrong with it.
(function () {
  "use strict";
  var PREVIEW_DELAY = 600; // milliseconds without a key before the preview is made anew
  var TAB = String(Math.random()).slice(2);
  var h = window.h, createClass = window.createClass;

  function textOf(value) {
    return value === undefined || value === null ? "" : String(value);
  }

  function merged(words, others) {
    var all = Object.assign({}, words);
    Object.keys(others).forEach(function (key) {
      all[key] = typeof others[key] === "string" ? others[key] : merged(all[key] || {}, others[key]);
    });
    return all;
  }

  // A day: the browser's own calendar. What is no day is shown as it is written, so that nothing is lost.
  var Day = createClass({
    change: function (event) { this.props.onChange(event.target.value); },
    render: function () {
      var value = textOf(this.props.value);
      var isDay = value === "" || /^\d{4}-\d{2}-\d{2}$/.test(value);
      return h("input", { id: this.props.forID, className: this.props.classNameWrapper, type: isDay ? "date" : "text", value: value, onChange: this.change });
    }
  });

  var Fixed = createClass({
    render: function () {
      return h("p", { id: this.props.forID, className: this.props.classNameWrapper }, textOf(this.props.value) || "保存时自动编号");
    }
  });

  var Preview = createClass({
    getInitialState: function () { return { html: "" }; },
    componentDidMount: function () { this.ask(); },
    componentDidUpdate: function (before) { if (before.entry !== this.props.entry) { this.ask(); } },
    componentWillUnmount: function () { window.clearTimeout(this.waiting); },
    ask: function () {
      var self = this;
      window.clearTimeout(self.waiting);
      self.waiting = window.setTimeout(function () {
        var entry = self.props.entry, data = entry.get("data");
        var body = JSON.stringify({ path: entry.get("path") || "", data: data ? data.toJS() : {} });
        window.fetch("/preview", { method: "POST", headers: { "Content-Type": "application/json" }, body: body })
          .then(function (answer) { return answer.json(); })
          .then(function (answer) { self.setState({ html: answer.html || answer.error }); })
          .catch(function () { self.setState({ html: "工作台的程序已经关了；再运行一次 make desk" }); });
      }, PREVIEW_DELAY);
    },
    render: function () {
      return h("div", { className: "desk-preview", dangerouslySetInnerHTML: { __html: this.state.html } });
    }
  });

  window.fetch("/configuration.json").then(function (answer) { return answer.json(); }).then(function (configuration) {
    var CMS = window.CMS;
    document.title = configuration.app_title;
    CMS.registerLocale("zh_Hans", merged(CMS.getLocale("zh_Hans"), window.DESK_WORDING));
    CMS.registerWidget("day", Day);
    CMS.registerWidget("fixed", Fixed);
    CMS.registerPreviewStyle("/preview.css");
    configuration.collections.forEach(function (collection) { CMS.registerPreviewTemplate(collection.name, Preview); });
    CMS.registerEventListener({ name: "preSave", handler: function (event) { return event.entry.get("data").set("tab", TAB); } });
    CMS.init({ config: configuration });
  });
}());
