/* The search page that the plugin writes: asks the index for the words of the address, and shows what is found. */
(function () {
  'use strict';

  const PAGE = 20;
  const NEAR = 10;
  const place = document.querySelector('[data-offline-search]');
  const root = place.dataset.offlineSearch;
  const part = {};
  place.querySelectorAll('[data-part]').forEach((element) => { part[element.dataset.part] = element; });
  const given = new URLSearchParams(window.location.search);
  const query = (given.get('q') || '').trim();
  const withSynonyms = given.get('aliases') !== 'off';

  function say(text) {
    part.status.textContent = text;
  }

  function marked(element, pieces) {
    pieces.forEach((piece) => {
      const made = document.createElement(piece.mark ? 'mark' : 'span');
      made.textContent = piece.text;
      element.append(made);
    });
    return element;
  }

  function drawRows(list, rows, index, words) {
    rows.forEach((row) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      item.dataset.index = row.key;
      link.href = root + row.url.split('/').map(encodeURIComponent).join('/');
      item.append(marked(link, index.highlight(row.title, words, { whole: true })));
      if (row.date) {
        const date = document.createElement('time');
        date.dateTime = date.textContent = row.date;
        item.append(' ', date);
      }
      item.append(marked(document.createElement('p'), index.highlight(row.text, words)));
      list.append(item);
    });
  }

  function tell(answer) {
    part.status.dataset.total = answer.total;
    part.status.dataset.exact = answer.exact;
    say((answer.total ? '找到 ' + answer.total + ' 条，每条都有“' + query + '”。' : '没有一条里有“' + query + '”。') +
      (answer.exact ? '' : '检索用的文件缺了一些，可能不全。'));
  }

  /* What else was looked for: what a slip was meant to be, and words of the same meaning. */
  function hintOf(near) {
    const named = (ones) => Array.from(new Set(ones.map(({ text }) => '“' + text + '”'))).join('、');
    return (near.corrections.length ? '是不是要找' + named(near.corrections) + '？' : '') +
      (near.synonyms.length ? '也查了' + named(near.synonyms) + '。' : '');
  }

  /* A link that searches without words of the same meaning, or with them again. */
  function drawSwitch() {
    const link = document.createElement('a');
    link.href = '?q=' + encodeURIComponent(query) + (withSynonyms ? '&aliases=off' : '');
    link.textContent = withSynonyms ? '只查原来的词' : '也查意思相同的词';
    part.hint.append(' ', link);
  }

  async function search() {
    const index = await window.OfflineSearch.open(root + 'search/');
    const answer = await window.OfflineSearch.ask(index, query, { aliases: withSynonyms });
    let shown = 0;

    async function more() {
      const { rows } = await answer.documents(shown, PAGE);
      drawRows(part.results, rows, index, answer.words);
      shown += PAGE;
      part.more.hidden = shown >= answer.total;
      tell(answer);
      return rows;
    }

    part.more.addEventListener('click', more);
    const rows = await more();
    const isEnough = window.OfflineSearch.isEnough(answer, rows);
    const near = await answer.nearest({ isEnough });
    part.hint.textContent = (near ? hintOf(near) : '') + (withSynonyms ? '' : '现在只查原来的词。');
    if (!withSynonyms || (near && near.synonyms.length) || answer.also.some(({ reason }) => reason === 'alias')) {
      drawSwitch();
    }
    if (near && !isEnough) {
      drawRows(part.nearest, (await near.documents(0, NEAR)).rows, index, near.words);
      part.near.hidden = false;
    }
  }

  place.querySelector('input[name=q]').value = query;
  if (!window.OfflineSearch || !window.OfflineSearch.isSupported()) {
    say('这个浏览器太旧，不能检索。检索要用 Chromium 80、Firefox 113 或更新的版本。');
  } else if (query) {
    say('正在检索……');
    search().catch(() => say('检索用的文件读不出来。'));
  }
}());
