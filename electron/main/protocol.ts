import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';

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

/** Serves the built window from `root`. */
export function serveApp(root: string): void {
  protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? fileOf(request.url, root) : null;
    const type = file === null ? undefined : CONTENT_TYPES[path.extname(file)];
    const body = file === null || type === undefined ? null : await readFile(file).catch(() => null);
    if (body === null || type === undefined) return new Response('Not found', { status: 404 });
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
