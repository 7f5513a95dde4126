import { useEffect, useState } from 'react';
import { ask } from '../images/library.js';
import type { CallName, Calls } from '../images/messages.js';

/** What the data worker answered last, and to what. */
interface Answer<N extends CallName> {
  readonly input: Calls[N]['input'];
  readonly output: Calls[N]['output'];
}

/** An answer of the data worker, or why there is none. */
interface Asked<N extends CallName> {
  /** The one before stays until the next is there: nothing flickers. */
  readonly answer: Answer<N> | null;
  readonly failed: boolean;
}

/** Asks the data worker whenever `input` is another one; null asks nothing. */
export function useAnswer<N extends CallName>(call: N, input: Calls[N]['input'] | null): Asked<N> {
  const [asked, setAsked] = useState<Asked<N>>({ answer: null, failed: false });
  useEffect(() => {
    if (input === null) return;
    let wanted = true;
    ask(call, input).then(
      (output) => wanted && setAsked({ answer: { input, output }, failed: false }),
      () => wanted && setAsked({ answer: null, failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [call, input]);
  return asked;
}
