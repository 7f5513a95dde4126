import { dirname } from 'node:path';
import { problem } from '../../engine/base/problem.js';
import type { Job, PathKind } from '../../engine/jobs/define.js';
import type { Host } from '../../engine/jobs/environment.js';
import type { JobAction } from '../../engine/jobs/protocol.js';
import { Supervisor, type HostProcess, type HostState, type SupervisorOptions } from './supervisor.js';

/** Time without a job after which the data process ends, which frees the memory of the images that it has read. */
const DATA_IDLE_MS = 1000;

/** Starts the process that hosts jobs. */
export type Fork = (host: Host) => HostProcess;

/** Options shared by all processes that do jobs. */
interface JobsOptions extends Pick<SupervisorOptions, 'onUpdates' | 'log'> {
  readonly fork: Fork;
  readonly onEngineState: (state: HostState) => void;
}

/** The jobs of the app, each done by the process that hosts it. */
export class Jobs {
  readonly engine: Supervisor;
  readonly #hosts: Readonly<Record<Host, Supervisor>>;

  constructor({ fork, onEngineState, ...common }: JobsOptions) {
    this.engine = new Supervisor({
      ...common,
      host: 'engine',
      fork: () => fork('engine'),
      parallel: 1,
      idleMs: null,
      crash: problem('internal/engine-died', {}),
      onState: onEngineState,
    });
    const data = new Supervisor({
      ...common,
      host: 'data',
      fork: () => fork('data'),
      parallel: Infinity,
      idleMs: DATA_IDLE_MS,
      crash: problem('bad-data/process-died', {}),
      onState: () => undefined,
    });
    this.#hosts = { engine: this.engine, data };
  }

  /** Queues a job under an id. */
  run(id: string, job: Job, input: unknown): void {
    this.#hosts[job.host].run(id, job, input);
  }

  /** Ids of the jobs that have not ended. */
  list(): string[] {
    return Object.values(this.#hosts).flatMap((host) => host.list());
  }

  control(id: string, action: JobAction): void {
    for (const host of Object.values(this.#hosts)) host.control(id, action);
  }

  stopAll(): void {
    for (const host of Object.values(this.#hosts)) host.stopAll();
  }

  /** True if a run trains, or waits to. */
  trains(run: string): boolean {
    return this.#runs('trainedRun').includes(run);
  }

  /** True if a job works on a run in `folder`. */
  isBusyIn(folder: string): boolean {
    return this.#runs('run', 'trainedRun').some((run) => dirname(run) === folder);
  }

  /** Folders of runs that open jobs work on. */
  #runs(...kinds: readonly PathKind[]): string[] {
    return this.engine
      .open()
      .flatMap(({ job, input }) =>
        Object.entries(job.paths).flatMap(([field, kind]) =>
          kinds.includes(kind) ? [(input as Readonly<Record<string, string>>)[field]!] : [],
        ),
      );
  }

  async quit(): Promise<void> {
    await Promise.all(Object.values(this.#hosts).map((host) => host.quit()));
  }
}
