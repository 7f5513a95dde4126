import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { CIFAR10_FILES } from '../../engine/data/cifar10.js';
import { readCifar10File } from '../../engine/io/verifiedCifar10.js';

/** The only origin that the window ever shows. */
export const APP_ORIGIN = 'app://layerloom';

/** What a page of ours may load: its own files; inline styles because the canvas positions nodes with them. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Tells Chromium what `app:` is. Call before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The file in `root` that an address names; null when it is not ours or leads out of `root`. */
export function fileOf(address: string, root: string): string | null {
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  const file = path.join(root, name === '/' ? 'index.html' : name);
  return file.startsWith(root + path.sep) && !name.includes('\0') ? file : null;
}

/** Files of data sets that the window may fetch: CIFAR-10's, and those of the user's own images. */
const CIFAR10_ADDRESSES: ReadonlySet<string> = new Set(
  CIFAR10_FILES.map(({ name }) => `/data/cifar-10/${name}`),
);
const OWN_ADDRESS = /^\/data\/images\/[0-9a-f]{64}\/(images\.bin|labels\.bin|set\.json)$/;

/** The data file that an address names, null when it names none. */
export function dataFileOf(address: string, dataFolder: string): string | null {
  const url = new URL(address);
  const { pathname } = url;
  const known = CIFAR10_ADDRESSES.has(pathname) || OWN_ADDRESS.test(pathname);
  if (!known || `${url.protocol}//${url.host}` !== APP_ORIGIN) return null;
  return path.join(dataFolder, ...pathname.split('/').slice(2));
}

/** Serves the built window from `root`, and the data set from `dataFolder`. */
export function serveApp(root: string, dataFolder: string): void {
  protocol.handle('app', async (request) => {
    if (request.method !== 'GET') return notFound();
    const data = dataFileOf(request.url, dataFolder);
    const file = data ?? fileOf(request.url, root);
    const type = data === null ? CONTENT_TYPES[path.extname(file ?? '')] : 'application/octet-stream';
    const read =
      data !== null && CIFAR10_ADDRESSES.has(new URL(request.url).pathname) ? readOfficial : readFile;
    const body = file === null || type === undefined ? null : await read(file).catch(() => null);
    if (body === null || type === undefined) return notFound();
    return new Response(body, {
      headers: {
        'content-type': type,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      },
    });
  });
}

const readOfficial = (file: string) => readCifar10File(path.dirname(file), path.basename(file));

const notFound = () => new Response('Not found', { status: 404 });
