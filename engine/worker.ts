import { parentPort, type MessagePort } from 'node:worker_threads';
import { availableParallelism, constants, setPriority } from 'node:os';
import { LoomError } from './errors.js';
import { createNodeEnvironment, type NodeEnvironment } from './io/environment.js';
import type { TrainEvent } from './jobs/events.js';
import { requestSchema, type WorkerMessage } from './jobs/protocol.js';
import { errorEvent, outcome, type JobRequest } from './jobs/requests.js';

/** Serves jobs that arrive on `port`, one after another, until it is told to shut down. */
export function serve(port: MessagePort): void {
  const queue: JobRequest[] = [];
  const environments = new Map<string, NodeEnvironment>();
  let busy = false;
  let leaving = false;

  const post = (message: WorkerMessage) => port.postMessage(message);
  const emitFor = (id: string) => (event: TrainEvent) => post({ kind: 'event', id, event });

  const leave = () => {
    post({ kind: 'bye' });
    port.close();
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

  port.on('message', (message: unknown) => {
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

/**
 * Lets the window go first where both want the same core. Linux alone gives each thread a priority, which
 * onnxruntime's own threads inherit; elsewhere this would slow the whole app.
 */
function yieldToWindow(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

if (parentPort) {
  yieldToWindow();
  serve(parentPort);
}
