import { useEffect, useState } from 'react';
import type { CallName, Calls } from '../images/messages.js';
import { useApp } from '../useApp.js';

/** The image worker's latest output, with its input. */
interface Answer<N extends CallName> {
  readonly input: Calls[N]['input'];
  readonly output: Calls[N]['output'];
}

/** The state of a call to the image worker. */
interface Asked<N extends CallName> {
  /** The latest answer; stays until the next arrives, to avoid flicker. */
  readonly answer: Answer<N> | null;
  readonly failed: boolean;
}

/** Calls the image worker whenever `input` changes; null makes no call. */
export function useAnswer<N extends CallName>(call: N, input: Calls[N]['input'] | null): Asked<N> {
  const app = useApp();
  const [asked, setAsked] = useState<Asked<N>>({ answer: null, failed: false });
  useEffect(() => {
    if (input === null) return;
    let wanted = true;
    app.images.ask(call, input).then(
      (output) => wanted && setAsked({ answer: { input, output }, failed: false }),
      () => wanted && setAsked({ answer: null, failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [call, input]);
  return asked;
}

/** An image's bytes; null until they are loaded. */
export function usePixels(row: number | null): Uint8Array | null {
  return useAnswer('pixels', row).answer?.output ?? null;
}
