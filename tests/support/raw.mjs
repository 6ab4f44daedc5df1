// SPDX-License-Identifier: MIT
// A client that sends bytes as they are, when it likes, and may read or not.
import {once} from 'node:events';
import net from 'node:net';

// Resolves when it is connected. `text` grows by what arrives; `closed` resolves when the server has ended it.
export async function connectRaw(t, port) {
  const socket = net.connect({port, host: '127.0.0.1', allowHalfOpen: true});
  t.after(() => socket.destroy());
  socket.setNoDelay(true).setEncoding('latin1');
  const client = {socket, text: '', isClosed: false};
  const waiting = new Set();
  const look = () => waiting.forEach((one) => one());
  socket.on('error', () => {});
  socket.on('data', (text) => {
    client.text += text;
    look();
  });
  client.closed = new Promise((resolve) => {
    const end = () => {
      client.isClosed = true;
      look();
      resolve(client);
    };
    socket.on('end', end).on('close', end);
  });
  client.send = (bytes) => socket.write(bytes);
  client.answers = () => [...client.text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  // Resolves with the statuses when there are so many answers, bodies included; rejects when the server ends it before.
  client.answered = (count) => new Promise((resolve, reject) => {
    const one = () => {
      if (completeAnswers(client.text) >= count) resolve(client.answers());
      else if (client.isClosed) reject(new Error(`closed after: ${client.text}`));
      else return;
      waiting.delete(one);
    };
    waiting.add(one);
    one();
  });
  await once(socket, 'connect');
  return client;
}

function completeAnswers(text) {
  let count = 0;
  for (;;) {
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return count;
    const length = Number(/^content-length: (\d+)/im.exec(text.slice(0, end))?.[1] ?? 0);
    if (text.length < end + 4 + length) return count;
    text = text.slice(end + 4 + length);
    ++count;
  }
}

export const headOf = (port, start, ...headers) =>
  [start, `Host: 127.0.0.1:${port}`, ...headers, '', ''].join('\r\n');
