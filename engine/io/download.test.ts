import { createServer, type Server, type ServerResponse, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { download, type DownloadOptions } from './fetchCifar10.js';
import { refusal } from '../testing/problems.js';

const BYTES = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Starts a local server; `handler` receives the number of earlier requests. */
async function serve(
  handler: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<string> {
  let count = 0;
  server = createServer((request, response) => handler(request, response, count++));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}

const get = (url: string, more: Partial<DownloadOptions> = {}) =>
  download(url, { maxBytes: 1e6, progress: () => undefined, retries: 1, ...more });

it('downloads a whole file and reports progress, even through a redirect', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/file') response.writeHead(302, { location: '/elsewhere' }).end();
    else response.writeHead(200, { 'content-length': BYTES.length }).end(BYTES);
  });
  const seen: [number, number | null][] = [];
  const bytes = await get(url, { progress: (...progress) => seen.push(progress) });
  expect(Buffer.compare(bytes, BYTES)).toBe(0);
  expect(seen.at(-1)).toEqual([BYTES.length, BYTES.length]);
});

it('resumes where the connection was lost', async () => {
  const ranges: (string | undefined)[] = [];
  const url = await serve((request, response, count) => {
    ranges.push(request.headers.range);
    const from = Number(/\d+/.exec(request.headers.range ?? '0')![0]);
    response.writeHead(count === 0 ? 200 : 206, { 'content-length': BYTES.length - from });
    if (count < 2)
      response.write(BYTES.subarray(from, from + 50_000), () => setTimeout(() => response.destroy(), 50));
    else response.end(BYTES.subarray(from));
  });
  expect(Buffer.compare(await get(url), BYTES)).toBe(0);
  expect(ranges[0]).toBeUndefined();
  expect(ranges[1]).toBe('bytes=50000-');
  expect(ranges[2]).toBe('bytes=100000-');
});

it('starts over with a server that does not support ranges', async () => {
  const url = await serve((_, response, count) => {
    response.writeHead(200, { 'content-length': BYTES.length });
    if (count === 0)
      response.write(BYTES.subarray(0, 50_000), () => setTimeout(() => response.destroy(), 50));
    else response.end(BYTES);
  });
  expect(Buffer.compare(await get(url), BYTES)).toBe(0);
});

it.each([
  ['returns 404', (r: ServerResponse) => void r.writeHead(404).end(), 'the server answered with status 404'],
  [
    'fails each time',
    (r: ServerResponse) => void r.writeHead(503).end(),
    'the server answered with status 503',
  ],
  ['closes the connection', (r: ServerResponse) => void r.destroy(), 'cannot be reached'],
  ['stalls', (r: ServerResponse) => void r.writeHead(200).write('x'), 'no data arrived'],
  [
    'lies about the length',
    (r: ServerResponse) =>
      void r.writeHead(200, { 'content-length': 10, connection: 'close' }).write('x', () => r.destroy()),
    'the connection was lost',
  ],
  [
    'never ends',
    (r: ServerResponse) => void r.writeHead(200).end(Buffer.alloc(2e6)),
    'larger than the expected 1,000,000 bytes',
  ],
])('a server that %s gives a clear message', async (_, answer, says) => {
  const url = await serve((_request, response) => answer(response));
  expect((await refusal(() => get(url, { idleTimeout: 200, retries: 1 }))).message).toContain(says);
});

it('asks a silent server for the rest, as often as it may retry', async () => {
  const froms: number[] = [];
  const url = await serve((request, response) => {
    const from = Number(/\d+/.exec(request.headers.range ?? '0')![0]);
    froms.push(from);
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': 1e6 - from });
    if (from === 0) response.write(Buffer.alloc(1000));
    else response.flushHeaders();
  });
  const { message } = await refusal(() => get(url, { idleTimeout: 200, retries: 3 }));
  expect(message).toContain('no data arrived');
  expect(froms).toEqual([0, 1000, 1000, 1000, 1000]);
});

it('can be canceled', async () => {
  const url = await serve((_, response) => void response.writeHead(200).write('x'));
  const stop = new AbortController();
  const progress = () => stop.abort();
  expect((await refusal(() => get(url, { signal: stop.signal, progress }))).message).toContain('canceled');
});
