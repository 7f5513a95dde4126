import type { Answer, CallName, Calls, Part } from './messages.js';

interface PendingCall {
  readonly resolve: (output: never) => void;
  readonly reject: (problem: Error) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

let worker: Worker | null = null;
let nextId = 1;
const pending = new Map<number, PendingCall>();

/**
 * Calls the image worker, which starts with the first call. Rejects with an `Error` if the call fails.
 * @param onPart receives the partial results of a long call
 */
export function ask<N extends CallName>(
  call: N,
  input: Calls[N]['input'],
  onPart?: (part: Part<N>) => void,
): Promise<Calls[N]['output']> {
  worker ??= start();
  const id = nextId++;
  worker.postMessage({ id, call, input });
  return new Promise((resolve, reject) => pending.set(id, { resolve, reject, onPart }));
}

function start(): Worker {
  const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data: answer }: MessageEvent<Answer>) => {
    const caller = pending.get(answer.id);
    if ('part' in answer) {
      caller?.onPart?.(answer.part as never);
      return;
    }
    pending.delete(answer.id);
    if (answer.ok) caller?.resolve(answer.output as never);
    else caller?.reject(new Error(answer.message));
  };
  started.onerror = ({ message }) => {
    for (const { reject } of pending.values()) reject(new Error(message));
    pending.clear();
  };
  return started;
}
