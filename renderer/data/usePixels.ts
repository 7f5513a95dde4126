import { useEffect, useState } from 'react';
import { ask } from './library.js';

/** One image's bytes, or null until they are there. */
export function usePixels(row: number | null): Uint8Array | null {
  const [found, setFound] = useState<{ readonly row: number; readonly pixels: Uint8Array } | null>(null);
  useEffect(() => {
    if (row === null) return;
    let wanted = true;
    void ask('pixels', row).then((pixels) => wanted && setFound({ row, pixels }));
    return () => {
      wanted = false;
    };
  }, [row]);
  // The image before stays until the next is there: nothing flickers while keys are held.
  return found?.pixels ?? null;
}
