import { dirname } from 'node:path';
import type { JobUpdate } from '../ipc/jobs.js';
import { failure, invariant, problem, type Problem, problemSchema } from '../../engine/base/problem.js';
import type { Job, PathKind } from '../../engine/jobs/define.js';
import type { Host } from '../../engine/jobs/environment.js';
import {
  describeFailure,
  type FailureReport,
  type JobAction,
  type JobCommand,
  type JobMessage,
} from '../../engine/jobs/protocol.js';

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

/** A process that does jobs, as the supervisor sees it: Electron's utility process, or a fake in tests. */
export interface HostProcess {
  postMessage(command: JobCommand): void;
  kill(): boolean;
  on(event: 'message', listener: (message: JobMessage) => void): unknown;
  once(event: 'spawn', listener: () => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

/** State of the process. `hung` ends when it responds again; `died` stays until a restart. */
export type HostState = 'idle' | 'starting' | 'ready' | 'hung' | 'died';

/** Options of a supervisor. */
export interface SupervisorOptions {
  readonly host: Host;
  readonly fork: () => HostProcess;
  /** Jobs that run at a time, beside quick ones; others wait. */
  readonly parallel: number;
  /** A process that is started by its first job, and ends after this time without one, in ms; null for one that stays. */
  readonly idleMs: number | null;
  /** The reason that open jobs fail with when the process dies. */
  readonly crash: Problem;
  readonly onState: (state: HostState) => void;
  /** A job's updates, in order, at most 10 calls a second. */
  readonly onUpdates: (id: string, updates: readonly JobUpdate[]) => void;
  readonly log: (message: string, detail?: unknown) => void;
}

/** A message about one job. */
type JobNews = Extract<JobMessage, { readonly id: string }>;

/** A job that has not ended. */
interface OpenJob {
  readonly job: Job;
  readonly input: unknown;
  /** True once it has been given to the process. */
  begun: boolean;
  /** Actions on a job that waits; they follow it to the process. */
  actions: JobAction[];
  /** Updates that have not been relayed. */
  updates: JobUpdate[];
}

/** Between two messages to the window: each draws the curves anew. */
const RELAY_MS = 100;
/** The time that a job gets to stop and write its checkpoint when the app quits. */
const GOODBYE_MS = 10_000;

/**
 * Keeps one process that does jobs: starts it, queues its jobs, relays their progress. When it dies, its jobs fail,
 * everything else stays.
 */
export class Supervisor {
  #child: HostProcess | null = null;
  /** Resolves when the process hears what is posted to it. */
  #spawned: Promise<void> = Promise.resolve();
  #state: HostState = 'idle';
  /** Bytes of memory that the process used when it last said so. */
  #memory: number | null = null;
  #quitting = false;
  #idle: ReturnType<typeof setTimeout> | null = null;
  /** Set after updates were relayed, until more may be. */
  #pause: ReturnType<typeof setTimeout> | null = null;
  readonly #jobs = new Map<string, OpenJob>();

  constructor(private readonly options: SupervisorOptions) {}

  get state(): HostState {
    return this.#state;
  }

  /** Starts the process unless it runs. */
  start(): void {
    if (this.#child) return;
    const child = this.options.fork();
    this.#child = child;
    this.#spawned = new Promise((resolve) => child.once('spawn', resolve));
    child.on('message', (message) => this.#receive(message));
    child.once('exit', (code) => this.#died(child, `code ${code}`));
    this.#enter('starting');
  }

  /** Starts a new process in place of one that died or hangs. */
  restart(): void {
    const child = this.#child;
    if (child && this.#state === 'hung') {
      this.#died(child, 'killed while it did not respond');
      child.kill();
    }
    this.start();
  }

  /** Queues a job under an id of its own. Throws `shell/engine-down` or `shell/busy`. */
  run(id: string, job: Job, input: unknown): void {
    invariant(!this.#jobs.has(id), `two jobs have the id "${id}"`);
    if (job.exclusive && this.open().some((other) => other.job === job))
      throw failure('shell/busy', { with: job.exclusive });
    if (this.options.idleMs !== null) this.start();
    if (!this.#child) throw failure('shell/engine-down', {});
    if (this.#idle) clearTimeout(this.#idle);
    this.#jobs.set(id, { job, input, begun: false, actions: [], updates: [] });
    this.#fill();
  }

  /** Pauses, resumes or stops a job; one that has ended stays as it is. */
  control(id: string, action: JobAction): void {
    const open = this.#jobs.get(id);
    if (!open) return;
    if (open.begun) this.#post({ kind: action, id });
    else open.actions.push(action);
  }

  /** Ids of the jobs that have not ended. */
  list(): string[] {
    return [...this.#jobs.keys()];
  }

  /** Stops all jobs. */
  stopAll(): void {
    for (const id of this.#jobs.keys()) this.control(id, 'stop');
  }

  /** The jobs that have not ended. */
  open(): readonly Readonly<Pick<OpenJob, 'job' | 'input'>>[] {
    return [...this.#jobs.values()];
  }

  /** Lets jobs stop between two steps and write their checkpoints; the process ends itself then, or is ended. */
  async quit(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#quitting = true;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const late = new Promise<void>((resolve) => setTimeout(resolve, GOODBYE_MS).unref());
    this.#post({ kind: 'shutdown' });
    await Promise.race([gone, late]);
    child.kill();
  }

  #enter(state: HostState): void {
    this.#state = state;
    this.options.onState(state);
  }

  #post(command: JobCommand): void {
    const child = this.#child;
    void this.#spawned.then(() => child?.postMessage(command));
  }

  /** Gives the process as many jobs as it may do at a time. */
  #fill(): void {
    const jobs = [...this.#jobs];
    let free = this.options.parallel - jobs.filter(([, { begun, job }]) => begun && !job.quick).length;
    for (const [id, open] of jobs) {
      if (open.begun || (!open.job.quick && free-- <= 0)) continue;
      open.begun = true;
      this.#post({ kind: 'run', id, job: open.job.name, input: open.input });
      for (const action of open.actions) this.#post({ kind: action, id });
    }
  }

  #receive(message: JobMessage): void {
    if (message.kind === 'ready') this.#enter('ready');
    else if (message.kind === 'health') this.#checkHealth(message);
    else if (message.kind !== 'pong') this.#relayNews(message);
  }

  #checkHealth({ responds, memory }: Extract<JobMessage, { kind: 'health' }>): void {
    this.#memory = memory;
    const state = responds ? 'ready' : 'hung';
    if (state !== this.#state) this.#enter(state);
  }

  #relayNews(message: JobNews): void {
    const open = this.#jobs.get(message.id);
    if (!open) return;
    const update = this.#updateOf(open.job, message);
    append(open.updates, update);
    const ended = update.kind === 'done' || update.kind === 'failed';
    this.#relay(ended || (message.kind === 'progress' && message.urgent));
    if (ended) this.#end(message.id);
  }

  /** Checks what the process reports: it reads strangers' files. */
  #updateOf({ name, progress, result }: Job, message: JobNews): JobUpdate {
    try {
      if (message.kind === 'progress')
        return { kind: 'progress', progress: [progress.parse(message.progress)] };
      if (message.kind === 'done') return { kind: 'done', result: result.parse(message.result) };
      if (message.kind !== 'failed') return { kind: message.kind };
      return this.#failed(name, { problem: problemSchema.parse(message.problem), stack: message.stack });
    } catch (error) {
      return this.#failed(name, describeFailure(error));
    }
  }

  #failed(name: string, { problem, stack }: FailureReport): JobUpdate {
    if (stack !== null) this.options.log(`in the job "${name}"`, stack);
    return { kind: 'failed', problem };
  }

  #end(id: string): void {
    this.#jobs.delete(id);
    this.#fill();
    const { idleMs } = this.options;
    if (idleMs === null || this.#jobs.size > 0) return;
    this.#idle = setTimeout(() => this.#rest(), idleMs);
    this.#idle.unref();
  }

  /** Ends a process that has nothing to do: what it keeps of memory goes with it. */
  #rest(): void {
    const child = this.#child;
    this.#child = null;
    child?.kill();
    this.#enter('idle');
  }

  /** Relays all updates, now or after the pause since the last ones. */
  #relay(urgent: boolean): void {
    if (this.#pause && !urgent) return;
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      if ([...this.#jobs.values()].some(({ updates }) => updates.length > 0)) this.#relay(false);
    }, RELAY_MS);
    this.#flush();
  }

  #flush(): void {
    for (const [id, open] of this.#jobs) {
      const { updates } = open;
      if (updates.length === 0) continue;
      open.updates = [];
      this.options.onUpdates(id, updates);
    }
  }

  #died(child: HostProcess, reason: string): void {
    if (child !== this.#child) return;
    this.#child = null;
    if (this.#quitting) return;
    const { host, crash, log } = this.options;
    const memory =
      this.#memory === null ? '' : `; it used ${Math.round(this.#memory / 2 ** 20)} MB of memory`;
    log(`the process "${host}" died`, `${reason}${memory}`);
    for (const { updates } of this.#jobs.values()) {
      updates.push({ kind: 'failed', problem: crash });
    }
    this.#flush();
    this.#jobs.clear();
    this.#enter('died');
  }
}

/** Adds an update; reports that follow each other become one. */
function append(updates: JobUpdate[], update: JobUpdate): void {
  const last = updates.at(-1);
  if (update.kind === 'progress' && last?.kind === 'progress') {
    updates[updates.length - 1] = { ...last, progress: [...last.progress, ...update.progress] };
  } else updates.push(update);
}
