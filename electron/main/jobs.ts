import { dirname, join } from 'node:path';
import { utilityProcess } from 'electron';
import { problem } from '../../engine/base/problem.js';
import type { Host } from '../../engine/jobs/environment.js';
import { jobNamed, type JobInput, type JobName } from '../../engine/jobs/index.js';
import type { JobAction } from '../../engine/jobs/protocol.js';
import { Supervisor, type HostState, type SupervisorOptions } from './supervisor.js';

/** Options shared by all processes that do jobs. */
interface JobsOptions extends Pick<SupervisorOptions, 'onUpdates' | 'log'> {
  /** The folder for data sets. */
  readonly dataFolder: string;
  readonly onEngineState: (state: HostState) => void;
}

/** The jobs of the app, each done by the process that hosts it. */
export class Jobs {
  readonly engine: Supervisor;
  readonly #hosts: Readonly<Record<Host, Supervisor>>;

  constructor({ dataFolder, onEngineState, ...common }: JobsOptions) {
    const fork = (file: string, serviceName: string) => () =>
      utilityProcess.fork(join(__dirname, file), [], {
        env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', LAYERLOOM_DATA_DIR: dataFolder },
        serviceName,
      });
    this.engine = new Supervisor({
      ...common,
      host: 'engine',
      fork: fork('engine.cjs', 'Layerloom engine'),
      parallel: 1,
      idleMs: null,
      crash: problem('internal/engine-died', {}),
      onState: onEngineState,
    });
    this.#hosts = { engine: this.engine };
  }

  /** Queues a job under an id. */
  run<N extends JobName>(id: string, name: N, input: JobInput<N>): void {
    this.#hosts[jobNamed(name).host].run(id, name, input);
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

  /** Whether a run trains, or waits to. */
  trains(run: string): boolean {
    return this.engine.inputsOf('train').some(({ out }) => out === run);
  }

  /** Whether a job works on a run in `folder`. */
  isBusyIn(folder: string): boolean {
    const runs = [
      ...this.engine.inputsOf('train').map(({ out }) => out),
      ...this.engine.inputsOf('export').map(({ run }) => run),
      ...this.engine.inputsOf('classify').map(({ run }) => run),
    ];
    return runs.some((run) => dirname(run) === folder);
  }

  async leave(): Promise<void> {
    await Promise.all(Object.values(this.#hosts).map((host) => host.leave()));
  }
}
