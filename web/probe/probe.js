// SPDX-License-Identifier: MIT
// The page's half of probe/: window.__probe for tests, and the DOM nodes that screen readers see.
//
// Written for the parser of Emscripten 3.1.6: no optional chaining, no method shorthand in $Mirror.

mergeInto(LibraryManager['library'], {
  $Mirror: {
    root: null,
    groups: null,  // window name → element
    nodes: null,   // item id → {element, role, seen, place}

    roles: {
      text: ['p'], heading: ['h2'], image: ['p'],
      button: ['button'], link: ['button'], select: ['button'], option: ['button'],
      tab: ['button'], toggle: ['button', 'switch'], switch: ['button', 'switch'],
      checkbox: ['button', 'checkbox'], radio: ['button', 'radio'],
      textbox: ['input', '', 'text'], slider: ['input', '', 'range'],
    },

    group: function (name) {
      var group = Mirror.groups.get(name);
      if (!group) {
        group = document.createElement('div');
        group.setAttribute('role', 'group');
        group.setAttribute('aria-label', name);
        Mirror.root.appendChild(group);
        Mirror.groups.set(name, group);
      }
      return group;
    },

    // A DOM node of the item's role. What is done to it goes back to the widget.
    create: function (item) {
      var kind = Mirror.roles[item.role] || ['p'];
      var element = document.createElement(kind[0]);
      element.id = 'w' + item.id;
      if (kind[1]) element.setAttribute('role', kind[1]);
      if (kind[2]) element.type = kind[2];
      if (kind[0] === 'button') {
        element.type = 'button';
        element.addEventListener('click', function () { _srl_mirror_activate(item.id); });
      }
      if (kind[0] === 'input') {
        element.addEventListener('input', function () {
          var size = lengthBytesUTF8(element.value) + 1;
          var text = _malloc(size);
          stringToUTF8(element.value, text, size);
          _srl_mirror_set(item.id, text);
          _free(text);
        });
      }
      // The canvas is the one stop of the Tab key; these are for the screen reader's own cursor.
      if (kind[0] !== 'p' && kind[0] !== 'h2') element.tabIndex = -1;
      return { element: element, role: item.role, seen: false, place: '' };
    },

    update: function (node, item) {
      var element = node.element;
      var set = function (name, value) {
        if (value === null) element.removeAttribute(name);
        else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
      };
      var stateful = item.checkable && item.role !== 'tab' && item.role !== 'option';
      if (stateful) set('aria-checked', String(item.checked));
      if (item.role === 'tab' || item.role === 'option') set('aria-pressed', String(item.checked));
      if (item.role === 'select') set('aria-haspopup', 'true');
      set('aria-disabled', item.disabled ? 'true' : null);
      if (item.role === 'slider') {
        set('aria-label', item.name);
        set('aria-valuetext', item.value || null);
        element.min = item.minimum;
        element.max = item.maximum;
        if (document.activeElement !== element) element.value = item.now;
      } else if (item.role === 'textbox') {
        set('aria-label', item.name);
        if (document.activeElement !== element) element.value = item.value;
      } else {
        var spoken = item.value && !stateful ? item.name + ': ' + item.value : item.name;
        if (element.textContent !== spoken) element.textContent = spoken;
      }
      // In place, so that touching the screen finds it.
      var place = [item.x, item.y, item.width, item.height].map(Math.round).join();
      if (node.place !== place) {
        node.place = place;
        element.style.left = Math.round(item.x) + 'px';
        element.style.top = Math.round(item.y) + 'px';
        element.style.width = Math.round(item.width) + 'px';
        element.style.height = Math.round(item.height) + 'px';
      }
    },

    apply: function (items) {
      var last = new Map();  // group → the node that the next one follows
      var focused = '';
      Mirror.nodes.forEach(function (node) { node.seen = false; });
      items.forEach(function (item) {
        var node = Mirror.nodes.get(item.id);
        if (node && node.role !== item.role) {
          node.element.remove();
          node = null;
        }
        if (!node) Mirror.nodes.set(item.id, node = Mirror.create(item));
        node.seen = true;
        Mirror.update(node, item);
        var group = Mirror.group(item.window);
        var after = last.get(group);
        var next = after ? after.nextSibling : group.firstChild;
        if (next !== node.element) group.insertBefore(node.element, next);
        last.set(group, node.element);
        if (item.focused) focused = node.element.id;
      });
      Mirror.nodes.forEach(function (node, id) {
        if (node.seen) return;
        node.element.remove();
        Mirror.nodes.delete(id);
      });
      Mirror.groups.forEach(function (group, name) {
        if (group.firstChild) return;
        group.remove();
        Mirror.groups.delete(name);
      });
      var canvas = document.getElementById('canvas');
      if (focused) canvas.setAttribute('aria-activedescendant', focused);
      else canvas.removeAttribute('aria-activedescendant');
    },
  },

  srl_js_mirror_later__deps: ['$Mirror'],
  srl_js_mirror_later: function (delay) {
    setTimeout(function () { if (!Module['page'].dead) _srl_mirror_flush(); }, delay);
  },

  srl_js_mirror_apply__deps: ['$Mirror'],
  srl_js_mirror_apply: function (json) {
    if (!Mirror.root) {
      Mirror.root = document.getElementById('mirror');
      Mirror.groups = new Map();
      Mirror.nodes = new Map();
    }
    Mirror.apply(JSON.parse(UTF8ToString(json)));
  },

  srl_js_announce: function (text, assertive) {
    var region = document.getElementById(assertive ? 'alert' : 'status');
    // A node of its own, so that the same words are spoken again.
    var line = document.createElement('p');
    line.textContent = UTF8ToString(text);
    region.replaceChildren(line);
  },

  // Data for tests, which then use the real mouse and keyboard at the places told.
  srl_js_probe_install: function () {
    var list = function () { return JSON.parse(UTF8ToString(_srl_probe_list())); };
    window['__probe'] = {
      'list': list,
      // The first visible widget of that name, else the first of that name, else null.
      'find': function (name, role) {
        var named = list().filter(function (item) {
          return item.name === name && (!role || item.role === role);
        });
        return named.filter(function (item) { return item.visible; })[0] || named[0] || null;
      },
      'frames': function () { return _srl_probe_frames(); },
      // CPU milliseconds of a frame, the median of the last few.
      'frameMs': function () { return _srl_probe_frame_ms(); },
      'state': function () { return JSON.parse(UTF8ToString(_srl_probe_state())); },
      // The live device, under load: for scripts/bench.
      'write': function (gestures) {
        var text = Srl.give(JSON.stringify(gestures));
        var written = _srl_probe_write(text);
        _free(text);
        return written === 1;
      },
      'setOnline': function (online) { _srl_probe_set_online(online ? 1 : 0); },
      'drainNow': function () { _srl_probe_drain_now(); },
      'notDurable': function () { return _srl_probe_not_durable(); },
      'queued': function () { return _srl_probe_queued(); },
      'unsynced': function () { return _srl_probe_unsynced(); },
    };
  },
});
