// SPDX-License-Identifier: MIT
// Loads the lab with an honest progress bar, hands it the page, and catches it when it falls.
// The contract with the program is the object `page`, which it sees as Module.page.
(() => {
  'use strict';

  const version = new URL(document.currentScript.src).search;  // "?v=<build>" as in index.html
  const byId = (id) => document.getElementById(id);
  const fonts = ['ui', 'ui-bold', 'mono'];
  const logLinesMax = 200;
  const saidMs = 2000;  // as long as "Copied" stands
  const log = [];

  const query = new URLSearchParams(location.search);
  const page = {
    program: null,  // the running program
    // In another page's frame: a sandbox that reads and keeps nothing.
    embedded: query.get('embed') === '1' || location.pathname.endsWith('/embed'),
    build: version.slice(3).replace('__BUILD__', '') || 'dev',
    fonts: {},      // name → Uint8Array; the program takes them
    dead: false,    // after a crash no event reaches the program
    details: null,  // the program may set a function that adds to a crash report
    hasCanvas: true,  // until the program finds no WebGL 2

    firstFrame() {
      performance.mark('srl:first-frame');
      byId('loading').remove();
    },

    async openAccessible() {
      const view = await import(`./accessible/view.js${version}`);
      view.open(page);
    },

    contextLost(lost) {
      byId('lost').hidden = !lost;
    },

    // Shows the crash page. The first cause stays; what follows from it is only logged.
    fatal(what, stack) {
      remember(`fatal: ${what}`);
      if (page.dead) return;
      page.dead = true;
      byId('crash-what').textContent = what;
      byId('crash-report').textContent = report(what, stack);
      byId('lost').hidden = true;
      byId('crash').hidden = false;
      byId('stage').inert = true;
      byId('crash-reload').focus({ preventScroll: true });
    },
  };

  function remember(line) {
    log.push(line);
    if (log.length > logLinesMax) log.shift();
  }

  function report(what, stack) {
    let details = '';
    try {
      details = page.details ? page.details() : '';
    } catch (error) {
      details = `(no details: ${error})`;
    }
    return [
      `SaaS Reliability Lab: crash report`,
      `what: ${what}`,
      `build: ${page.build}`,
      `address: ${location.href}`,
      `browser: ${navigator.userAgent}`,
      `time: ${new Date().toISOString()}`,
      stack ? `\n${stack}` : '',
      details ? `\n${details}` : '',
      log.length ? `\nlast lines of the log:\n${log.join('\n')}` : '',
    ].filter(Boolean).join('\n');
  }

  async function copyReport() {
    const said = (text) => { byId('crash-copied').textContent = text; };
    if (await copyText(byId('crash-report').textContent, said)) return;
    // No clipboard here: open the report with its text selected.
    document.querySelector('#crash details').open = true;
    getSelection().selectAllChildren(byId('crash-report'));
    said('Selected: copy it with Ctrl+C');
  }

  async function copyText(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      said('Copied');
      return true;
    } catch {
      return false;
    }
  }

  // What a keyboard finds beside the canvas.
  function offerOtherWays() {
    byId('to-accessible').addEventListener('click', (event) => {
      event.preventDefault();
      page.openAccessible();
    });
    byId('copy-link').addEventListener('click', async () => {
      const link = page.program.ccall('srl_page_link', 'string', [], []);
      const said = (text) => { byId('copy-link').textContent = text; };
      if (!await copyText(link, said)) prompt('The link to this moment:', link);
      setTimeout(said, saidMs, 'Copy link');
    });
    if (!page.embedded) return;
    const full = byId('to-full');
    full.hidden = false;
    // The address changes while the run plays.
    full.addEventListener('click', () => {
      full.href = page.program.ccall('srl_page_link', 'string', [], []);
    });
  }

  // Our own faults only: extensions and the embedding page have theirs.
  function isOurs(error, file) {
    const own = new URL('.', document.baseURI).href;
    if (error instanceof WebAssembly.RuntimeError) return true;
    return `${file || ''} ${(error && error.stack) || ''}`.includes(own);
  }

  function watchForFaults() {
    addEventListener('error', (event) => {
      // Not an error: the browser only spread its notifications over two frames.
      if (String(event.message).startsWith('ResizeObserver loop')) return;
      if (!isOurs(event.error, event.filename)) return;
      page.fatal(event.message, event.error && event.error.stack);
    });
    addEventListener('unhandledrejection', (event) => {
      if (!isOurs(event.reason)) return;
      page.fatal(String(event.reason), event.reason && event.reason.stack);
    });
    byId('crash-reload').addEventListener('click', () => location.reload());
    byId('lost-reload').addEventListener('click', () => location.reload());
    byId('crash-copy').addEventListener('click', copyReport);
  }

  // ---- Loading ----

  // Streams arrive unpacked while Content-Length is the packed size, so the build lists raw sizes.
  const progress = {
    sizes: null,  // file → bytes; null on a host without build.json
    received: 0,
    add(bytes) {
      progress.received += bytes;
      progress.show();
    },
    show() {
      if (!byId('progress')) return;  // the first frame stands
      const kilobytes = (bytes) => Math.round(bytes / 1000).toLocaleString('en');
      const files = ['app.js', 'app.wasm', ...fonts.map((name) => `fonts/${name}.ttf`)];
      const known = progress.sizes && files.map((file) => progress.sizes[file]);
      const total = known && known.every((size) => size > 0) ? known.reduce((a, b) => a + b) : 0;
      if (total) {
        byId('progress').max = total;
        byId('progress').value = Math.min(progress.received, total);
      }
      byId('loading-bytes').textContent = kilobytes(progress.received) +
        (total ? ` of ${kilobytes(total)} KB` : ' KB');
    },
  };

  async function get(file) {
    let response;
    try {
      response = await fetch(file + version, { credentials: 'same-origin' });
    } catch (error) {
      const remedy = location.protocol === 'file:'
        ? 'Opened as a file, a page may load nothing: serve the folder over HTTP.'
        : 'Is the network there?';
      throw new Error(`${file} could not be loaded (${error.message}). ${remedy}`);
    }
    if (!response.ok) {
      throw new Error(`${file} could not be loaded: the server answered ${response.status}.`);
    }
    return response;
  }

  async function readCounted(response) {
    const parts = [];
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      progress.add(value.length);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  // Compiles while it downloads. The clone is counted, and is what remains when the host sends a
  // type other than application/wasm, which streaming compilation refuses.
  async function compile(file) {
    const response = await get(file);
    const bytes = readCounted(response.clone());
    const type = response.headers.get('Content-Type') || '';
    if (WebAssembly.compileStreaming && type.trim() === 'application/wasm') {
      const [module] = await Promise.all([WebAssembly.compileStreaming(response), bytes]);
      return module;
    }
    return WebAssembly.compile(await bytes);
  }

  function loadScript(file) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = file + version;
      script.onload = () => {
        if (progress.sizes) progress.add(progress.sizes[file] || 0);
        resolve();
      };
      script.onerror = () => reject(new Error(`${file} could not be loaded.`));
      document.head.append(script);
    });
  }

  async function loadSizes() {
    try {
      const build = await (await get('build.json')).json();
      progress.sizes = build.sizes || null;
      page.build = build.id || page.build;
      progress.show();
    } catch {
      // A host without build.json: the bar then shows no end.
    }
  }

  async function loadFont(name) {
    page.fonts[name] = await readCounted(await get(`fonts/${name}.ttf`));
  }

  async function main() {
    watchForFaults();
    if (page.embedded) document.documentElement.dataset.embed = '';
    if (typeof WebAssembly !== 'object') {
      throw new Error('This browser has no WebAssembly, which the lab is made of.');
    }
    loadSizes();
    const [module] = await Promise.all(
      [compile('app.wasm'), loadScript('app.js'), ...fonts.map(loadFont)]);
    byId('loading-step').textContent = 'Starting';
    page.program = await globalThis.createSrl({
      page,
      locateFile: (file) => file + version,
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module),
          (error) => page.fatal(`The program could not start: ${error.message}`, error.stack));
        return {};
      },
      print: remember,
      printErr(line) {
        remember(line);
        console.error(line);
      },
      onAbort: (what) => page.fatal(`The program stopped itself: ${what}`, new Error().stack),
    });
    offerOtherWays();
    if (query.get('view') === 'accessible' || !page.hasCanvas) page.openAccessible();
  }

  main().catch((error) => page.fatal(error.message || String(error), error.stack));
})();
