import { ProblemError } from '../../engine/base/problem.js';
import type { Answer, CallName, Calls } from './messages.js';

/** Calls to the image worker. */
export interface ImageLibrary {
  /** Calls the worker, which starts with the first call. Rejects with a `ProblemError` if the call fails. */
  readonly ask: <N extends CallName>(call: N, input: Calls[N]['input']) => Promise<Calls[N]['output']>;
  /** Ends the worker; open calls are never answered. */
  readonly dispose: () => void;
}

interface PendingCall {
  readonly resolve: (output: never) => void;
  readonly reject: (problem: Error) => void;
}

/** Makes a library with a worker of its own. */
export function createImageLibrary(): ImageLibrary {
  let worker: Worker | null = null;
  let nextId = 1;
  const pending = new Map<number, PendingCall>();

  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data: answer }: MessageEvent<Answer>) => {
      const caller = pending.get(answer.id);
      pending.delete(answer.id);
      if (answer.ok) caller?.resolve(answer.output as never);
      else caller?.reject(new ProblemError(answer.problem));
    };
    started.onerror = ({ message }) => {
      for (const { reject } of pending.values()) reject(new Error(message));
      pending.clear();
    };
    return started;
  };
  return {
    ask: (call, input) => {
      worker ??= start();
      const id = nextId++;
      worker.postMessage({ id, call, input });
      return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    },
    dispose: () => worker?.terminate(),
  };
}
