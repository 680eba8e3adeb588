/* Other writings of one thing: a date, a range of years, the number of a document. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  const YEAR = '(?:19|20)\\d\\d';
  const IS_YEAR = new RegExp('^' + YEAR + '$');
  const YEARS = new RegExp('(' + YEAR + ')(年?)(?:-|至|到)(' + YEAR + ')(?!\\d)', 'u');
  /* 青府办发2014年12号, 青府办发2014-12, 青府办发(2014)第12号: a document number in another writing. 2014-2015 is none. */
  const NUMBERED = new RegExp('^([^\\d(]*\\p{Script=Han})\\(?(' + YEAR + ')\\)?[年-]?第?(?!' + YEAR + '$)(\\d{1,4})号?$', 'u');
  /* The same without the letters before it. */
  const NUMBER_ALONE = new RegExp('^()(' + YEAR + ')[年-]第?(?!' + YEAR + '$)(\\d{1,4})号?$', 'u');

  /* The same in pieces: 青府办发 2014 12 号. */
  const NUMBER_IN_PIECES = new RegExp('(\\p{Script=Han})[\\s]*[(〔\\[]?(' + YEAR + ')[)〕\\]]?[\\s年-]*第?\\s*(\\d{1,4})\\s*号?(?![\\d年月])', 'u');
  /* An index number in the national form, with any separators or none: code of the agency, year, number. */
  const INDEX = /^([\da-z]{9})[-/]?((?:19|20)\d\d)-?(\d{5})$/u;
  /* A code without its hyphens or some of them: FW86201, FW862-01 for FW-862-01. Groups: letters, digits. */
  const CODE = /^([a-z]{1,6})-?(\d{2,8}(?:-\d{1,8})*)$/u;
  /* A telephone with any separators or none: code of the area, number. */
  const TELEPHONE = /^(?:\(?(0\d{2,3})\)?[-\s]?)?(\d{3,4})[-\s]?(\d{4})$/u;

  const DIGITS = '〇一二三四五六七八九';
  const CHINESE_YEAR = '[〇○零oO0一二三四五六七八九]{4}';
  const CHINESE_NUMBER = '[一二三四五六七八九十廿卅]{1,3}';
  const DASH = '[-./\\u2010-\\u2015\\u2212]';
  const GAP = '\\s*';
  /* A date by itself. Groups: year, month, day. */
  const ANY_YEAR = '(' + YEAR + '|' + CHINESE_YEAR + ')';
  const ANY_NUMBER = '(\\d{1,2}|' + CHINESE_NUMBER + ')';
  /* A year of two digits, in a date. */
  const SHORT_YEAR = '(\\d{2}|[〇○零一二三四五六七八九]{2})';
  const DATES = [
    '(' + YEAR + ')' + GAP + '年?' + GAP + '(\\d{1,2})' + GAP + '月' + GAP + '(\\d{1,2})' + GAP + '[日号]?',
    '(' + YEAR + ')' + DASH + '(\\d{1,2})' + DASH + '(\\d{1,2})',
    '(' + YEAR + ')([01]\\d)([0-3]\\d)',
    ANY_YEAR + GAP + '年' + GAP + ANY_NUMBER + GAP + '月' + GAP + ANY_NUMBER + GAP + '[日号]?',
    SHORT_YEAR + GAP + '年' + GAP + ANY_NUMBER + GAP + '月' + GAP + ANY_NUMBER + GAP + '[日号]'
  ];
  /* A month by itself. Groups: year, month; twice. */
  const MONTH = new RegExp('(?<![^\\s])(?:' + ANY_YEAR + GAP + '年' + GAP + ANY_NUMBER + GAP + '月份?|(' + YEAR + ')[-./](0\\d|1[0-2]))(?![^\\s])', 'u');
  /* A year in Chinese digits, where 年 or a bracket follows; and the number of a document in Chinese digits, after its year. */
  const YEAR_IN_CHINESE = new RegExp('(?<![' + DIGITS + '零○])' + CHINESE_YEAR + '(?=[年)])', 'gu');
  const NUMBER_IN_CHINESE = new RegExp('(' + YEAR + '[)年]\\)?第?)([一二三四五六七八九十廿卅百〇零]{1,6})(?=号)', 'u');
  /* A day without its year, in Chinese digits. */
  const CHINESE_DAY = new RegExp('^(' + CHINESE_NUMBER + ')月(' + CHINESE_NUMBER + ')[日号]$', 'u');
  /* The same with the year at the end. Groups: month, day, year. */
  const LATE_YEAR = '(\\d{1,2})' + GAP + '月' + GAP + '(\\d{1,2})' + GAP + '[日号]' + GAP + '[,，、]?' + GAP + '(' + YEAR + ')年?';
  const DATE = new RegExp('(?<![^\\s])(?:' + DATES.concat(LATE_YEAR).map((form) => '(?:' + form + ')').join('|') + ')(?![^\\s])', 'u');

  /* How the days of a document stand in its postings: three characters that no text has, for year, month and day (FORMAT.md, "Days"). */
  const YEAR_MARK = 0xf0000;
  const MONTH_MARK = 0xf2710;
  const DAY_MARK = 0xf2720;

  /** @returns {number} a number in Chinese digits: 二〇一四, 十八, 三十一, 一百零三 */
  function chineseNumber(text) {
    const plain = text.replace(/[○零oO0]/gu, '〇').replace('廿', '二十').replace('卅', '三十');
    if (plain.includes('百')) {
      const [hundreds, rest] = plain.split('百');
      return (hundreds ? DIGITS.indexOf(hundreds) : 1) * 100 + (rest ? chineseNumber(rest) : 0);
    }
    if (!plain.includes('十')) {
      return Number(Array.from(plain, (digit) => DIGITS.indexOf(digit)).join(''));
    }
    const [tens, ones] = plain.split('十');
    return (tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0);
  }

  /** @returns {string} a text with its years, and the number of a document after one, in Arabic digits */
  function inArabic(text) {
    return text.replace(YEAR_IN_CHINESE, function (year) {
      const number = String(chineseNumber(year));
      return IS_YEAR.test(number) ? number : year;
    }).replace(NUMBER_IN_CHINESE, (_, before, number) => before + chineseNumber(number));
  }

  /** @returns {?string} a date as ISO 8601; null when there is no such day. A year of two digits is one from 1950 to 2049. */
  function isoDate(year, month, day) {
    const [short, m, d] = [year, month, day].map((part) => /^\d+$/.test(part) ? Number(part) : chineseNumber(part));
    const y = short > 99 ? short : short + (short < 50 ? 2000 : 1900);
    const date = new Date(Date.UTC(y, m - 1, d));
    return date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? date.toISOString().slice(0, 10) : null;
  }

  function findMonth(query) {
    const match = MONTH.exec(query);
    const day = match && isoDate(match[1] || match[3], match[2] || match[4], '1');
    return day && {from: match.index, to: match.index + match[0].length, day: day.slice(0, 7)};
  }

  /**
   * @returns {?{from: number, to: number, day: string}} the first date in a query that stands by itself, in whatever writing: a day,
   *   or a month where no day is named
   */
  function findDate(query) {
    const match = DATE.exec(query);
    if (!match) {
      return findMonth(query);
    }
    const found = DATES.map((_, i) => match.slice(1 + 3 * i, 4 + 3 * i)).find(([year]) => year !== undefined);
    const [month, date, year] = match.slice(1 + 3 * DATES.length);
    const day = found ? isoDate(...found) : isoDate(year, month, date);
    return day && {from: match.index, to: match.index + match[0].length, day};
  }

  /** @returns {string} the characters of a day or a month, as they stand in postings */
  function markOf(day) {
    const marks = [YEAR_MARK, MONTH_MARK, DAY_MARK];
    return String.fromCodePoint(...day.split('-').map((part, i) => marks[i] + Number(part)));
  }

  function inChinese(number) {
    const tens = Math.floor(number / 10);
    return (tens > 1 ? DIGITS[tens] : '') + (tens ? '十' : '') + (number % 10 ? DIGITS[number % 10] : '');
  }

  /** @returns {string[]} how a day or a month is written in most texts. Each further writing would load some 100 kB of postings of digits from a large index. */
  function writingsOfDay(day) {
    const [year, month, date] = day.split('-');
    const chinese = Array.from(year, (digit) => DIGITS[digit]).join('') + '年' + inChinese(Number(month)) + '月';
    const plain = year + '年' + Number(month) + '月';
    return date ? [plain + Number(date) + '日', chinese + inChinese(Number(date)) + '日'] : [plain, chinese];
  }

  /** @returns {string[]} a code with the hyphens that it may have: one after its letters, and one at any place within its digits if they have none */
  function codesOf(text) {
    const code = CODE.exec(text);
    if (!code) {
      return [];
    }
    const [, letters, digits] = code;
    const parted = digits.includes('-') ? [] : Array.from(digits.slice(1), (_, i) => digits.slice(0, i + 1) + '-' + digits.slice(i + 1));
    return [digits].concat(parted).map((one) => letters + '-' + one).filter((other) => other !== text);
  }

  /** @returns {string[]} other writings that are tried when nothing else is found: a document number with brackets, a code with hyphens */
  function numbersOf(text) {
    return codesOf(text).concat(NUMBER_ALONE.test(text) ? ['$1($2)$3号', '$1($2)第$3号'].map((form) => text.replace(NUMBER_ALONE, form)) : []);
  }

  /** @returns {string[]} a query with what is written in pieces, or in other pieces, as texts have it: a document number, a telephone */
  function joinedOf(query) {
    const found = [query.replace(NUMBER_IN_PIECES, '$1$2年$3号')];
    const telephone = TELEPHONE.exec(query.trim());
    if (telephone && !YEARS.test(query)) {
      const [, , first, last] = telephone;
      found.push(first + ' ' + last, first + last, first + '-' + last);
    }
    return found.filter((other, i) => other !== query.trim() && other !== query && found.indexOf(other) === i);
  }

  /** @returns {string[]} other writings of a folded text: of a year, a range of years, a document number, an index number, a day without its year */
  function writingsOf(text) {
    const arabic = inArabic(text);
    const found = arabic === text ? [] : [arabic].concat(writingsOf(arabic));
    if (YEARS.test(text)) {
      found.push(...['$1-$3', '$1年-$3', '$1至$3', '$1年至$3'].map((form) => text.replace(YEARS, form)));
    }
    if (NUMBERED.test(text)) {
      found.push(text.replace(NUMBERED, '$1($2)$3号'), text.replace(NUMBERED, '$1($2)第$3号'));
    }
    if (INDEX.test(text)) {
      found.push(text.replace(INDEX, '$1/$2-$3'));
    }
    if (CHINESE_DAY.test(text)) {
      found.push(text.replace(CHINESE_DAY, (_, month, day) => chineseNumber(month) + '月' + chineseNumber(day) + '日'));
    }
    return found.filter((other, i) => other !== text && found.indexOf(other) === i);
  }

  OfflineSearch.writings = {findDate, markOf, writingsOfDay, writingsOf, numbersOf, joinedOf};
})();
