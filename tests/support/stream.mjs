// SPDX-License-Identifier: MIT
// Reads a device's event stream: what a browser does with fetch, without a browser.
import http from 'node:http';

import {bearer, tokenOf} from './server.mjs';

// Resolves with the answer's head. `events` grows; `until(condition)` resolves with the first event that
// meets it; `ended` with all that came.
export function openStream(t, port, {token = tokenOf(port), lastEventId, headers = {}} = {}) {
  const all = {Accept: 'text/event-stream', ...(token ? bearer(token) : {}), ...headers};
  if (lastEventId !== undefined) all['Last-Event-ID'] = String(lastEventId);
  return new Promise((resolve, reject) => {
    const sent = http.get({host: '127.0.0.1', port, path: '/v1/sync/stream', headers: all, agent: false}, (response) => {
      const waiting = new Set();
      const stream = {status: response.statusCode, headers: response.headers, events: [], text: '', heartbeats: 0};
      let rest = '';
      const take = (block) => {
        if (block.startsWith(':')) {
          ++stream.heartbeats;
          block = ':';
        }
        const event = {};
        for (const line of block.split('\n')) {
          const [, name, value] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
          if (name) event[name] = value;
        }
        if (event.event) stream.events.push({...event, data: JSON.parse(event.data)});
        for (const look of waiting) look();
      };
      response.setEncoding('utf8').on('data', (text) => {
        stream.text += text;
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop();
        blocks.forEach(take);
      });
      const over = new Promise((done) => response.on('close', done));
      stream.ended = over.then(() => stream);
      stream.until = (condition) => new Promise((found, missed) => {
        const look = () => {
          const event = stream.events.find(condition) ?? (condition(stream) === true ? stream : undefined);
          if (!event) return;
          waiting.delete(look);
          found(event);
        };
        waiting.add(look);
        look();
        over.then(() => missed(new Error('the stream ended before: ' + stream.text)));
      });
      stream.reminders = () => stream.events.filter(({event}) => event === 'reminder');
      stream.close = () => sent.destroy();
      resolve(stream);
    });
    sent.on('error', reject);
    t.after(() => sent.destroy());
  });
}
