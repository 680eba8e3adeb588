/* What may be meant beside the words of a query: words of the same meaning, what a slip was meant to be, and what is nearest. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {compareCodePoints} = OfflineSearch.query;

  /* Documents of synonyms, and of a correction, that come before all that is nearest. The others come where their likeness puts them. */
  const AHEAD = 5;
  /* Words of the same meaning that are searched for one word, at most. */
  const MOST_SYNONYMS = 6;
  /* Where a correction finds fewer documents than this, words of its meaning are searched, too. */
  const FEW = 3;
  const LATIN = /^[a-z]{2,40}$/;

  /** @returns {Uint32Array[]} the documents of an answer, by segment */
  function docsOf(answer) {
    return answer.ends.map((end, i) => answer.documentOf.subarray(i ? answer.ends[i - 1] : 0, end));
  }

  /**
   * Collects the documents of several answers that the exact one does not have. First come the best few of each answer that was added
   * ahead, answer after answer; then those that are nearest, with their scores as they are; then the others.
   */
  class Parts {
    constructor(index, exact) {
      this.index = index;
      this.exact = exact;
      this.taken = docsOf(exact).map((docs) => new Set(docs));
      this.nearest = exact.ends.map(() => new Map());
      this.best = [];
      this.others = [];
      this.words = [];
    }

    /** @returns {{i: number, doc: number, score: number}[]} documents of an answer that the exact one does not have: `i` is the segment */
    fresh(answer) {
      return docsOf(answer).flatMap((docs, i) => Array.from(docs, (doc, k) => ({i, doc, score: answer.scores[(i ? answer.ends[i - 1] : 0) + k]})))
        .filter(({i, doc}) => !this.taken[i].has(doc));
    }

    addWords(answer) {
      this.words.push(...answer.words.filter(({sign}) => sign !== '-'));
    }

    addAhead(answer) {
      const fresh = this.fresh(answer).sort((a, b) => b.score - a.score);
      this.best.push(...fresh.slice(0, AHEAD));
      this.others.push(...fresh.slice(AHEAD));
      this.addWords(answer);
      return fresh.length;
    }

    addNearest(answer) {
      this.fresh(answer).forEach(({i, doc, score}) => this.nearest[i].set(doc, score));
      this.addWords(answer);
    }

    /** @returns {?Answer} all parts; null when there are no documents */
    answer() {
      const scores = this.nearest;
      const known = scores.flatMap((found) => Array.from(found.values()));
      const least = known.reduce((one, other) => Math.min(one, other), 1);
      const most = known.reduce((one, other) => Math.max(one, other), 1);
      const best = this.others.reduce((one, {score}) => Math.max(one, score), 1);
      for (const {i, doc, score} of this.others) {
        scores[i].set(doc, Math.max(scores[i].get(doc) || 0, least * score / best / 2));
      }
      this.best.slice().reverse().forEach(({i, doc}, place) => scores[i].set(doc, most * (2 + place)));
      const docs = scores.map((found) => Uint32Array.from(found.keys()).sort());
      const all = Float64Array.from(docs.flatMap((numbers, i) => Array.from(numbers, (doc) => scores[i].get(doc))));
      const texts = new Set(this.words.flatMap(({text, variants}) => [text].concat(variants)));
      const words = Array.from(texts).sort(compareCodePoints).map((text) => ({text, field: null, sign: '', variants: []}));
      return all.length ? new OfflineSearch.Answer(this.index, words, docs, all, this.exact.problems) : null;
    }
  }

  /** Runs a step that only adds to an answer; a file that cannot be read is told, and the step left out. */
  async function attempt(exact, step, otherwise) {
    try {
      return await step();
    } catch (error) {
      exact.problems.add(error.file || String(error));
      return otherwise;
    }
  }

  /** @returns {Promise<{word: string, text: string}[]>} words of the same meaning that were searched; adds what they find to `parts` */
  async function addSynonyms(index, asked, parts) {
    const wanted = asked.words.filter(({sign}) => sign !== '-');
    const plan = new Map();
    for (const {text} of wanted) {
      // What letters spell has words of its meaning, too.
      const meant = LATIN.test(text) ? asked.variantsOf({text, sign: ''}) : [text];
      const found = await Promise.all(meant.map((one) => OfflineSearch.synonyms.synonymsOf(index, one)));
      plan.set(text, Array.from(new Set(found.flat())).filter((one) => !meant.includes(one)).slice(0, MOST_SYNONYMS));
    }
    const named = Array.from(plan).flatMap(([word, texts]) => texts.map((text) => ({word, text})));
    if (!named.length) {
      return [];
    }
    const variants = (word) => word.sign === '-' ? [] : asked.variantsOf(word).concat(plan.get(word.text) || []);
    const answer = await (await index.begin(asked.query, {variants})).finish();
    const fresh = parts.addAhead(answer);
    return fresh ? named.map((entry) => Object.assign({total: fresh}, entry)) : [];
  }

  /** @returns {Promise<{text: string, query: string, total: number}[]>} what a slip was meant to be; adds what it finds to `parts` */
  async function addCorrections(index, asked, parts, report) {
    const wanted = asked.words.filter(({sign, field}) => sign !== '-' && !field);
    const listed = (await OfflineSearch.synonyms.groupsOf(index)).flat();
    const likely = await OfflineSearch.spelling.correctionsOf(index, wanted.map(({text}) => text), report);
    const living = await OfflineSearch.living(index, likely.map(({phrase}) => phrase), likely.length, parts.exact.problems);
    // Words of the list of synonyms are nobody's title: they may be shown though no document has them.
    const found = likely.filter(({phrase}) => living.includes(phrase) || listed.includes(phrase));
    const offered = [];
    for (const {word, phrase, text, isSound, isHeard, isAbsent} of found) {
      const query = OfflineSearch.query.write(asked.words.map((one) => one === wanted[word] ? Object.assign({}, one, {text}) : one));
      if (isAbsent) {
        offered.push({text: phrase, word: text, query, total: 0, answer: null, isSound, isHeard});
        continue;
      }
      const exact = await (await index.begin(query)).finish();
      const listed = exact.total >= FEW || !asked.aliases ? [] : await OfflineSearch.synonyms.synonymsOf(index, text);
      const answer = listed.length ? await (await index.begin(query, {variants: (one) => (one.text === text ? listed : [])})).finish() : exact;
      offered.push({text: phrase, word: text, query, total: exact.total, answer, isSound, isHeard});
    }
    // Where one correction is what documents have, word for word or by their meaning, others are noise; so are those that sound otherwise.
    const held = offered.filter(({answer}) => answer && answer.total > 0);
    const heard = held.filter(({isHeard}) => isHeard);
    const sure = heard.length ? heard : held;
    const kept = sure.length ? sure : offered.filter(({isSound}) => isSound).slice(0, 1);
    kept.filter(({answer}) => answer).forEach(({answer}) => parts.addAhead(answer));
    return kept;
  }

  /** @returns {{text: string, query: string, total: number}} a correction with its name: of a word that documents hold, the whole word, since the total is of that; else the phrase */
  function namedBy({text: phrase, word, query, total}) {
    return {text: total ? word : phrase, query, total};
  }

  /**
   * Finds what may be meant beside an exact answer. Nothing of it counts in the total of that.
   * @param {Index} index
   * @param {{query: string, words: Object[], variantsOf: function(Object): string[], aliases: boolean, textsOf: function(): Promise<string[]>}} asked
   *   `textsOf`: the words with aliases in them
   * @param {Answer} exact
   * @param {{isEnough: ?boolean}} options whether the exact answer is enough: then only words of the same meaning are looked for
   * @returns {Promise<?Answer>} null when there is nothing; with `synonyms`: {word, text, total}[] and `corrections`:
   *   {text, query, total}[], by which they are to be named
   */
  OfflineSearch.further = async function (index, asked, exact, options = {}) {
    const report = (error) => exact.problems.add(error.file || String(error));
    const parts = new Parts(index, exact);
    const text = OfflineSearch.query.textOf(asked.words.filter(({sign}) => sign !== '-'));
    if (!options.isEnough) {
      OfflineSearch.spelling.prepare(index);
    }
    let synonyms = asked.aliases ? await attempt(exact, () => addSynonyms(index, asked, parts), []) : [];
    let corrections = [];
    if (!options.isEnough) {
      corrections = await attempt(exact, () => addCorrections(index, asked, parts, report), []);
      const replacedIn = (one) => attempt(exact, () => OfflineSearch.synonyms.replacedIn(index, one), []);
      const read = [text].concat(corrections.filter(({total}) => !total).map(({word}) => word));
      const replaced = asked.aliases ? (await Promise.all(read.map(replacedIn))).flat() : [];
      const texts = corrections.map(({word}) => word).concat(await attempt(exact, asked.textsOf, []), replaced.map((one) => one.text));
      const near = await OfflineSearch.nearest(index, text, texts, exact);
      if (near) {
        parts.addNearest(near);
        const named = (word, text) => synonyms.some((other) => other.word === word && other.text === text);
        synonyms = synonyms.concat(replaced.filter(({from, to}) => !named(from, to)).map(({from, to}) => ({word: from, text: to, total: null})));
      }
    }
    const answer = parts.answer();
    return answer && Object.assign(answer, {synonyms, corrections: corrections.map(namedBy)});
  };
})();
