/**
 * An action that is not begun again while it is under way, as by a key that is held or a double click: whoever asks
 * meanwhile gets what the first one comes to.
 */
export function once<A extends readonly unknown[], T>(
  action: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  let underWay: Promise<T> | null = null;
  return (...args) => {
    underWay ??= action(...args).finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
