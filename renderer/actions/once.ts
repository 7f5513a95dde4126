import type { App } from '../app.js';

/**
 * Wraps an action so that it does not start again while it is running, for example when a key is held or a button
 * is double-clicked: calls in the meantime share the result of the first.
 */
export function once<A extends readonly unknown[]>(
  action: (app: App, ...args: A) => Promise<void>,
): (app: App, ...args: A) => Promise<void> {
  return (app, ...args) => {
    const running = app.running.get(action) ?? action(app, ...args).finally(() => app.running.delete(action));
    app.running.set(action, running);
    return running;
  };
}
