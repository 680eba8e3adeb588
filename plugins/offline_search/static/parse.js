/* The words of a query, as people type them: signs, operators, names of fields, quotation marks, dates (FORMAT.md, "Queries"). */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};
  const {IGNORABLE, SPACED, BREAKS, splitWords} = OfflineSearch.query;
  const {findDate} = OfflineSearch.writings;

  const SPLIT_KEEPING_BREAKS = new RegExp('(' + BREAKS.source + ')', 'u');
  /* A sign as typed, half or full width. It is looked for before folding, which turns other dashes into "-". */
  const SIGN = /^[-+]/u;
  const SIGNED = {'-': /^(?![-+]).*[\p{L}\p{N}]/su, '+': /^[\p{Script=Han}\p{L}]/u};
  const FIELD_PREFIX = /^([^:]{1,20}):(.*)$/su;
  const FIELDS = new Map([['title', 'title'], ['标题', 'title'], ['body', 'body'], ['正文', 'body']]);
  const STARS = /\*+/u;

  /* lunr has signs for these; people know the words from elsewhere, in capitals. */
  const OPERATORS = new Set(['AND', 'OR', 'NOT']);
  /* Text between quotation marks, or between those of a title. */
  const QUOTED = /["\u201c\u201d\uff02]([^"\u201c\u201d\uff02]*)["\u201c\u201d\uff02]|[\u300a\u3008]([^\u300a\u3008\u300b\u3009]*)[\u300b\u3009]|[\u300c\u300e]([^\u300c-\u300f]*)[\u300d\u300f]/gu;
  /* Breaks within a phrase of Han characters. Texts have none there. */
  const WITHIN_HAN = /(?<=[\u3400-\u4dbf\u4e00-\u9fff])[\s\u3000]+(?=[\u3400-\u4dbf\u4e00-\u9fff])/gu;
  const MAY_BE_OPERATOR = /^[-+\uff0d\uff0b]|[:\uff1a*\uff0a]|^(?:AND|OR|NOT)$/u;
  /* Precedes a piece that stood between quotation marks and looks like an operator. It is a noncharacter: no text has it. */
  const LITERAL = '\uffff';
  const LITERALS = /\uffff/gu;
  /* What stands for days in postings, and for operators that are text here: who types that does not mean it. */
  const RESERVED = /[\uffff\u{f0000}-\u{f273f}]/gu;
  /* What a phrase that is excluded, or one of several possibilities, stands after or before. */
  const BEFORE_KEPT = /(?:^|\s)(?:[-\uff0d]\S*|(?:NOT|OR)\s+\S*)$/u;
  const BEFORE_EXCLUDED = /(?:^|\s)(?:-|NOT\s+)$/u;
  const BEFORE_OTHER = /^\s+OR\s/u;

  /** Code points of a folded query that are searched; the rest is ignored. */
  const QUERY_LIMIT = 300;

  function isLikeOperator(word) {
    return MAY_BE_OPERATOR.test(word.normalize('NFKC'));
  }

  /** @returns {string} a query in which quoted text is one phrase and no operator; of an excluded phrase with breaks that stay all words are excluded */
  function joinQuoted(query) {
    return query.replace(QUOTED, function (match, ...groups) {
      const text = groups.slice(0, 3).find((group) => group !== undefined).replace(WITHIN_HAN, '').trim();
      const [at, whole] = groups.slice(3);
      const between = BEFORE_EXCLUDED.test(whole.slice(0, at).normalize('NFKC')) ? ' -' : ' ';
      return match[0] + text.split(/\s+/u).map((word) => isLikeOperator(word) ? LITERAL + word : word).join(between);
    });
  }

  /**
   * Words for the phrases of a query that a document must have. A phrase that is excluded, or one of several possibilities, stays:
   * its words would ask for something else. Nothing that stood between quotation marks becomes an operator.
   * @returns {string} a query
   */
  function withoutQuotes(query) {
    return query.replace(QUOTED, function (match, ...groups) {
      const [at, whole] = groups.slice(3);
      if (BEFORE_KEPT.test(whole.slice(0, at).normalize('NFKC')) || BEFORE_OTHER.test(whole.slice(at + match.length).normalize('NFKC'))) {
        return match;
      }
      const words = groups.slice(0, 3).find((group) => group !== undefined).split(/\s+/u).filter((word) => word !== '');
      return words.map((word) => isLikeOperator(word) ? match[0] + word + match[match.length - 1] : word).join(' ');
    });
  }

  /** @returns {string} a query with spaces for marks between words: not within phrases, nor in what is excluded or one of several possibilities */
  function withoutMarks(query, marks, fold) {
    const isOperator = (token) => OPERATORS.has(token.normalize('NFKC'));
    const tokens = query.split(/\s+/u);
    const isKept = (token, i) => isOperator(token) || SIGN.test(token.normalize('NFKC')) || [tokens[i - 1], tokens[i + 1]].some((other) => ['NOT', 'OR'].includes((other || '').normalize('NFKC')));
    return query.search(QUOTED) >= 0 ? query : tokens.map((token, i) => isKept(token, i) ? token : fold(token).replace(marks, ' ')).join(' ');
  }

  /** @returns {{raw: string, day: ?string}[]} the pieces of a query between breaks, and dates, cut after QUERY_LIMIT folded code points */
  function piecesOf(query, fold) {
    const plain = joinQuoted(query.replace(RESERVED, ' ')).replace(IGNORABLE, '').normalize('NFKC');
    const pieces = [];
    let room = QUERY_LIMIT;
    let rest = plain;
    while (rest !== '' && room > 0) {
      const date = findDate(rest);
      for (const piece of (date ? rest.slice(0, date.from) : rest).split(SPLIT_KEEPING_BREAKS)) {
        const characters = Array.from(fold(piece));
        if (room > 0 && piece !== '' && !BREAKS.test(piece)) {
          pieces.push({raw: characters.length > room ? characters.slice(0, room).join('') : piece, day: null});
        }
        room -= characters.length;
      }
      if (date && room > 0) {
        const raw = rest.slice(date.from, date.to);
        pieces.push({raw: raw.replace(/\s/gu, ''), day: date.day});
        room -= raw.length;
      }
      rest = date ? rest.slice(date.to) : '';
    }
    return pieces;
  }

  /** @returns {boolean} whether two words that follow each other are one where texts are folded, as 李 and 明 are */
  function isOneWord(one, other) {
    const isPlain = ({field, sign, others, parts, day, isLiteral}) => !field && !sign && !others && !parts && !day && !isLiteral;
    return isPlain(one) && isPlain(other) && (one.text + ' ' + other.text).search(SPACED) >= 0;
  }

  /**
   * 李 明 asks for both characters, so 李　明 is found too. Where words become one by folding, the first of them has that one as `joined`:
   * documents with it come first. All of them are `isJoined`.
   */
  function join(words) {
    for (let from = 0, to; from < words.length; from = to) {
      for (to = from + 1; to < words.length && isOneWord(words[to - 1], words[to]);) {
        to += 1;
      }
      if (to - from > 1) {
        words[from].joined = words.slice(from, to).map(({text}) => text).join('');
        words.slice(from, to).forEach((word) => { word.isJoined = true; });
      }
    }
    return words;
  }

  /** Reads the pieces of a query one after the other. */
  class Parser {
    /**
     * @param {{raw: string, day: ?string}[]} pieces
     * @param {function(string): string} fold
     * @param {Object<string, string>} names of further fields, and where they stand
     * @param {boolean} operators whether signs and operators are such, or text
     */
    constructor(pieces, fold, names, operators) {
      this.pieces = pieces;
      this.fold = fold;
      this.names = names;
      this.operators = operators;
      this.words = [];
      this.next = {sign: '', field: null, isOther: false};
    }

    /** @returns {Object[]} the words */
    read() {
      this.pieces.forEach((piece, place) => {
        if (!this.readOperator(piece.raw, place)) {
          this.add(this.wordsOf(piece).filter((word) => word !== null));
          this.next = {sign: '', field: null, isOther: false};
        }
      });
      return join(this.words);
    }

    /** @returns {boolean} whether a piece says how to take the next one */
    readOperator(raw, place) {
      const isBetween = this.words.length > 0 && place + 1 < this.pieces.length;
      if (!this.operators || place + 1 === this.pieces.length) {
        return false;
      }
      if (OPERATORS.has(raw) && (raw === 'NOT' || isBetween)) {
        this.next.sign = raw === 'NOT' ? '-' : this.next.sign;
        this.next.isOther = raw === 'OR';
        return true;
      }
      const field = raw.endsWith(':') ? this.fieldOf(this.fold(raw.slice(0, -1))) : null;
      this.next.field = field || this.next.field;
      return field !== null;
    }

    fieldOf(name) {
      return FIELDS.get(name) || (Object.prototype.hasOwnProperty.call(this.names, name) ? name : null);
    }

    /** @returns {Object[]} the words of a piece, each with `day`, `parts` or none of them */
    wordsOf({raw, day}) {
      const isLiteral = raw.startsWith(LITERAL);
      let sign = this.next.sign;
      let rest = this.fold(raw.replace(LITERALS, ''));
      if (day) {
        return [{text: rest, field: this.next.field, sign, day}];
      }
      if (this.operators && !isLiteral && SIGN.test(raw)) {
        const unsigned = this.fold(raw.slice(1).replace(LITERALS, ''));
        if (raw[1] === LITERAL || SIGNED[raw[0]].test(unsigned)) {
          sign = raw[0];
          rest = unsigned;
        }
      }
      const prefixed = isLiteral ? null : FIELD_PREFIX.exec(rest);
      const named = prefixed && splitWords(prefixed[2]).length > 0 ? this.fieldOf(prefixed[1]) : null;
      const field = named || this.next.field;
      return splitWords(named ? prefixed[2] : rest).map((text) => this.wordOf(text, field, sign, isLiteral));
    }

    /** @returns {?Object} a word; stars at its ends mean nothing, as words are found within others anyway; so stars alone are no word */
    wordOf(text, field, sign, isLiteral) {
      const parts = text.split(STARS).filter((part) => part !== '');
      if (!this.operators || isLiteral) {
        return {text, field, sign};
      }
      return parts.length > 1 ? {text: parts[0], field, sign, parts} : parts.length ? {text: parts[0], field, sign} : null;
    }

    /** Adds words. After OR, a word is another possibility of the one before: where that is excluded, none of the two may stand in a document. */
    add(words) {
      const before = this.words[this.words.length - 1];
      if (!this.next.isOther || words.length !== 1 || words[0].sign === '-') {
        this.words.push(...words);
      } else if (before.sign === '-') {
        this.words.push(Object.assign(words[0], {sign: '-'}));
      } else {
        before.others = (before.others || []).concat(words);
      }
    }
  }

  /**
   * Parses a query. Signs and names of fields are operators only where they can hardly be text. When
   * all words are excluded, nothing says what to look for: signs are text after all, and `isOnlyExcluded` is true.
   * @param {string} query as typed
   * @param {function(string): string} fold
   * @param {?Object<string, string>} names of further fields (the manifest's `fields`)
   * @returns {{words: {text: string, field: ?string, sign: string}[], isOnlyExcluded: boolean}} texts are folded. A word may have `others`: words, any
   *   of which will do; `joined`: the text that it is with the words after it where texts are folded; `day`: an ISO date that it is a writing of; `parts`: texts that follow each other in a run, `text` the first
   */
  function parseQuery(query, fold, names) {
    const pieces = piecesOf(query, fold);
    const words = new Parser(pieces, fold, names || {}, true).read();
    const isOnlyExcluded = words.length > 0 && words.every((word) => word.sign === '-');
    return {words: isOnlyExcluded || !words.length ? new Parser(pieces, fold, names || {}, false).read() : words, isOnlyExcluded};
  }

  /** @returns {string} the texts of words, with breaks between them; words that are one where texts are folded are one */
  function textOf(words) {
    return words.filter(({joined, isJoined}) => joined || !isJoined).map(({text, joined}) => joined || text).join(' ');
  }

  /** @returns {string} words as somebody would type them */
  function write(words) {
    const one = ({text, field, sign, parts}) => sign + (field ? field + ':' : '') + (parts ? parts.join('*') : text);
    return words.map((word) => [word].concat(word.others || []).map(one).join(' OR ')).join(' ');
  }

  Object.assign(OfflineSearch.query, {parseQuery, withoutQuotes, withoutMarks, textOf, write});
})();
