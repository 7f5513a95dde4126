import { setImmediate } from 'node:timers/promises';
import { failure } from './base/problem.js';
import type { Job } from './jobs/define.js';
import type { Environments, Host } from './jobs/environment.js';
import { jobNamed } from './jobs/index.js';
import { describeFailure, type JobCommand, type JobMessage } from './jobs/protocol.js';
import { createControl } from './train/control.js';

/** The way to the main process: the port of a process, or of a thread. */
export interface Port {
  readonly post: (message: JobMessage) => void;
  readonly listen: (receive: (command: JobCommand) => void) => void;
  readonly close: () => void;
}

interface RunningJob {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

/** Does the jobs that arrive at a port, each at once, until it is told to shut down. */
export function serve(environment: Environments[Host], { post, listen, close }: Port): void {
  const running = new Map<string, RunningJob>();
  let leaving = false;

  const run = async (id: string, name: string, raw: unknown): Promise<void> => {
    const control = createControl(
      () => setImmediate(),
      (kind) => post({ kind, id }),
    );
    const stop = new AbortController();
    running.set(id, {
      ...control,
      stop: () => {
        control.stop();
        stop.abort();
      },
    });
    try {
      const job = jobNamed(name);
      const result = await job.run(parseInput(job, raw), {
        environment,
        report: (progress, urgent = false) => post({ kind: 'progress', id, progress, urgent }),
        control,
        signal: stop.signal,
      });
      post({ kind: 'done', id, result });
    } catch (error) {
      post({ kind: 'failed', id, ...describeFailure(error) });
    }
    running.delete(id);
    if (leaving && running.size === 0) close();
  };

  listen((command) => {
    if (command.kind === 'run') void run(command.id, command.job, command.input);
    else if (command.kind === 'shutdown') {
      leaving = true;
      for (const job of running.values()) job.stop();
      if (running.size === 0) close();
    } else if (command.kind === 'ping') post({ kind: 'pong' });
    else running.get(command.id)?.[command.kind]();
  });
  post({ kind: 'ready' });
}

function parseInput(job: Job, raw: unknown): unknown {
  const parsed = job.input.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw failure('internal/invariant', {
    violated: `not the input of "${job.name}": ${parsed.error.message}`,
  });
}
