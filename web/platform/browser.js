// SPDX-License-Identifier: MIT
// The browser's half of platform/: an Emscripten library that forwards events to the srl_on_…
// functions in C++ and implements the srl_js_… functions of browser.h. It decides nothing that
// could be decided, and tested, in C++.
//
// Written for the parser of Emscripten 3.1.6: no optional chaining, no method shorthand in $Srl.

mergeInto(LibraryManager['library'], {
  $Srl: {
    stage: null,
    canvas: null,
    agent: null,      // the hidden <input>, reference for caret, input methods and soft keyboards
    textActive: false,
    embedded: false,
    fragmentTimer: 0,
    fragmentDue: null,
    fragmentWrittenAt: -1e9,

    // One character that is always in the agent, so that a soft keyboard has something to delete.
    sentinel: '\u200b',

    // Hands a text to C++, which must not keep the pointer.
    send: function (receive, text) {
      var size = lengthBytesUTF8(text) + 1;
      var pointer = _malloc(size);
      stringToUTF8(text, pointer, size);
      receive(pointer);
      _free(pointer);
    },

    // A copy of a text that C++ will free.
    give: function (text) {
      var size = lengthBytesUTF8(text) + 1;
      var pointer = _malloc(size);
      stringToUTF8(text, pointer, size);
      return pointer;
    },

    // Listens, until the app has crashed.
    on: function (target, type, listener, options) {
      target.addEventListener(type, function (event) {
        if (!Module['page'].dead) listener(event);
      }, options);
    },

    measure: function () {
      var rect = Srl.canvas.getBoundingClientRect();
      var density = Math.min(window.devicePixelRatio || 1, 3);
      _srl_on_resize(rect.width, rect.height, Math.round(rect.width * density),
                     Math.round(rect.height * density));
    },

    watchDensity: function () {
      var query = window.matchMedia('(resolution: ' + window.devicePixelRatio + 'dppx)');
      Srl.on(query, 'change', function () {
        Srl.measure();
        Srl.watchDensity();
      }, { once: true });
    },

    watchPreferences: function () {
      // In the order of PreferenceBit in page.cpp; the last two never change.
      var queries = ['(prefers-color-scheme: dark)',
                     '(prefers-contrast: more), (forced-colors: active)',
                     '(prefers-reduced-motion: reduce)',
                     '(pointer: coarse)'].map(function (q) { return window.matchMedia(q); });
      var tell = function () {
        var bits = 0;
        queries.forEach(function (q, i) { if (q.matches) bits |= 1 << i; });
        if (Srl.embedded) bits |= 16;
        if (/Mac|iPhone|iPad/.test(navigator.platform)) bits |= 32;
        _srl_on_preferences(bits);
      };
      queries.forEach(function (q) { Srl.on(q, 'change', tell); });
      tell();
    },

    hasFocus: function () {
      return Srl.stage.contains(document.activeElement);
    },

    pointer: function (phase, event) {
      var rect = Srl.canvas.getBoundingClientRect();
      _srl_on_pointer(phase, event.pointerType === 'touch' ? 1 : 0, event.pointerId,
                      Math.max(0, event.button), event.clientX - rect.left,
                      event.clientY - rect.top, event.timeStamp);
    },

    listenPointer: function () {
      var canvas = Srl.canvas;
      Srl.on(canvas, 'pointerdown', function (event) {
        if (event.button > 2) return;
        canvas.setPointerCapture(event.pointerId);
        if (document.activeElement !== Srl.agent) canvas.focus({ preventScroll: true });
        Srl.pointer(0, event);
      });
      Srl.on(canvas, 'pointermove', function (event) { Srl.pointer(1, event); });
      Srl.on(canvas, 'pointerup', function (event) {
        if (event.button > 2) return;
        Srl.pointer(2, event);
        // A soft keyboard that was put away comes back with a tap into the same field.
        if (Srl.textActive && document.activeElement !== Srl.agent) Srl.focusAgent();
      });
      Srl.on(canvas, 'pointercancel', function (event) { Srl.pointer(3, event); });
      Srl.on(canvas, 'pointerleave', function (event) {
        if (event.pointerType !== 'touch') _srl_on_pointer_left();
      });
      // The focus moves where we want it, and a long press opens no menu.
      Srl.on(canvas, 'mousedown', function (event) { event.preventDefault(); });
      Srl.on(canvas, 'contextmenu', function (event) { event.preventDefault(); });
      Srl.on(canvas, 'wheel', function (event) {
        // Ctrl+wheel is zoom. An embedded lab scrolls only after a click into it.
        if (event.ctrlKey || (Srl.embedded && !Srl.hasFocus())) return;
        event.preventDefault();
        var unit = event.deltaMode === 1 ? 33 : event.deltaMode === 2 ? 300 : 1;
        var swap = event.shiftKey && event.deltaX === 0;
        _srl_on_wheel((swap ? event.deltaY : event.deltaX) * unit,
                      (swap ? 0 : event.deltaY) * unit);
      }, { passive: false });
    },

    key: function (down, event) {
      var modifiers = (event.ctrlKey ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) |
          (event.metaKey ? 8 : 0) | (event.isComposing || event.keyCode === 229 ? 16 : 0) |
          (event.repeat ? 32 : 0);
      var code = Srl.give(event.code || '');
      var key = Srl.give(event.key || '');
      var held = _srl_on_key(down, code, key, modifiers);
      _free(code);
      _free(key);
      if (held) event.preventDefault();
    },

    listenKeyboard: function () {
      Srl.on(Srl.stage, 'keydown', function (event) { Srl.key(1, event); });
      Srl.on(Srl.stage, 'keyup', function (event) { Srl.key(0, event); });
      // Moving between canvas and agent is no loss of focus.
      Srl.on(Srl.stage, 'focusin', function (event) {
        if (!Srl.stage.contains(event.relatedTarget)) _srl_on_focus(1);
      });
      Srl.on(Srl.stage, 'focusout', function (event) {
        if (!Srl.stage.contains(event.relatedTarget)) _srl_on_focus(0);
      });
      Srl.on(document, 'paste', function (event) {
        if (!Srl.hasFocus()) return;
        event.preventDefault();
        Srl.send(_srl_on_paste, event.clipboardData.getData('text/plain'));
      });
    },

    focusAgent: function () {
      Srl.resetAgent();
      Srl.agent.focus({ preventScroll: true });
    },

    resetAgent: function () {
      Srl.agent.value = Srl.sentinel;
      Srl.agent.setSelectionRange(1, 1);
    },

    // Whatever landed in the agent was typed: by keys, dictation, an emoji picker, an input method.
    harvest: function () {
      var value = Srl.agent.value;
      if (value === Srl.sentinel) return;
      var typed = value.split(Srl.sentinel).join('');
      if (typed !== '') Srl.send(_srl_on_text, typed);
      else _srl_on_backspace();
      Srl.resetAgent();
    },

    listenText: function () {
      var composing = false;
      Srl.on(Srl.agent, 'compositionstart', function () {
        composing = true;
        Srl.agent.classList.add('composing');  // its own text is drawn by the browser meanwhile
      });
      Srl.on(Srl.agent, 'compositionend', function () {
        composing = false;
        Srl.agent.classList.remove('composing');
        Srl.harvest();
      });
      Srl.on(Srl.agent, 'input', function () { if (!composing) Srl.harvest(); });
    },

    writeFragment: function () {
      Srl.fragmentTimer = 0;
      if (Srl.fragmentDue === null) return;
      Srl.fragmentWrittenAt = performance.now();
      // A sandboxed frame may forbid it; the link can still be copied.
      try { history.replaceState(history.state, '', '#' + Srl.fragmentDue); } catch (ignored) { }
      Srl.fragmentDue = null;
    },

    // For pages that may not use the clipboard API: the old way, through a selection.
    copyBySelection: function (text) {
      var field = document.createElement('textarea');
      var focused = document.activeElement;
      field.value = text;
      field.className = 'offscreen';
      document.body.appendChild(field);
      field.select();
      var copied = false;
      try { copied = document.execCommand('copy'); } catch (ignored) { }
      field.remove();
      if (focused) focused.focus({ preventScroll: true });
      return copied;
    },
  },

  srl_js_listen__deps: ['$Srl'],
  srl_js_listen: function () {
    Srl.stage = document.getElementById('stage');
    Srl.canvas = document.getElementById('canvas');
    Srl.agent = document.getElementById('agent');
    Srl.embedded = Module['page'].embedded;
    Module['page'].details = function () { return UTF8ToString(_srl_crash_details()); };
    Srl.watchPreferences();
    Srl.measure();
    Srl.watchDensity();
    Srl.on(window, 'resize', Srl.measure);
    if (window.ResizeObserver) {
      var observer = new ResizeObserver(function () { if (!Module['page'].dead) Srl.measure(); });
      observer.observe(Srl.canvas);
    }
    Srl.listenPointer();
    Srl.listenKeyboard();
    Srl.listenText();
    var tellVisibility = function () { _srl_on_visibility(document.hidden ? 1 : 0); };
    Srl.on(document, 'visibilitychange', tellVisibility);
    Srl.on(window, 'hashchange', function () {
      Srl.send(_srl_on_fragment, location.hash.slice(1));
    });
    Srl.on(window, 'pagehide', Srl.writeFragment);
    tellVisibility();
    if (!Srl.embedded) Srl.canvas.focus({ preventScroll: true });
  },

  srl_js_first_frame: function () { Module['page'].firstFrame(); },
  srl_js_context_lost: function (lost) { Module['page'].contextLost(lost !== 0); },
  srl_js_no_canvas: function () { Module['page'].hasCanvas = false; },

  srl_js_cursor__deps: ['$Srl'],
  srl_js_cursor: function (cursor) { Srl.canvas.style.cursor = UTF8ToString(cursor); },

  srl_js_text_input__deps: ['$Srl'],
  srl_js_text_input: function (active, x, y, lineHeight) {
    if (!Srl.agent) return;
    Srl.textActive = active !== 0;
    Srl.agent.style.transform = 'translate(' + Math.round(x) + 'px,' + Math.round(y) + 'px)';
    Srl.agent.style.height = Math.round(lineHeight) + 'px';
    var focused = document.activeElement;
    if (active) {
      // Not out of another part of the page: a dialog, the accessible view.
      if (focused === Srl.canvas || focused === document.body) Srl.focusAgent();
    } else if (focused === Srl.agent) {
      Srl.canvas.focus({ preventScroll: true });
    }
  },

  srl_js_query__deps: ['$Srl'],
  srl_js_query: function (key) {
    return Srl.give(new URLSearchParams(location.search).get(UTF8ToString(key)) || '');
  },

  srl_js_page_address__deps: ['$Srl'],
  // What is embedded is shared as the page that has all of it.
  srl_js_page_address: function () {
    return Srl.give(location.origin + location.pathname.replace(/\/embed$/, '/'));
  },

  srl_js_fragment__deps: ['$Srl'],
  srl_js_fragment: function () { return Srl.give(location.hash.slice(1)); },

  srl_js_set_fragment__deps: ['$Srl'],
  srl_js_set_fragment: function (fragment) {
    Srl.fragmentDue = UTF8ToString(fragment);
    if (Srl.fragmentTimer) return;
    var wait = Math.max(0, Srl.fragmentWrittenAt + 1000 - performance.now());
    Srl.fragmentTimer = setTimeout(Srl.writeFragment, wait);
  },

  // An embedded lab is a sandbox: it neither reads nor leaves anything.
  srl_js_load__deps: ['$Srl'],
  srl_js_load: function (key) {
    if (Srl.embedded) return Srl.give('');
    try { return Srl.give(localStorage.getItem('srl.' + UTF8ToString(key)) || ''); }
    catch (ignored) { return Srl.give(''); }  // storage is blocked in many frames
  },
  srl_js_save__deps: ['$Srl'],
  srl_js_save: function (key, value) {
    if (Srl.embedded) return;
    try { localStorage.setItem('srl.' + UTF8ToString(key), UTF8ToString(value)); }
    catch (ignored) { }  // then the setting lasts as long as the page
  },

  srl_js_copy__deps: ['$Srl'],
  srl_js_copy: function (pointer) {
    var text = UTF8ToString(pointer);
    var fallback = function () { _srl_on_copied(Srl.copyBySelection(text) ? 1 : 0); };
    if (!navigator.clipboard) return void setTimeout(fallback, 0);
    navigator.clipboard.writeText(text).then(function () { _srl_on_copied(1); }, fallback);
  },

  srl_js_download: function (name, mime, text) {
    var url = URL.createObjectURL(new Blob([UTF8ToString(text)], { type: UTF8ToString(mime) }));
    var link = document.createElement('a');
    link.href = url;
    link.download = UTF8ToString(name);
    link.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 10000);
  },

  srl_js_open_accessible_view: function () { Module['page'].openAccessible(); },

  srl_js_font_size: function (name) {
    var bytes = Module['page'].fonts[UTF8ToString(name)];
    return bytes ? bytes.length : 0;
  },
  srl_js_font_take: function (name, destination) {
    var key = UTF8ToString(name);
    var bytes = Module['page'].fonts[key];
    HEAPU8.set(bytes, destination);
    delete Module['page'].fonts[key];
    // For text that the browser draws (browser_text.js): our letters look the same there.
    if (!window.FontFace) return;
    var weight = { 'ui-bold': '600', 'mono': '500' }[key] || '400';
    var face = new FontFace('srl ' + key, bytes.buffer, { weight: weight });
    face.load().then(function () { document.fonts.add(face); }, function () { });
  },
});
