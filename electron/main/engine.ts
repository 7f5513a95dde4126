import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TrainEvent } from '../../engine/jobs/events.js';
import type { WorkerMessage, WorkerRequest } from '../../engine/jobs/protocol.js';
import type { EngineState } from '../ipc/contract.js';
import { ShellError } from './shellError.js';
import { newToken } from './tokens.js';

type JobRequest = Extract<WorkerRequest, { kind: 'train' | 'export' | 'classify' }>;
type WithoutIds<T> = T extends unknown ? Omit<T, 'id' | 'threads'> : never;

/** What a job may be asked for, without what the supervisor adds. */
export type Order = WithoutIds<JobRequest>;

/** How the supervisor is set up. */
export interface EngineOptions {
  /** The worker's built file. */
  readonly file: string;
  readonly dataFolder: string;
  readonly onState: (state: EngineState) => void;
  /** A job's events, in order, at most 10 calls a second. */
  readonly onEvents: (jobId: string, events: readonly TrainEvent[]) => void;
  readonly log: (message: string, detail?: unknown) => void;
}

/** A job that has not ended, with what it told since the window last heard. */
interface Job {
  readonly order: Order;
  told: TrainEvent[];
}

/** Between two messages to the window: each draws the curves anew. */
const RELAY_MS = 100;
/** How long a job gets to stop and write its checkpoint when the app quits. */
const GOODBYE_MS = 10_000;

/** Cores to train on: all of them. */
const THREADS = typeof availableParallelism === 'function' ? availableParallelism() : cpus().length;

/**
 * Keeps the one worker thread that computes. onnxruntime lives in that thread only. When it dies, its jobs
 * end with an error, everything else stays, and `restart` starts a new one.
 */
export class Engine {
  #worker: Worker | null = null;
  #state: EngineState['state'] = 'starting';
  #reason: string | null = null;
  #backend: string | null = null;
  #leaving = false;
  readonly #jobs = new Map<string, Job>();
  #relay: NodeJS.Timeout | null = null;

  constructor(private readonly options: EngineOptions) {}

  /** Starts the worker. Call once, and again only after it died. */
  start(): void {
    this.#state = 'starting';
    this.#reason = null;
    const { file, dataFolder } = this.options;
    const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1', LAYERLOOM_DATA_DIR: dataFolder };
    const worker = new Worker(file, { env });
    this.#worker = worker;
    worker.on('message', (message: WorkerMessage) => this.#receive(message));
    worker.on('error', (problem) => this.#died(worker, problem.message));
    worker.on('exit', (code) => this.#died(worker, `it ended with code ${code}`));
    this.#tell();
  }

  restart(): EngineState {
    if (this.#state === 'died') this.start();
    return this.info();
  }

  info(): EngineState {
    return {
      state: this.#state,
      backend: this.#backend,
      threads: THREADS,
      reason: this.#reason,
      jobs: [...this.#jobs.keys()],
    };
  }

  /** Queues a job. Throws `engine-down` when the worker is dead. */
  submit(order: Order): string {
    if (!this.#worker) throw new ShellError('engine-down', 'The engine is not running. Restart it first.');
    const id = newToken();
    this.#jobs.set(id, { order, told: [] });
    this.#post({ ...order, id, threads: THREADS });
    this.#tell();
    return id;
  }

  /** Whether a run trains, or waits to. */
  trains(run: string): boolean {
    return this.#orders().some((order) => order.kind === 'train' && order.out === run);
  }

  /** Whether a job works on a run in `folder`. */
  isBusyIn(folder: string): boolean {
    return this.#orders().some((order) => dirname(order.kind === 'train' ? order.out : order.run) === folder);
  }

  control(jobId: string, kind: 'pause' | 'resume' | 'stop'): void {
    if (!this.#jobs.has(jobId)) throw new ShellError('not-found', 'This job has ended already.');
    this.#post({ kind, id: jobId });
  }

  /** Lets jobs stop between two steps, then ends the worker: one that is ended in a run takes the app along. */
  async leave(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#leaving = true;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const late = new Promise<void>((resolve) => setTimeout(resolve, GOODBYE_MS).unref());
    this.#post({ kind: 'shutdown' });
    await Promise.race([gone, late]);
  }

  #orders(): Order[] {
    return [...this.#jobs.values()].map(({ order }) => order);
  }

  #post(request: WorkerRequest): void {
    this.#worker?.postMessage(request);
  }

  #receive(message: WorkerMessage): void {
    if (message.kind === 'ready') {
      this.#state = 'ready';
      this.#tell();
    } else if (message.kind === 'event') {
      const { id, event } = message;
      if (event.event === 'start' && event.backend !== this.#backend) {
        this.#backend = event.backend;
        this.#tell();
      }
      this.#jobs.get(id)?.told.push(event);
      if (this.#relay === null) this.#relay = setTimeout(() => this.#flush(), RELAY_MS);
    }
  }

  #flush(): void {
    this.#relay = null;
    let ended = false;
    for (const [id, job] of this.#jobs) {
      const events = job.told;
      if (events.length === 0) continue;
      job.told = [];
      if (events.some(({ event }) => event === 'done' || event === 'error')) {
        this.#jobs.delete(id);
        ended = true;
      }
      this.options.onEvents(id, events);
    }
    if (ended) this.#tell();
  }

  #died(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    if (this.#leaving) return;
    this.options.log('the engine died', reason);
    this.#state = 'died';
    this.#reason = reason;
    const message = `The engine stopped unexpectedly (${reason}). Your project is intact, and what was trained until the last checkpoint is kept. Restart the engine and resume the run.`;
    for (const { told } of this.#jobs.values()) {
      told.push({ event: 'error', code: 'internal', message, where: null, repair: null });
    }
    this.#flush();
    this.#tell();
  }

  #tell(): void {
    this.options.onState(this.info());
  }
}
