import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, openExample } from './app.js';

/** Answers a request; `count` is the number of earlier ones. */
type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A local server in place of CIFAR-10's. */
export interface CifarServer {
  /** The environment of an app that downloads from it. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => void;
}

/** Starts a local server in place of CIFAR-10's. */
export async function serveCifar(handler: Handler): Promise<CifarServer> {
  let count = 0;
  const server = createServer((request, response) => handler(request, response, count++));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { LAYERLOOM_CIFAR10_URL: `http://127.0.0.1:${port}/cifar-10-binary.tar.gz` },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An archive like the official one, made from the files prepared by setup. */
export function officialArchive(folder: string): Buffer {
  const tar = join(folder, 'cifar-10.tar');
  const data = join(import.meta.dirname, '..', 'assets', 'data');
  execFileSync('tar', ['-cf', tar, '-C', data, 'cifar-10']);
  return gzipSync(readFileSync(tar), { level: 1 });
}

/** Opens the Data workspace without CIFAR-10. */
export async function openWithoutData(page: Page): Promise<void> {
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { name: 'CIFAR-10 was not found' })).toBeVisible();
}

/** The offset of a range request, in bytes. */
export function fromOf(request: IncomingMessage): number {
  return Number(/\d+/.exec(request.headers.range ?? '0')![0]);
}
