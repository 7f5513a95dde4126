import type { DownloadFailure } from '../base/facts.js';
import { failure } from '../base/problem.js';

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
 * @throws `missing-data` if the server can't be reached, returns an error or keeps losing the connection,
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
      if (signal?.aborted) throw failure('interrupted/canceled', { what: 'download' });
      if (!(cause instanceof FailedAttempt)) throw cause;
      failures = file.received > before ? 0 : failures + 1;
      if (cause.permanent || failures > retries) {
        throw failure('missing-data/download', cause.facts, { where: { kind: 'url', url }, cause });
      }
    }
  }
}

/** The data received so far. */
interface Partial {
  chunks: Uint8Array[];
  received: number;
  total: number | null;
}

/** A failed attempt; a retry would not fix a `permanent` one. */
class FailedAttempt extends Error {
  constructor(
    readonly facts: DownloadFailure,
    readonly permanent = false,
  ) {
    super(facts.how);
  }
}

async function receive(url: string, file: Partial, options: DownloadOptions): Promise<void> {
  const { maxBytes, progress, signal, idleTimeout = IDLE_TIMEOUT_MS } = options;
  const stop = new AbortController();
  const giveUp = () => stop.abort(new FailedAttempt({ how: 'idle', seconds: idleTimeout / 1000 }));
  const cancel = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  let timer = setTimeout(giveUp, idleTimeout);
  try {
    const headers = file.received > 0 ? { range: `bytes=${file.received}-` } : {};
    const response = await fetch(url, { signal: stop.signal, headers }).catch((cause: unknown) => {
      throw new FailedAttempt({ how: 'unreachable', said: reasonOf(cause as Error) });
    });
    const { status } = response;
    if (!response.ok || !response.body) throw new FailedAttempt({ how: 'status', status }, status < 500);
    // Without support for ranges, the server sends the file from the beginning.
    if (status !== 206) Object.assign(file, { chunks: [], received: 0 });
    const length = Number(response.headers.get('content-length'));
    file.total = length > 0 ? file.received + length : null;
    await readBody(response.body, file, maxBytes, () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, idleTimeout);
      progress(file.received, file.total);
    });
  } catch (cause) {
    // Node 18 reports only an abort, not its reason.
    if (stop.signal.aborted) throw stop.signal.reason;
    throw cause instanceof FailedAttempt ? cause : new FailedAttempt({ how: 'incomplete' });
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
    if (file.received > maxBytes) throw new FailedAttempt({ how: 'too-large', most: maxBytes }, true);
    file.chunks.push(bytes);
    onChunk();
  }
  if (file.total !== null && file.received < file.total) throw new FailedAttempt({ how: 'incomplete' });
}

/** The reason why `fetch` failed, which it hides in the cause. */
const reasonOf = ({ message, cause }: Error) => (cause instanceof Error ? cause.message : message);
