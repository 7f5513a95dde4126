import type { Answer, CallName, Calls, Part } from './messages.js';

interface Waiting {
  readonly resolve: (output: never) => void;
  readonly reject: (problem: Error) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

let worker: Worker | null = null;
let nextId = 1;
const waiting = new Map<number, Waiting>();

/**
 * Asks the worker that holds the images; it starts with the first call. Rejects with what went wrong.
 * @param onPart gets what a long call tells before it ends
 */
export function ask<N extends CallName>(
  call: N,
  input: Calls[N]['input'],
  onPart?: (part: Part<N>) => void,
): Promise<Calls[N]['output']> {
  worker ??= start();
  const id = nextId++;
  worker.postMessage({ id, call, input });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject, onPart }));
}

function start(): Worker {
  const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data: answer }: MessageEvent<Answer>) => {
    const caller = waiting.get(answer.id);
    if ('part' in answer) {
      caller?.onPart?.(answer.part as never);
      return;
    }
    waiting.delete(answer.id);
    if (answer.ok) caller?.resolve(answer.output as never);
    else caller?.reject(new Error(answer.message));
  };
  started.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  return started;
}
