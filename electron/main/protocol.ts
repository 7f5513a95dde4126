import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { App, Protocol, Session, WebContents } from 'electron';
import { CIFAR10_FILES } from '../../engine/data/cifar10.js';
import { readCifar10File } from '../../engine/io/dataSets.js';

/** The only origin that the window ever shows. */
export const APP_ORIGIN = 'app://layerloom';

/** The app's page may load only its own files, and inline styles, with which the canvas positions nodes. */
const CONTENT_SECURITY_POLICY = [
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

/** The policy in development: vite's page has an inline script and a WebSocket for hot reload. */
const developmentPolicy = (server: string): string =>
  CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(
    "connect-src 'self'",
    `connect-src 'self' ${server.replace('http', 'ws')}`,
  );

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Registers the `app:` scheme with Chromium. Call before the app is ready. */
export function registerScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The file in `root` for a URL; null for another origin or a path outside `root`. */
function fileOf(address: string, root: string): string | null {
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

/** Data set files that the window may fetch: those of CIFAR-10 and of the user's own images. */
const CIFAR10_ADDRESSES: ReadonlySet<string> = new Set(
  CIFAR10_FILES.map(({ name }) => `/data/cifar-10/${name}`),
);
const OWN_ADDRESS = /^\/data\/images\/[0-9a-f]{64}\/(images\.bin|labels\.bin|set\.json)$/;

/** The data file for a URL; null if it isn't the URL of one. */
function dataFileOf(address: string, dataFolder: string): string | null {
  const url = new URL(address);
  const { pathname } = url;
  const known = CIFAR10_ADDRESSES.has(pathname) || OWN_ADDRESS.test(pathname);
  if (!known || `${url.protocol}//${url.host}` !== APP_ORIGIN) return null;
  return path.join(dataFolder, ...pathname.split('/').slice(2));
}

/** The body and content type of a response. */
interface Served {
  readonly body: Uint8Array | ArrayBuffer;
  readonly type: string;
}

/** Serves the built window from `root`, or in development from vite's server, and data from `dataFolder`. */
export function serveApp(
  protocol: Pick<Protocol, 'handle'>,
  root: string,
  dataFolder: string,
  developmentServer?: string,
): void {
  const policy =
    developmentServer === undefined ? CONTENT_SECURITY_POLICY : developmentPolicy(developmentServer);
  const windowFile = (request: Request) =>
    developmentServer === undefined ? builtFile(request, root) : fetchFrom(developmentServer, request);
  protocol.handle('app', async (request) => {
    if (request.method !== 'GET') return notFound();
    const data = dataFileOf(request.url, dataFolder);
    const served = await (data === null ? windowFile(request) : dataFile(request, data)).catch(() => null);
    if (served === null) return notFound();
    return new Response(served.body, {
      headers: {
        'content-type': served.type,
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      },
    });
  });
}

async function builtFile({ url }: Request, root: string): Promise<Served | null> {
  const file = fileOf(url, root);
  const type = CONTENT_TYPES[path.extname(file ?? '')];
  return file === null || type === undefined ? null : { body: await readFile(file), type };
}

async function dataFile({ url }: Request, file: string): Promise<Served> {
  const official = CIFAR10_ADDRESSES.has(new URL(url).pathname);
  const body = official
    ? await readCifar10File(path.dirname(file), path.basename(file))
    : await readFile(file);
  return { body, type: 'application/octet-stream' };
}

/** vite's response. The page's `accept` header is forwarded, because vite's answer depends on it. */
async function fetchFrom(server: string, request: Request): Promise<Served | null> {
  const { pathname, search } = new URL(request.url);
  const headers = { accept: request.headers.get('accept') ?? '*/*' };
  const response = await fetch(`${server}${pathname}${search}`, { headers });
  const type = response.headers.get('content-type');
  return response.ok && type !== null ? { body: await response.arrayBuffer(), type } : null;
}

const notFound = () => new Response('Not found', { status: 404 });

/** Permission to write to the clipboard, but not to read it. */
const COPYING = 'clipboard-sanitized-write';

/**
 * Locks down every page of the app: no navigation to other origins, no new windows, no embedded pages, no downloads,
 * and no permission except writing to the clipboard.
 */
export function lockDown(app: App, session: Session): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === COPYING));
  session.setPermissionCheckHandler((_contents, permission) => permission === COPYING);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

function lockContents(contents: WebContents): void {
  const blockForeign = (event: { preventDefault: () => void; readonly url: string }): void => {
    if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
  };
  contents.on('will-navigate', blockForeign);
  contents.on('will-redirect', blockForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
