// SPDX-License-Identifier: MIT
// A headless Chromium on a disk of its own, driven through the pipe of its DevTools protocol. Playwright
// listens to every request of a page and reads its body, which is a fifth of what a drain costs; here
// nobody listens. And nothing moves: without a graphics card an animation is drawn by the processor
// that drains.
import {spawn} from 'node:child_process';

export const kFlags = ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const kOwnFlags = ['--remote-debugging-pipe', '--force-prefers-reduced-motion', '--no-first-run',
  '--window-size=1280,720'];

// Messages are JSON texts, each with a zero byte behind it.
class Pipe {
  #out;
  #waiting = new Map();
  #lastId = 0;
  #text = '';

  constructor(out, input) {
    this.#out = out;
    input.setEncoding('utf8');
    input.on('data', (part) => this.#take(part));
  }

  #take(part) {
    const messages = (this.#text + part).split('\0');
    this.#text = messages.pop();
    for (const {id, method, error, result} of messages.map((one) => JSON.parse(one))) {
      const {resolve, reject} = this.#waiting.get(id ?? method) ?? {};
      this.#waiting.delete(id ?? method);
      if (error) reject?.(new Error(error.message));
      else resolve?.(result);
    }
  }

  // The next event of that name.
  event(method) {
    return new Promise((resolve) => this.#waiting.set(method, {resolve}));
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#lastId;
    this.#out.write(JSON.stringify({id, method, params, sessionId}) + '\0');
    return new Promise((resolve, reject) => this.#waiting.set(id, {resolve, reject}));
  }
}

// → {evaluate(expression), close()} of a page at `address`; `profile` is the folder of its data. What is
// evaluated may be a promise.
export async function openUnwatched(chromium, profile, address) {
  const browser = spawn(chromium, [...kFlags, ...kOwnFlags, `--user-data-dir=${profile}`],
    {stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']});
  const exited = new Promise((resolve) => browser.on('exit', resolve));
  const pipe = new Pipe(browser.stdio[3], browser.stdio[4]);
  const {targetId} = await pipe.send('Target.createTarget', {url: 'about:blank'});
  const {sessionId} = await pipe.send('Target.attachToTarget', {targetId, flatten: true});
  await pipe.send('Page.enable', {}, sessionId);
  const loaded = pipe.event('Page.loadEventFired');
  await pipe.send('Page.navigate', {url: address}, sessionId);
  await loaded;
  return {
    async evaluate(expression) {
      const {result, exceptionDetails} = await pipe.send('Runtime.evaluate',
        {expression, awaitPromise: true, returnByValue: true}, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async close() {
      await pipe.send('Browser.close');
      await exited;
    },
  };
}
