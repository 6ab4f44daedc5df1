// SPDX-License-Identifier: MIT
// A small SMTP server that does what the test says: {port, mails, next()}. `mails` are the texts of DATA and the
// commands before each; `next()` waits for another one. `refuse(command, attempt)` may answer a command otherwise
// (a text such as "451 later"), or end the connection ("drop"); attempts are connections, from 1. `offers` are
// extensions that EHLO is answered with.
import net from 'node:net';

export async function startSmtp(t, {refuse = () => undefined, offers = []} = {}) {
  const mails = [];
  const waiting = [];
  let attempts = 0;
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    const attempt = ++attempts;
    let text = '';
    let inData = false;
    let commands = [];
    socket.on('error', () => {});
    socket.write('220 test\r\n');
    const answerTo = (line) => {
      commands.push(line);
      const other = refuse(line, attempt);
      if (other === 'drop') return socket.destroy();
      if (other) return socket.write(`${other}\r\n`);
      if (line.startsWith('EHLO')) {
        return socket.write([...offers, 'HELP'].map((offer, i, all) => `250${i < all.length - 1 ? '-' : ' '}${offer}\r\n`).join(''));
      }
      inData = line === 'DATA';
      return socket.write(inData ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
    };
    socket.setEncoding('utf8').on('data', (part) => {
      text += part;
      for (let end; (end = text.indexOf(inData ? '\r\n.\r\n' : '\r\n')) >= 0;) {
        const line = text.slice(0, end);
        text = text.slice(end + (inData ? 5 : 2));
        if (!inData) {
          answerTo(line);
          continue;
        }
        inData = false;
        mails.push({text: line, commands, attempt});
        commands = [];
        socket.write('250 ok\r\n');
        waiting.shift()?.();
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  let taken = 0;
  const next = async () => {
    if (mails.length <= taken) await new Promise((resolve) => waiting.push(resolve));
    return mails[taken++];
  };
  return {port: server.address().port, mails, next, attempts: () => attempts};
}
