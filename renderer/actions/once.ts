/**
 * Wraps an action so that it does not start again while it is running, for example when a key is held or a button
 * is double-clicked: calls in the meantime share the result of the first.
 */
export function once<A extends readonly unknown[], T>(
  action: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  let running: Promise<T> | null = null;
  return (...args) => {
    running ??= action(...args).finally(() => {
      running = null;
    });
    return running;
  };
}
