/* Loads the files of the index by classic scripts, the only way open to a page at file://. */
(function () {
  'use strict';

  const OfflineSearch = globalThis.OfflineSearch = globalThis.OfflineSearch || {};

  /** What a page may load ahead. */
  const MAY_BE_AHEAD = /^manifest$|\/directory$/;

  /** Names being loaded → {data}: what their script has handed over so far. */
  const awaited = new Map();

  /** URLs → promises of their data, until forgotten. */
  const loads = new Map();

  /** @returns {Error} with `.file`, the path of the file below the folder of the index. */
  function fileError(name, reason) {
    const error = new Error(name + '.js: ' + reason);
    error.file = name + '.js';
    return error;
  }

  /** Runs the script at `url` in the page and takes it out again; `done(error or null)` when it has run. */
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

  function urlOf(name) {
    return OfflineSearch.base + name + '.js';
  }

  function start(name) {
    return new Promise(function (resolve, reject) {
      const delivery = {};
      awaited.set(name, delivery);
      OfflineSearch.loader(urlOf(name), function (error) {
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
  }

  function takeAhead(name) {
    const data = ahead.get(name);
    return ahead.delete(name) ? data : start(name);
  }

  /** Where the index is: a URL prefix ending in `/`; set by `OfflineSearch.open`. */
  OfflineSearch.base = '';

  /** How a script is run: `function (url, done)`. Tests outside a browser put their own here. */
  OfflineSearch.loader = runScript;

  /** Data of files that the page itself loads, ahead of the first search: elements with `data-ahead`. */
  const ahead = new Map();
  const elements = typeof document === 'undefined' ? [] : document.querySelectorAll('script[data-ahead]');
  let settle = null;

  /** When all of these files are here, or it is clear that some will not be. */
  const settled = new Promise(function (resolve) {
    settle = resolve;
    if (!elements.length || document.readyState === 'complete') {
      resolve();
    } else {
      window.addEventListener('load', resolve);
      elements.forEach(function (element) { element.addEventListener('error', resolve); });
    }
  });

  /** Called by the files of the index. Data that nobody waits for is dropped. */
  OfflineSearch.receive = function (name, data) {
    const delivery = awaited.get(name);
    if (delivery) {
      delivery.data = data;
    }
  };

  /** Files that the page may load itself put their data in a queue, be it before this script runs or after. */
  function receiveEarly([name, data]) {
    if (awaited.has(name)) {
      OfflineSearch.receive(name, data);
    } else {
      ahead.set(name, data);
    }
    if (ahead.size >= elements.length) {
      settle();
    }
  }

  (globalThis.OfflineSearchQueue || []).forEach(receiveEarly);
  globalThis.OfflineSearchQueue = {push: receiveEarly};

  /**
   * The data of one file, loaded once; a failure is not remembered, so asking again tries again.
   * @param {string} name path below the base, without `.js`
   * @returns {Promise<*>} rejects with an Error whose `.file` is the path of the file
   */
  OfflineSearch.load = function (name) {
    const url = urlOf(name);
    if (!loads.has(url)) {
      const loading = MAY_BE_AHEAD.test(name) ? settled.then(() => takeAhead(name)) : start(name);
      loads.set(url, loading);
      loading.catch(function () { loads.delete(url); });
    }
    return loads.get(url);
  };

  /** Lets go of the data of one file, for a caller that keeps it in a better form. */
  OfflineSearch.forget = function (name) {
    loads.delete(urlOf(name));
  };

  /** Promises of values by name; those used longest ago go when all together exceed a size. */
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
     * @param {function(): Promise<{size: number}>} make called when the value is not here;
     *   its result tells its own size in bytes
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
        // What is still on its way has no size yet and would be loaded twice.
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
