import { LoomError } from '../errors.js';

/** Told how many bytes have come, and of how many where the server says so. */
export type DownloadProgress = (received: number, total: number | null) => void;

/**
 * Downloads a file of at most `maxBytes` into memory.
 * @throws LoomError `missing-data` when the server cannot be reached, refuses, or breaks off
 */
export async function download(
  url: string,
  maxBytes: number,
  progress: DownloadProgress,
): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
    const length = Number(response.headers.get('content-length'));
    const total = length > 0 ? length : null;
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of response.body) {
      received += (chunk as Uint8Array).length;
      if (received > maxBytes) throw new Error(`it is larger than the ${maxBytes} bytes that were expected`);
      chunks.push(chunk as Uint8Array);
      progress(received, total);
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    const { message, cause: reason } = cause as Error;
    const why = reason instanceof Error ? `${message}: ${reason.message}` : message;
    throw new LoomError('missing-data', `cannot download ${url}: ${why}`, { where: url, cause });
  }
}
