/* A box that suggests: WAI-ARIA's combobox with a list, chosen from by hand (list autocomplete with manual selection). */
(function () {
  'use strict';

  const OfflineSuggest = globalThis.OfflineSuggest;
  const TEXTS = { list: '建议', some: '有 {n} 条建议，按上下键选', none: '' };

  let boxes = 0;

  /** A box and its list. */
  class Combobox {
    constructor(input, options) {
      this.input = input;
      this.options = options;
      this.texts = Object.assign({}, TEXTS, options.texts);
      this.entries = [];
      this.active = -1;
      this.turn = 0;
      this.isComposing = false;
      this.isDismissed = false; /* by Escape: an arrow brings the list again */
      boxes += 1;
      this.list = this.element('ul', '__list');
      this.list.id = 'suggestions-' + boxes;
      this.list.setAttribute('role', 'listbox');
      this.list.setAttribute('aria-label', this.texts.list);
      this.list.hidden = true;
      this.status = this.element('p', '__status');
      this.status.setAttribute('role', 'status');
      const place = this.element('div', '');
      place.append(this.list, this.status);
      input.insertAdjacentElement('afterend', place);
      input.setAttribute('role', 'combobox');
      input.setAttribute('aria-autocomplete', 'list');
      input.setAttribute('aria-expanded', 'false');
      input.setAttribute('aria-controls', this.list.id);
      input.setAttribute('autocomplete', 'off');
      this.listen();
    }

    element(name, part) {
      const made = document.createElement(name);
      made.className = this.options.className + part;
      return made;
    }

    listen() {
      const input = this.input;
      input.addEventListener('compositionstart', () => {
        this.isComposing = true;
        this.close();
      });
      input.addEventListener('compositionend', () => {
        this.isComposing = false;
        this.update();
      });
      input.addEventListener('input', (event) => {
        this.isComposing = Boolean(event.isComposing); /* it may have begun before this script was loaded */
        this.update();
      });
      input.addEventListener('keydown', (event) => this.key(event));
      input.addEventListener('blur', () => this.close());
      input.form.addEventListener('submit', () => this.close());
      window.addEventListener('pagehide', () => this.close());
      /* The box keeps the focus, so that a touch keyboard stays. */
      this.list.addEventListener('mousedown', (event) => event.preventDefault());
      this.list.addEventListener('click', (event) => {
        const option = event.target.closest('[role=option]');
        if (option) {
          this.choose(Array.from(this.list.children).indexOf(option));
        }
      });
    }

    get isOpen() {
      return !this.list.hidden;
    }

    /** Asks for suggestions and shows them. While an input method composes, the letters are not the reader's words yet. */
    async update() {
      const mine = this.turn += 1;
      if (this.isComposing) {
        return;
      }
      let entries = [];
      try {
        const suggestions = await OfflineSuggest.open(this.options.folder);
        entries = suggestions.ask(this.input.value);
      } catch (error) {
        /* Without its files the box is a box. */
      }
      if (mine === this.turn && !this.isComposing) {
        this.show(entries);
      }
    }

    show(entries) {
      if (!entries.length || document.activeElement !== this.input) {
        this.close();
        return;
      }
      this.entries = entries;
      this.isDismissed = false;
      this.list.textContent = '';
      entries.forEach((entry, at) => this.list.append(this.option(entry, at)));
      this.list.hidden = false;
      this.input.setAttribute('aria-expanded', 'true');
      this.activate(-1);
      this.status.textContent = this.texts.some.replace('{n}', entries.length);
    }

    option(entry, at) {
      const option = this.element('li', '__option');
      option.id = this.list.id + '-' + at;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      const name = this.element('span', '__name');
      name.textContent = entry.text;
      option.append(name);
      if (entry.kind) {
        const kind = this.element('span', '__kind');
        kind.textContent = entry.kind;
        option.append(' ', kind);
      }
      return option;
    }

    close() {
      this.turn += 1;
      this.isDismissed = false;
      if (this.isOpen) {
        this.list.hidden = true;
        this.input.setAttribute('aria-expanded', 'false');
        this.activate(-1);
        this.status.textContent = this.texts.none;
      }
    }

    /** Makes one option the active one, or none (-1): then the box is. */
    activate(at) {
      const options = this.list.children;
      if (options[this.active]) {
        options[this.active].setAttribute('aria-selected', 'false');
      }
      this.active = at;
      if (options[at]) {
        options[at].setAttribute('aria-selected', 'true');
        options[at].scrollIntoView({ block: 'nearest' });
        this.input.setAttribute('aria-activedescendant', options[at].id);
      } else {
        this.input.removeAttribute('aria-activedescendant');
      }
    }

    key(event) {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) {
        return; /* the input method's key */
      }
      if (this.isOpen ? this.keyInList(event) : this.keyInBox(event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    }

    /** Handles a key while the list is closed; returns whether the key is done with. */
    keyInBox(event) {
      if (event.key !== 'ArrowDown' || !(event.altKey || this.isDismissed)) {
        return false; /* an arrow alone is the page's: it leads from the box to the results */
      }
      this.update();
      return true;
    }

    /** Handles a key while the list is open; returns whether the key is done with. */
    keyInList(event) {
      const last = this.entries.length - 1;
      switch (event.key) {
        case 'ArrowDown':
          this.activate(this.active < last ? this.active + 1 : -1);
          return true;
        case 'ArrowUp':
          if (event.altKey) {
            this.close();
          } else {
            this.activate(this.active < 0 ? last : this.active - 1);
          }
          return true;
        case 'Escape':
          this.close();
          this.isDismissed = true;
          return true;
        case 'Enter':
          if (this.active >= 0) {
            this.choose(this.active);
            return true;
          }
          this.close();
          return false;
        case 'Tab':
          this.close();
          return false;
        default:
          if (['Home', 'End', 'ArrowLeft', 'ArrowRight'].includes(event.key)) {
            this.activate(-1); /* the caret moves in the box */
          }
          return false;
      }
    }

    /** Goes to the place of a suggestion; a phrase is searched for. */
    choose(at) {
      const entry = this.entries[at];
      this.close();
      if (entry.address) {
        this.input.value = '';
        window.location.href = this.options.root + entry.address;
      } else {
        this.input.value = entry.text;
        this.input.form.requestSubmit();
      }
    }
  }

  /**
   * Has a box suggest what its reader may be about to type.
   * @param {HTMLInputElement} input in a form; submitting the form searches
   * @param {object} [options]
   * @param {string} [options.folder='suggest/'] where the suggestions are: a URL prefix ending in `/`
   * @param {string} [options.root=''] the way from the page to the root of the site: '' or a URL prefix ending in `/`
   * @param {string} [options.className='suggestions'] beginning of the class names of what is added to the page
   * @param {object} [options.texts] list, some: what a screen reader is told
   * @returns {Combobox} call `update()` when the value was changed by a script
   */
  OfflineSuggest.attach = function (input, options) {
    return new Combobox(input, Object.assign({ folder: 'suggest/', root: '', className: 'suggestions' }, options));
  };

  /* Boxes that say themselves where the suggestions and the root of the site are. */
  document.querySelectorAll('form[data-suggestions]').forEach((form) => {
    OfflineSuggest.attach(form.querySelector('input'), { folder: form.dataset.suggestions, root: form.dataset.root });
  });
})();
