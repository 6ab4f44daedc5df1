// Emscripten 3.1.6 takes Node's fetch (new in Node 18) for a browser's and hands it a file path.
globalThis.fetch = undefined;
