/** Forwards at most one call per `ms`, and always the last one, so that the final progress is shown. */
export function throttle<A extends readonly unknown[]>(
  ms: number,
  call: (...args: A) => void,
): { readonly call: (...args: A) => void; readonly end: () => void } {
  let waiting: A | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const pass = (args: A) => {
    waiting = null;
    timer = setTimeout(() => {
      timer = null;
      if (waiting) pass(waiting);
    }, ms);
    call(...args);
  };
  return {
    call: (...args) => {
      if (timer) waiting = args;
      else pass(args);
    },
    end: () => {
      if (timer) clearTimeout(timer);
      timer = null;
      waiting = null;
    },
  };
}
