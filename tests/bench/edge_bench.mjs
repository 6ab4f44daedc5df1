// SPDX-License-Identifier: MIT
// What the edge keeps while clients misbehave: how fast /livez is beside 200 that stall, and how many of
// 5,000 idle connections are answered.
import {once} from 'node:events';
import net from 'node:net';

const kStalling = 200;
const kAsked = 1_000;
const kIdle = 5_000;
const kAtOnce = 100;

const head = (port, line, ...headers) => [line, `Host: 127.0.0.1:${port}`, ...headers, '', ''].join('\r\n');
const post = (port, ...headers) => head(port, 'POST /v1/auth/guest HTTP/1.1', 'Content-Type: application/json', ...headers);

// One in each phase of an exchange.
const kStalls = [
  () => '',
  () => 'GET /liv',
  (port) => `GET /livez HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nA: b`,
  (port) => post(port, 'Content-Length: 1000') + '{',
  (port) => post(port, 'Content-Length: 1048576') + ' '.repeat(500_000),
  (port) => post(port, 'Transfer-Encoding: chunked') + '5\r\n{',
  (port) => post(port, 'Content-Length: 9', 'Expect: 100-continue'),
  (port) => head(port, 'GET / HTTP/1.1').repeat(2_000),  // and no answer is read
];

async function connect(port) {
  const socket = net.connect({port, host: '127.0.0.1', noDelay: true});
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function connectAll(port, count) {
  const sockets = [];
  while (sockets.length < count) {
    const some = Math.min(kAtOnce, count - sockets.length);
    sockets.push(...await Promise.all(Array.from({length: some}, () => connect(port))));
  }
  return sockets;
}

// True when an answer of 200 comes.
function ask(port, socket) {
  return new Promise((resolve) => {
    const settle = (bytes) => {
      socket.off('data', settle).off('close', settle);
      resolve(String(bytes).startsWith('HTTP/1.1 200 '));
    };
    socket.on('data', settle).on('close', settle);
    socket.write(head(port, 'GET /livez HTTP/1.1'));
  });
}

export async function livezBesideStalls(port) {
  const stalling = await connectAll(port, kStalling);
  stalling.forEach((socket, i) => socket.pause().write(kStalls[i % kStalls.length](port)));
  const asking = await connect(port);
  const took = [];
  for (let i = 0; i < kAsked; ++i) {
    const began = performance.now();
    if (!await ask(port, asking)) throw new Error('/livez was not answered');
    took.push(performance.now() - began);
  }
  [...stalling, asking].forEach((socket) => socket.destroy());
  return took.sort((a, b) => a - b)[Math.ceil(kAsked * 0.99) - 1];
}

export async function idleAnswered(port) {
  const sockets = await connectAll(port, kIdle);
  let answered = 0;
  for (const socket of sockets) answered += await ask(port, socket) ? 1 : 0;
  sockets.forEach((socket) => socket.destroy());
  return answered;
}
