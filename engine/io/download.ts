import { LoomError } from '../base/errors.js';

/** Receives the number of bytes so far, and the total if the server reports it. */
export type DownloadProgress = (received: number, total: number | null) => void;

/** Options of a download. */
export interface DownloadOptions {
  /** A larger file is rejected, whatever length the server reports. */
  readonly maxBytes: number;
  readonly progress: DownloadProgress;
  /** Cancels the download. */
  readonly signal?: AbortSignal;
  /** Time without data after which the connection counts as lost, in milliseconds. */
  readonly idleTimeout?: number;
  /** Maximum number of consecutive retries that receive no data. */
  readonly retries?: number;
}

const IDLE_TIMEOUT_MS = 30_000;
const RETRIES = 3;

/**
 * Downloads a file into memory. After a lost connection it resumes where it stopped, if the server supports ranges.
 * @throws LoomError `missing-data` if the server can't be reached, returns an error or keeps losing the connection,
 *   `interrupted` when canceled
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
      if (signal?.aborted) throw new LoomError('interrupted', 'the download was canceled; nothing was kept');
      failures = file.received > before ? 0 : failures + 1;
      if (cause instanceof PermanentError || failures > retries) throw cannot(url, cause as Error);
    }
  }
}

/** The data received so far. */
interface Partial {
  chunks: Uint8Array[];
  received: number;
  total: number | null;
}

/** An error that a retry would not fix. */
class PermanentError extends Error {}

async function receive(url: string, file: Partial, options: DownloadOptions): Promise<void> {
  const { maxBytes, progress, signal, idleTimeout = IDLE_TIMEOUT_MS } = options;
  const stop = new AbortController();
  const giveUp = () => stop.abort(new Error(`nothing came for ${Math.round(idleTimeout / 1000)} seconds`));
  const cancel = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  let timer = setTimeout(giveUp, idleTimeout);
  try {
    const response = await fetch(url, {
      signal: stop.signal,
      headers: file.received > 0 ? { range: `bytes=${file.received}-` } : {},
    });
    if (response.status >= 500) throw new Error(`the server answered ${response.status}`);
    if (!response.ok || !response.body) throw new PermanentError(`the server answered ${response.status}`);
    // Without support for ranges, the server sends the file from the beginning.
    if (response.status !== 206) Object.assign(file, { chunks: [], received: 0 });
    const length = Number(response.headers.get('content-length'));
    file.total = length > 0 ? file.received + length : null;
    await readBody(response.body, file, maxBytes, () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, idleTimeout);
      progress(file.received, file.total);
    });
  } catch (cause) {
    // Node 18 reports only an abort, not its reason.
    throw stop.signal.aborted ? stop.signal.reason : cause;
  } finally {
    signal?.removeEventListener('abort', cancel);
    clearTimeout(timer);
  }
}

/** Reads a response body to its end and calls `onChunk` after every chunk. */
async function readBody(
  body: AsyncIterable<Uint8Array>,
  file: Partial,
  maxBytes: number,
  onChunk: () => void,
) {
  for await (const bytes of body) {
    file.received += bytes.length;
    if (file.received > maxBytes) {
      throw new PermanentError(`it is larger than the ${maxBytes} bytes that were expected`);
    }
    file.chunks.push(bytes);
    onChunk();
  }
  if (file.total !== null && file.received < file.total) throw new Error('the connection broke off');
}

/** Clearer messages for the errors of `fetch`. */
const REASONS: Readonly<Record<string, string>> = {
  terminated: 'the connection broke off again and again',
  'fetch failed': 'the server cannot be reached',
};

function cannot(url: string, cause: Error): LoomError {
  const said = REASONS[cause.message] ?? cause.message;
  const reason = cause.cause instanceof Error ? `${said} (${cause.cause.message})` : said;
  return new LoomError('missing-data', `cannot download ${url}: ${reason}`, { where: url, cause });
}
