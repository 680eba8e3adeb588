/* Loads files of the index as classic scripts: a page at file:// can load files in no other way. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /** Names of files that a page may load ahead, by script elements with `data-ahead`. */
  const MAY_BE_AHEAD = /^manifest$|\/directory$/;

  /** Names of files of segments. No two indexes have the same name for different data. */
  const OF_SEGMENT = /\//;

  /** Files being loaded: name → {data, loading}: the data, as soon as the script has passed it, and its promise. */
  const awaited = new Map();

  /** Promises of the data of files, by URL. */
  const loads = new Map();

  /** @returns {Error} with `.file`, the path of the file below the folder of the index. */
  function fileError(name, reason) {
    const error = new Error(name + '.js: ' + reason);
    error.file = name + '.js';
    return error;
  }

  /** Runs the script at `url` in the page, removes its element, then calls `done` with an error or null. */
  function runScript(url, done) {
    const script = document.createElement('script');
    function finish(error) {
      script.onload = script.onerror = null;
      script.remove();
      done(error);
    }
    script.charset = 'utf-8';
    script.onload = function () { finish(null); };
    script.onerror = function () { finish(new Error('cannot be loaded')); };
    script.src = url;
    document.head.appendChild(script);
  }

  function urlOf(name, base) {
    return base + name + '.js';
  }

  /* Files of two indexes may have the same name, and a script passes no other: so they come one after the other. */
  async function start(name, url) {
    while (awaited.has(name)) {
      await awaited.get(name).loading.catch(function () {});
    }
    const delivery = {};
    awaited.set(name, delivery);
    delivery.loading = new Promise(function (resolve, reject) {
      OfflineSearch.loader(url, function (error) {
        awaited.delete(name);
        if (error) {
          reject(fileError(name, error.message));
        } else if (!('data' in delivery)) {
          reject(fileError(name, 'holds no data of that name'));
        } else {
          resolve(delivery.data);
        }
      });
    });
    return delivery.loading;
  }

  function takeAhead(name, url) {
    const data = ahead.get(name);
    return ahead.delete(name) ? data : start(name, url);
  }

  /** Where the index is that was opened last: a URL prefix ending in `/`; set by `OfflineSearch.open`. */
  OfflineSearch.base = '';

  /** Runs a script: `function (url, done)`. Tests outside a browser replace it. */
  OfflineSearch.loader = runScript;

  /** Data of files that the page loaded ahead and that nobody has asked for yet, by name. */
  const ahead = new Map();

  /** Where the index is whose files the page loads ahead: the first one that is opened. */
  let aheadBase = '';

  /**
   * Loads the file `opening.js` of an index: its manifest, and other files of it, which are then not loaded any more.
   * @param {string} base where the index is
   * @returns {Promise<Object>} the manifest; rejects with an Error that has `.file`
   */
  OfflineSearch.loadOpening = async function (base) {
    const [manifest, files] = await OfflineSearch.load('opening', base);
    Object.entries(files).forEach(([name, data]) => ahead.set(name, data));
    OfflineSearch.forget('opening', base);
    return manifest;
  };

  const elements = typeof document === 'undefined' ? [] : document.querySelectorAll('script[data-ahead]');
  let stopWaiting = null;

  /** Resolves when all files that the page loads ahead have come, or one of them has failed. */
  const aheadDone = new Promise(function (resolve) {
    stopWaiting = resolve;
    if (!elements.length || document.readyState === 'complete') {
      resolve();
    } else {
      window.addEventListener('load', resolve);
      elements.forEach(function (element) { element.addEventListener('error', resolve); });
    }
  });

  /** Called by the files of the index with their data. Data that nobody waits for is dropped. */
  OfflineSearch.receive = function (name, data) {
    const delivery = awaited.get(name);
    if (delivery) {
      delivery.data = data;
    }
  };

  /** Takes data from the queue: files that a page may load ahead put it there, before this script runs or after. */
  function receiveEarly([name, data]) {
    if (awaited.has(name)) {
      OfflineSearch.receive(name, data);
    } else {
      ahead.set(name, data);
    }
    if (ahead.size >= elements.length) {
      stopWaiting();
    }
  }

  (globalThis.OfflineSearchQueue || []).forEach(receiveEarly);
  globalThis.OfflineSearchQueue = {push: receiveEarly};

  /**
   * Loads a file once. After a failure the next call tries again.
   * @param {string} name path below the base, without `.js`
   * @param {string} base where the index is
   * @returns {Promise<*>} its data; rejects with an Error whose `.file` is the path of the file
   */
  OfflineSearch.load = function (name, base = OfflineSearch.base) {
    const url = urlOf(name, base);
    if (!loads.has(url)) {
      aheadBase = aheadBase || base;
      const mayBeAhead = (base === aheadBase && MAY_BE_AHEAD.test(name)) || (OF_SEGMENT.test(name) && ahead.has(name));
      const loading = mayBeAhead ? (ahead.has(name) ? Promise.resolve() : aheadDone).then(() => takeAhead(name, url)) : start(name, url);
      loads.set(url, loading);
      loading.catch(function () { loads.delete(url); });
    }
    return loads.get(url);
  };

  /** Frees the data of a file, for a caller that keeps it decoded. */
  OfflineSearch.forget = function (name, base = OfflineSearch.base) {
    loads.delete(urlOf(name, base));
  };

  /** A cache of promises by name. When their values exceed a size, those least recently used are removed. */
  class Cache {
    /** @param {number} limit bytes */
    constructor(limit) {
      this.limit = limit;
      this.size = 0;
      this.entries = new Map();
    }

    has(name) {
      return this.entries.has(name);
    }

    /**
     * @param {string} name
     * @param {function(): Promise<{size: number}>} make called when the value is not cached;
     *   `size` is in bytes
     * @returns {Promise} of the value; a failure is not kept
     */
    get(name, make) {
      const known = this.entries.get(name);
      if (known) {
        this.entries.delete(name);
        this.entries.set(name, known);
        return known.promise;
      }
      const entry = {size: 0, promise: make()};
      this.entries.set(name, entry);
      entry.promise.then((value) => this.grow(entry, value.size), () => this.entries.delete(name));
      return entry.promise;
    }

    grow(entry, size) {
      entry.size = size;
      this.size += size;
      for (const [name, oldest] of this.entries) {
        if (this.size <= this.limit) {
          return;
        }
        // A value that is being loaded has no size yet; removing it would load it twice.
        if (oldest.size > 0 && oldest !== entry) {
          this.entries.delete(name);
          this.size -= oldest.size;
        }
      }
    }
  }

  OfflineSearch.Cache = Cache;
  OfflineSearch.fileError = fileError;
})();
