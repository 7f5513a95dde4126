import { useAnswer } from './useAnswer.js';

/** An image's bytes; null until they are loaded. */
export function usePixels(row: number | null): Uint8Array | null {
  return useAnswer('pixels', row).answer?.output ?? null;
}
