// SPDX-License-Identifier: MIT
// The browser's half of live mode: an Emscripten library that implements the srl_js_live_…
// functions of live_browser.h and answers through srl_on_live_…. It decides nothing that could be
// decided, and tested, in C++.
//
// A device is one IndexedDB database: its pages by number, a record of how far they are (head), and a
// log of the batches since then. A batch is one strict transaction, and mostly one record of the log;
// now and then it takes what the log holds to the pages instead. The transaction checks first which
// batch is the last: one that builds on another that the disk refused must not be taken, or the
// database would be torn.
//
// Written for the parser of Emscripten 3.1.6, as browser.js is.

mergeInto(LibraryManager['library'], {
  $Live__deps: ['$Srl'],
  $Live: {
    kPageBytes: 4096,
    kVersion: 2,        // of the database: 1 had no log
    kLoggedMax: 64,     // batches
    kLoggedPagesMax: 512,
    kFetchesMax: 4,     // per channel: a browser opens six connections to a host
    kPrefix: 'srl-device-',  // of databases
    kOwn: 'srl.device',
    kNoted: 'srl.devices',
    kSession: 'srl.session.',   // and the device's id: tokens live outside of its database
    kSignedOut: '.signed-out',  // after that: the person has signed out
    kSetAside: 'srl.devices.damaged',
    hasAsked: false,
    release: null,      // lets the Web Lock go
    // The device's database; of what it holds the last batch and the length in pages (head; null: not
    // known); how many writes are under way; of what the log holds the batches' count and the pages.
    disk: null,
    fetches: [[], [], []],  // by channel: those under way, oldest first
    stream: null,       // what ends the event stream
    alarms: {},

    tell: function (receive) {
      return function () { if (!Module['page'].dead) receive.apply(null, arguments); };
    },

    // A text as the last argument of a C++ function.
    answer: function (receive, first, text) {
      if (Module['page'].dead) return;
      var pointer = Srl.give(text || '');
      receive.apply(null, first.concat([pointer]));
      _free(pointer);
    },

    words: function (error) {
      if (!error) return 'the browser gave no reason';
      return error.name === 'QuotaExceededError' ? 'its storage is full'
          : error.message || error.name || String(error);
    },

    // Calls `use(store)` unless storage is blocked, as it is in many frames.
    store: function (name, use, otherwise) {
      try { return use(window[name]); } catch (ignored) { return otherwise; }
    },

    // Calls `use(store, key)` for the session of this tab's device, if it is one that is kept.
    secret: function (use, otherwise) {
      var own = Live.store('sessionStorage', function (store) { return store.getItem(Live.kOwn); }, null);
      return own ? Live.store('localStorage', function (store) {
        return use(store, Live.kSession + own);
      }, otherwise) : otherwise;
    },

    list: function (key) {
      return Live.store('localStorage', function (store) {
        return (store.getItem(key) || '').split(',').filter(Boolean);
      }, []);
    },
    setList: function (key, ids) {
      Live.store('localStorage', function (store) { store.setItem(key, ids.join(',')); });
    },

    // Without those that were left out.
    offered: function (ids) {
      var aside = Live.list(Live.kSetAside);
      return ids.filter(function (id) { return aside.indexOf(id) < 0; });
    },

    batchDone: function (batch, error) {
      Live.answer(_srl_on_live_batch, [batch, error ? 0 : 1], error ? Live.words(error) : '');
    },

    // Once there is something to keep: otherwise a browser short of space may clear it.
    askToPersist: function () {
      if (Live.hasAsked || !navigator.storage || !navigator.storage.persist) return;
      Live.hasAsked = true;
      navigator.storage.persist().catch(function () { });
    },

    openDatabase: function (id, done) {
      var request = indexedDB.open(Live.kPrefix + id, Live.kVersion);
      request.onupgradeneeded = function (event) {
        if (event.oldVersion < 1) {
          request.result.createObjectStore('pages');
          request.result.createObjectStore('meta');
        }
        request.result.createObjectStore('log');
      };
      request.onsuccess = function () { done(request.result, null); };
      request.onerror = function (event) {
        event.preventDefault();
        done(null, request.error);
      };
    },

    // Takes the pages of a batch into those that the log holds.
    note: function (batch) {
      batch['indices'].forEach(function (index, i) {
        Live.disk.pages.set(index, batch['bytes'].subarray(i * Live.kPageBytes, (i + 1) * Live.kPageBytes));
      });
      ++Live.disk.logged;
    },

    loaded: function (head, keys, pages, numbers, log) {
      if (log.length) head = { 'batch': numbers[log.length - 1], 'pages': log[log.length - 1]['pages'] };
      Live.disk.head = head || null;
      var count = head ? head['pages'] : 0;
      var bytes = _malloc(Math.max(1, count * Live.kPageBytes));
      var put = function (page, index) {
        if (index < count) HEAPU8.set(page.subarray(0, Live.kPageBytes), bytes + index * Live.kPageBytes);
      };
      HEAPU8.fill(0, bytes, bytes + count * Live.kPageBytes);
      keys.forEach(function (key, i) { put(pages[i], key); });
      log.forEach(Live.note);
      Live.disk.pages.forEach(put);
      Live.answer(_srl_on_live_loaded, [1, bytes, count, head ? head['batch'] : 0], '');
      _free(bytes);
    },

    read: function () {
      var transaction = Live.disk.database.transaction(['pages', 'meta', 'log'], 'readonly');
      var all = function (store) {
        return [transaction.objectStore(store).getAllKeys(), transaction.objectStore(store).getAll()];
      };
      var head = transaction.objectStore('meta').get('head');
      var pages = all('pages');
      var log = all('log');
      transaction.oncomplete = function () {
        Live.loaded(head.result, pages[0].result, pages[1].result, log[0].result, log[1].result);
      };
      transaction.onabort = function () { Live.notLoaded(transaction.error); };
    },

    notLoaded: function (error) {
      Live.answer(_srl_on_live_loaded, [0, 0, 0, 0], Live.words(error));
    },

    // Calls `use(last)` with the number of the last batch that the disk has. Both are asked before
    // anything is written.
    askLast: function (transaction, use) {
      var logged = transaction.objectStore('log').openKeyCursor(null, 'prev');
      var head = transaction.objectStore('meta').get('head');
      head.onsuccess = function () {
        use(logged.result ? logged.result.key : head.result ? head.result['batch'] : 0);
      };
    },

    // Everything in the log, and this batch, as pages. Takes back what it did in memory when it fails.
    settle: function (transaction, head) {
      var disk = Live.disk;
      var settled = disk.pages;
      var pages = transaction.objectStore('pages');
      disk.pages = new Map();
      disk.logged = 0;
      transaction.addEventListener('abort', function () {
        settled.forEach(function (page, index) { if (!disk.pages.has(index)) disk.pages.set(index, page); });
        disk.logged = Live.kLoggedMax;
      });
      settled.forEach(function (page, index) {
        if (index < head['pages']) pages.put(page.slice(), index);
      });
      pages.delete(IDBKeyRange.lowerBound(head['pages']));
      transaction.objectStore('meta').put(head, 'head');
      transaction.objectStore('log').clear();
    },

    // The head of what is on disk is known, and needs no asking, while no write of ours is under way:
    // nobody else has the device's lock. Then the transaction is closed at once, which saves a way
    // to the browser's process and back; otherwise its first request asks, and it stays open for that.
    //
    // What the log holds is noted before the disk has it. A batch that the disk refuses does no harm
    // there: the next one that it takes is the retry, which has all of its pages again.
    write: function (number, after, batch) {
      var disk = Live.disk;
      if (!disk.database) throw new Error('the browser has closed its storage');
      var known = disk.writes === 0 ? disk.head : null;
      if (known && known['batch'] !== after) throw new Error('an earlier change was refused');
      Live.note(batch);
      var settles = disk.logged > Live.kLoggedMax || disk.pages.size > Live.kLoggedPagesMax;
      var transaction = disk.database.transaction(settles || !known ? ['pages', 'meta', 'log'] : ['log'],
                                                  'readwrite', { durability: 'strict' });
      var head = { 'batch': number, 'pages': batch['pages'] };
      var refusal = null;
      var refuse = function (error) {
        refusal = error;
        transaction.abort();
      };
      ++disk.writes;
      transaction.oncomplete = function () {
        --disk.writes;
        disk.head = head;
        Live.batchDone(number, null);
        Live.askToPersist();
      };
      transaction.onabort = function (event) {
        event.preventDefault();
        --disk.writes;
        disk.head = null;
        Live.batchDone(number, refusal || transaction.error || new Error('the browser gave it up'));
      };
      try {
        if (!known) {
          Live.askLast(transaction, function (last) {
            if (last !== after) refuse(new Error('an earlier change was refused'));
          });
        }
        if (settles) Live.settle(transaction, head);
        else transaction.objectStore('log').put(batch, number);
        if (known && transaction.commit) transaction.commit();
      } catch (error) {
        refuse(error);
      }
    },

    fetch: function (channel, id, method, target, body, authorization, trace) {
      var abort = new AbortController();
      var entry = { abort: abort };
      var all = Live.fetches[channel];
      // `header(name)` is the answer's own header, '' where it has none.
      var finish = function (status, header, bytes) {
        var at = all.indexOf(entry);
        if (at < 0 || Module['page'].dead) return;  // given up meanwhile
        all.splice(at, 1);
        var headers = ['content-type', 'srl-service', 'retry-after', 'date'].map(function (name) { return Srl.give(header(name)); });
        var text = _malloc(bytes.length + 1);
        HEAPU8.set(bytes, text);
        _srl_on_live_reply(channel, id, status, headers[0], headers[1], headers[2], headers[3], text, bytes.length);
        _free(text);
        headers.forEach(function (one) { _free(one); });
      };
      all.push(entry);
      if (all.length > Live.kFetchesMax) all.shift().abort.abort();
      var options = { method: method, signal: abort.signal, cache: 'no-store', redirect: 'error', headers: {} };
      if (authorization) options.headers['authorization'] = authorization;
      if (trace) options.headers['traceparent'] = trace;
      if (body.length) {
        options.body = body;
        options.headers['content-type'] = 'application/json';
      }
      fetch(target, options).then(function (response) {
        return response.arrayBuffer().then(function (body) {
          finish(response.status, function (name) { return response.headers.get(name) || ''; }, new Uint8Array(body));
        });
      }).catch(function (error) {
        finish(0, function () { return ''; }, new TextEncoder().encode(Live.words(error)));
      });
    },
  },

  srl_js_live_is_offered__deps: ['$Live'],
  srl_js_live_is_offered: function () {
    return Srl.embedded || /\/embed$/.test(location.pathname) ? 0 : 1;
  },

  srl_js_live_listen__deps: ['$Live'],
  srl_js_live_listen: function () {
    var tell = Live.tell(function () { _srl_on_live_network(navigator.onLine ? 1 : 0); });
    window.addEventListener('online', tell);
    window.addEventListener('offline', tell);
    setTimeout(tell, 0);
  },

  srl_js_live_now: function () { return Date.now(); },
  srl_js_live_utc_offset: function (at) { return -60000 * new Date(at).getTimezoneOffset(); },
  srl_js_live_monotonic: function () { return performance.timeOrigin + performance.now(); },

  srl_js_live_random__deps: ['$Live'],
  srl_js_live_random: function (destination) {
    crypto.getRandomValues(HEAPU8.subarray(destination, destination + 8));
  },

  // ---- What is remembered ----

  srl_js_live_own_device__deps: ['$Live'],
  srl_js_live_own_device: function () {
    return Srl.give(Live.store('sessionStorage', function (store) {
      return store.getItem(Live.kOwn) || '';
    }, ''));
  },
  srl_js_live_set_own_device: function (id) {
    Live.store('sessionStorage', function (store) { store.setItem(Live.kOwn, UTF8ToString(id)); });
  },
  // By their databases. Ids sort by the time they were made.
  srl_js_live_find_devices__deps: ['$Live'],
  srl_js_live_find_devices: function () {
    var answer = function (all) {
      var ids = all.map(function (one) { return one.name || ''; })
          .filter(function (name) { return name.indexOf(Live.kPrefix) === 0; })
          .map(function (name) { return name.slice(Live.kPrefix.length); });
      Live.answer(_srl_on_live_devices, [1], Live.offered(ids).sort().join(','));
    };
    var none = function () { Live.answer(_srl_on_live_devices, [0], ''); };
    try {
      indexedDB.databases().then(answer, none);
    } catch (error) {
      setTimeout(none, 0);
    }
  },
  srl_js_live_noted_devices__deps: ['$Live'],
  srl_js_live_noted_devices: function () {
    return Srl.give(Live.offered(Live.list(Live.kNoted)).join(','));
  },
  srl_js_live_note_devices__deps: ['$Live'],
  srl_js_live_note_devices: function (pointer) {
    Live.setList(Live.kNoted, UTF8ToString(pointer).split(','));
  },
  srl_js_live_leave_out_device__deps: ['$Live'],
  srl_js_live_leave_out_device: function (pointer) {
    Live.setList(Live.kSetAside, Live.list(Live.kSetAside).concat([UTF8ToString(pointer)]));
  },
  srl_js_live_secret__deps: ['$Live'],
  srl_js_live_secret: function () {
    return Srl.give(Live.secret(function (store, key) { return store.getItem(key) || ''; }, ''));
  },
  srl_js_live_other_secrets__deps: ['$Live'],
  srl_js_live_other_secrets: function () {
    return Srl.give(Live.secret(function (store, own) {
      var secrets = [];
      for (var i = 0; i < store.length; ++i) {
        var key = store.key(i);
        var isOther = key.indexOf(Live.kSession) === 0 && key !== own && key.indexOf(Live.kSignedOut) < 0;
        if (isOther) secrets.push(store.getItem(key));
      }
      return secrets.join('\n');
    }, ''));
  },
  srl_js_live_is_signed_out__deps: ['$Live'],
  srl_js_live_is_signed_out: function () {
    return Live.secret(function (store, key) {
      return store.getItem(key + Live.kSignedOut) ? 1 : 0;
    }, 0);
  },
  srl_js_live_set_signed_out__deps: ['$Live'],
  srl_js_live_set_signed_out: function (signedOut) {
    Live.secret(function (store, key) {
      if (signedOut) store.setItem(key + Live.kSignedOut, '1');
      else store.removeItem(key + Live.kSignedOut);
    });
  },
  srl_js_live_set_secret__deps: ['$Live'],
  srl_js_live_set_secret: function (text) {
    Live.secret(function (store, key) {
      if (HEAPU8[text] === 0) store.removeItem(key);
      else store.setItem(key, UTF8ToString(text));
    });
  },

  // ---- The disk ----

  srl_js_live_lock__deps: ['$Live'],
  srl_js_live_lock: function (pointer) {
    var name = 'srl-device:' + UTF8ToString(pointer);
    var refuse = Live.tell(function (error) {
      Live.answer(_srl_on_live_lock, [2], Live.words(error));
    });
    var answer = function (lock) {
      Live.answer(_srl_on_live_lock, [lock ? 0 : 1], '');
    };
    if (Live.release) Live.release();
    Live.release = null;
    if (!window.indexedDB || !navigator.locks) {
      return void setTimeout(refuse, 0, new Error('it has no storage that is safe to share between tabs'));
    }
    try {
      navigator.locks.request(name, { 'ifAvailable': true }, function (lock) {
        var held = lock && new Promise(function (resolve) { Live.release = resolve; });
        answer(lock);
        return held || undefined;
      }).catch(refuse);
    } catch (error) {
      setTimeout(refuse, 0, error);
    }
  },

  srl_js_live_load__deps: ['$Live'],
  srl_js_live_load: function (pointer) {
    var id = UTF8ToString(pointer);
    try {
      Live.openDatabase(id, Live.tell(function (database, error) {
        if (!database) return Live.notLoaded(error);
        var disk = Live.disk = { database: database, head: null, writes: 0, logged: 0, pages: new Map() };
        // Site data cleared, or the disk gone: to open it anew would begin a torn database.
        database.onclose = function () { disk.database = null; };
        database.onversionchange = function () {
          database.close();
          disk.database = null;
        };
        Live.read();
      }));
    } catch (error) {
      setTimeout(Live.tell(Live.notLoaded), 0, error);
    }
  },

  // Inside a commit: copies the pages at once, answers later.
  srl_js_live_write__deps: ['$Live'],
  srl_js_live_write: function (number, after, fileLength, count, indices, pointers) {
    var batch = { 'pages': fileLength, 'indices': [], 'bytes': new Uint8Array(count * Live.kPageBytes) };
    for (var i = 0; i < count; ++i) {
      batch['indices'].push(HEAPU32[(indices >> 2) + i]);
      var from = HEAPU32[(pointers >> 2) + i];
      batch['bytes'].set(HEAPU8.subarray(from, from + Live.kPageBytes), i * Live.kPageBytes);
    }
    try {
      Live.write(number, after, batch);
    } catch (error) {
      setTimeout(Live.tell(Live.batchDone), 0, number, error);
    }
  },
  srl_js_live_pretend__deps: ['$Live'],
  srl_js_live_pretend: function (batch) { setTimeout(Live.tell(Live.batchDone), 0, batch, null); },

  srl_js_live_download: function (name, bytes, size) {
    var url = URL.createObjectURL(new Blob([HEAPU8.slice(bytes, bytes + size)]));
    var link = document.createElement('a');
    link.href = url;
    link.download = UTF8ToString(name);
    link.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 10000);
  },

  // ---- Network and time ----

  srl_js_live_fetch__deps: ['$Live'],
  srl_js_live_fetch: function (channel, id, method, target, body, size, authorization, trace) {
    Live.fetch(channel, id, UTF8ToString(method), UTF8ToString(target), HEAPU8.subarray(body, body + size),
               UTF8ToString(authorization), UTF8ToString(trace));
  },
  srl_js_live_give_up__deps: ['$Live'],
  srl_js_live_give_up: function (channel) {
    Live.fetches[channel].splice(0).forEach(function (entry) { entry.abort.abort(); });
  },

  srl_js_live_open_stream__deps: ['$Live'],
  srl_js_live_open_stream: function (authorization, lastId) {
    var last = UTF8ToString(lastId);
    var headers = { 'authorization': UTF8ToString(authorization) };
    if (last) headers['last-event-id'] = last;
    if (Live.stream) Live.stream.abort();
    var abort = Live.stream = new AbortController();
    var isOpen = function () { return Live.stream === abort && !Module['page'].dead; };
    var end = function (status) {
      if (!isOpen()) return;
      Live.stream = null;
      abort.abort();
      _srl_on_live_stream_end(status);
    };
    var fail = function () { end(0); };
    fetch('/v1/sync/stream', { signal: abort.signal, cache: 'no-store', redirect: 'error', headers: headers })
        .then(function (response) {
      // What a proxy or a sign-in page answers is trouble on the way.
      if (!response.headers.get('srl-service')) return end(0);
      if (!response.ok) return end(response.status);
      var reader = response.body.getReader();
      var next = function () {
        reader.read().then(function (part) {
          if (part.done || !isOpen()) return end(0);
          var text = _malloc(part.value.length + 1);
          HEAPU8.set(part.value, text);
          _srl_on_live_stream_text(text, part.value.length);
          _free(text);
          next();
        }).catch(fail);
      };
      next();
    }).catch(fail);
  },
  srl_js_live_close_stream__deps: ['$Live'],
  srl_js_live_close_stream: function () {
    if (Live.stream) Live.stream.abort();
    Live.stream = null;
  },

  srl_js_live_set_alarm__deps: ['$Live'],
  srl_js_live_set_alarm: function (alarm, delay) {
    clearTimeout(Live.alarms[alarm]);
    Live.alarms[alarm] = setTimeout(Live.tell(function () { _srl_on_live_alarm(alarm); }), delay);
  },
  srl_js_live_cancel_alarm: function (alarm) { clearTimeout(Live.alarms[alarm]); },
  srl_js_live_is_visible: function () { return document.hidden ? 0 : 1; },
});
