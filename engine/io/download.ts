import { LoomError } from '../base/errors.js';

/** Told how many bytes have come, and of how many where the server says so. */
export type DownloadProgress = (received: number, total: number | null) => void;

/** How a download is done. */
export interface DownloadOptions {
  /** More than this is refused, whatever the server says. */
  readonly maxBytes: number;
  readonly progress: DownloadProgress;
  /** Cancels. */
  readonly signal?: AbortSignal;
  /** How long nothing may come before the connection counts as broken, in milliseconds. */
  readonly patience?: number;
  /** How often a broken connection is taken up again without a further byte having come. */
  readonly retries?: number;
}

const PATIENCE_MS = 30_000;
const RETRIES = 3;

/**
 * Downloads a file into memory. A broken connection is taken up where it broke, if the server can.
 * @throws LoomError `missing-data` when the server cannot be reached, refuses or keeps breaking off,
 *   `interrupted` when cancelled
 */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { signal, retries = RETRIES } = options;
  const file: Partial = { chunks: [], received: 0, total: null };
  for (let failures = 0; ;) {
    const before = file.received;
    try {
      await receive(url, file, options);
      return Buffer.concat(file.chunks);
    } catch (cause) {
      if (signal?.aborted) throw new LoomError('interrupted', 'the download was cancelled; nothing was kept');
      failures = file.received > before ? 0 : failures + 1;
      if (cause instanceof Refused || failures > retries) throw cannot(url, cause as Error);
    }
  }
}

/** What has come so far. */
interface Partial {
  chunks: Uint8Array[];
  received: number;
  total: number | null;
}

/** Trying again would not help. */
class Refused extends Error {}

async function receive(url: string, file: Partial, options: DownloadOptions): Promise<void> {
  const { maxBytes, progress, signal, patience = PATIENCE_MS } = options;
  const stop = new AbortController();
  const giveUp = () => stop.abort(new Error(`nothing came for ${Math.round(patience / 1000)} seconds`));
  const cancel = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  let timer = setTimeout(giveUp, patience);
  try {
    const response = await fetch(url, {
      signal: stop.signal,
      headers: file.received > 0 ? { range: `bytes=${file.received}-` } : {},
    });
    if (response.status >= 500) throw new Error(`the server answered ${response.status}`);
    if (!response.ok || !response.body) throw new Refused(`the server answered ${response.status}`);
    // A server that knows no ranges starts from the beginning, and so do we.
    if (response.status !== 206) Object.assign(file, { chunks: [], received: 0 });
    const length = Number(response.headers.get('content-length'));
    file.total = length > 0 ? file.received + length : null;
    await readBody(response.body, file, maxBytes, () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, patience);
      progress(file.received, file.total);
    });
  } catch (cause) {
    // Node 18 says only that it was aborted.
    throw stop.signal.aborted ? stop.signal.reason : cause;
  } finally {
    signal?.removeEventListener('abort', cancel);
    clearTimeout(timer);
  }
}

/** Reads an answer to its end, and calls `onChunk` for every piece. */
async function readBody(
  body: AsyncIterable<Uint8Array>,
  file: Partial,
  maxBytes: number,
  onChunk: () => void,
) {
  for await (const bytes of body) {
    file.received += bytes.length;
    if (file.received > maxBytes) {
      throw new Refused(`it is larger than the ${maxBytes} bytes that were expected`);
    }
    file.chunks.push(bytes);
    onChunk();
  }
  if (file.total !== null && file.received < file.total) throw new Error('the connection broke off');
}

/** What the words of `fetch` mean. */
const WORDS: Readonly<Record<string, string>> = {
  terminated: 'the connection broke off again and again',
  'fetch failed': 'the server cannot be reached',
};

function cannot(url: string, cause: Error): LoomError {
  const said = WORDS[cause.message] ?? cause.message;
  const reason = cause.cause instanceof Error ? `${said} (${cause.cause.message})` : said;
  return new LoomError('missing-data', `cannot download ${url}: ${reason}`, { where: url, cause });
}
