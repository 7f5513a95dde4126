import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { utilityProcess, type UtilityProcess } from 'electron';
import type { TrainEvent } from '../../engine/jobs/events.js';
import type { WorkerMessage, WorkerRequest } from '../../engine/jobs/protocol.js';
import type { EngineState } from '../ipc/contract.js';
import { ShellError } from './shellError.js';
import { throttle } from './throttle.js';
import { newToken } from './tokens.js';

type JobRequest = Extract<WorkerRequest, { kind: 'train' | 'export' | 'classify' }>;
type WithoutIds<T> = T extends unknown ? Omit<T, 'id' | 'threads'> : never;

/** What a job may be asked for, without what the supervisor adds. */
export type Order = WithoutIds<JobRequest>;

/** How the supervisor is set up. */
export interface EngineOptions {
  /** The built file of the engine's process. */
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
  /** Whether it has told a loss yet. */
  begun: boolean;
}

/** Between two messages to the window: each draws the curves anew. */
const RELAY_MS = 100;
/** How long a job gets to stop and write its checkpoint when the app quits. */
const GOODBYE_MS = 10_000;

const STOPPED =
  'The engine stopped in the middle of its work; what was trained until the last checkpoint is kept. Restart the ' +
  'engine, then go on. If it happens again, memory may be short: close other programs, or choose a smaller batch ' +
  'size or smaller layers.';

/** Cores to train on: all of them. */
const THREADS = typeof availableParallelism === 'function' ? availableParallelism() : cpus().length;

/**
 * Keeps the one process that computes. onnxruntime lives there only. When it dies, its jobs end with an error,
 * everything else stays, and `restart` starts a new one.
 */
export class Engine {
  #child: UtilityProcess | null = null;
  /** Resolves when the process hears what is posted to it. */
  #spawned: Promise<void> = Promise.resolve();
  #state: EngineState['state'] = 'starting';
  #backend: string | null = null;
  #leaving = false;
  readonly #jobs = new Map<string, Job>();
  readonly #relay = throttle(RELAY_MS, () => this.#flush());

  constructor(private readonly options: EngineOptions) {}

  /** Starts the process. Call once, and again only after it died. */
  start(): void {
    this.#state = 'starting';
    const { file, dataFolder } = this.options;
    const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1', LAYERLOOM_DATA_DIR: dataFolder };
    const child = utilityProcess.fork(file, [], { env, serviceName: 'Layerloom engine' });
    this.#child = child;
    this.#spawned = new Promise((resolve) => child.once('spawn', resolve));
    child.on('message', (message: WorkerMessage) => this.#receive(message));
    child.once('exit', (code) => this.#died(child, code));
    this.#tell();
  }

  restart(): EngineState {
    if (this.#state === 'died') this.start();
    return this.info();
  }

  info(): EngineState {
    const jobs = [...this.#jobs.keys()];
    return { state: this.#state, backend: this.#backend, threads: THREADS, jobs };
  }

  /** Queues a job. Throws `engine-down` when the process is dead. */
  submit(order: Order): string {
    if (!this.#child) throw new ShellError('engine-down', 'The engine is not running. Restart it first.');
    const id = newToken();
    this.#jobs.set(id, { order, told: [], begun: false });
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

  /** Lets jobs stop between two steps and write their checkpoints; the process ends itself then, or is ended. */
  async leave(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#leaving = true;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const late = new Promise<void>((resolve) => setTimeout(resolve, GOODBYE_MS).unref());
    this.#post({ kind: 'shutdown' });
    await Promise.race([gone, late]);
    child.kill();
  }

  #orders(): Order[] {
    return [...this.#jobs.values()].map(({ order }) => order);
  }

  #post(request: WorkerRequest): void {
    const child = this.#child;
    void this.#spawned.then(() => child?.postMessage(request));
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
      this.#tellWindow(id, event);
    }
  }

  /** The first loss is told at once, for people wait for it; what follows at most every `RELAY_MS`. */
  #tellWindow(id: string, event: TrainEvent): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    job.told.push(event);
    if (event.event === 'progress' && !job.begun) {
      job.begun = true;
      this.#relay.end();
    }
    this.#relay.call();
  }

  #flush(): void {
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

  #died(child: UtilityProcess, code: number): void {
    if (child !== this.#child) return;
    this.#child = null;
    if (this.#leaving) return;
    this.options.log('the engine died', `code ${code}`);
    this.#state = 'died';
    for (const { told } of this.#jobs.values()) {
      told.push({ event: 'error', code: 'internal', message: STOPPED, where: null, repair: null });
    }
    this.#flush();
    this.#tell();
  }

  #tell(): void {
    this.options.onState(this.info());
  }
}
