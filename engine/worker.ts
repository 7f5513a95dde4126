import { parentPort, type MessagePort } from 'node:worker_threads';
import { availableParallelism } from 'node:os';
import { LoomError } from './base/errors.js';
import { createNodeEnvironment, type NodeEnvironment } from './io/environment.js';
import type { TrainEvent } from './jobs/events.js';
import { requestSchema, type WorkerMessage } from './jobs/protocol.js';
import { errorEvent, outcome, type JobRequest } from './jobs/requests.js';

/** The way to whoever asks: the port of a thread, or of a process. */
export interface Door {
  readonly post: (message: WorkerMessage) => void;
  readonly listen: (take: (message: unknown) => void) => void;
  readonly close: () => void;
}

/** Serves jobs that arrive at `door`, one after another, until it is told to shut down. */
export function serve({ post, listen, close }: Door): void {
  const queue: JobRequest[] = [];
  const environments = new Map<string, NodeEnvironment>();
  let busy = false;
  let leaving = false;

  const emitFor = (id: string) => (event: TrainEvent) => post({ kind: 'event', id, event });

  const leave = () => {
    post({ kind: 'bye' });
    close();
  };

  const next = async (): Promise<void> => {
    if (busy) return;
    const job = queue.shift();
    if (!job) {
      if (leaving) leave();
      return;
    }
    busy = true;
    const emit = emitFor(job.id);
    emit(await outcome(job, environments.get(job.id)!));
    environments.delete(job.id);
    busy = false;
    await next();
  };

  const control = {
    pause: (env: NodeEnvironment) => env.control.pause(),
    resume: (env: NodeEnvironment) => env.control.resume(),
    stop: (env: NodeEnvironment) => env.control.stop(),
  };

  listen((message) => {
    const parsed = requestSchema.safeParse(message);
    if (!parsed.success) {
      emitFor(idOf(message))(
        errorEvent(new LoomError('bad-argument', `not a request: ${parsed.error.message}`)),
      );
      return;
    }
    const request = parsed.data;
    if (request.kind === 'shutdown') {
      leaving = true;
      for (const env of environments.values()) env.control.stop();
      if (!busy) leave();
    } else if (request.kind === 'train' || request.kind === 'export' || request.kind === 'classify') {
      if (environments.has(request.id)) {
        const error = new LoomError('bad-argument', `a job named "${request.id}" waits or runs already`);
        emitFor('')(errorEvent(error));
        return;
      }
      environments.set(request.id, createNodeEnvironment(emitFor(request.id)));
      queue.push(request);
      void next();
    } else {
      const env = environments.get(request.id);
      if (env) control[request.kind](env);
    }
  });
  post({ kind: 'ready', threads: availableParallelism() });
}

function idOf(message: unknown): string {
  const id = (message as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : '';
}

function threadDoor(port: MessagePort): Door {
  return {
    post: (message) => port.postMessage(message),
    listen: (take) => port.on('message', take),
    close: () => port.close(),
  };
}

if (parentPort) serve(threadDoor(parentPort));
