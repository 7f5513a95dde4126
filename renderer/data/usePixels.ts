import { useAnswer } from './useAnswer.js';

/** One image's bytes, or null until they are there. */
export function usePixels(row: number | null): Uint8Array | null {
  return useAnswer('pixels', row).answer?.output ?? null;
}
