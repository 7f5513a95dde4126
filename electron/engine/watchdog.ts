import type { JobCommand, JobMessage } from '../../engine/jobs/protocol.js';

/** A thread that does jobs: Node's worker, or a fake in tests. */
export interface JobThread {
  postMessage(command: JobCommand): void;
  on(event: 'message', listener: (message: JobMessage) => void): unknown;
}

/** Options of a watchdog. */
export interface WatchdogOptions {
  /** Sends a message to the main process. */
  readonly post: (message: JobMessage) => void;
  /** The memory that this process uses, in bytes. */
  readonly memory: () => number;
  readonly tickMs?: number;
  /** Ticks without a sign of life after which the thread counts as hung. */
  readonly patience?: number;
}

const TICK_MS = 1000;
/**
 * Half a minute. The thread handles messages between two calls of onnxruntime, about every 100 ms, but one step of a
 * very large model, or of any model on the reference backend, can take many seconds.
 */
const PATIENCE = 30;

/**
 * Relays messages between the main process and a thread that does jobs. While there are jobs, it reports every second
 * whether the thread responds and how much memory the process uses. Silence is counted in ticks, not by the clock, so
 * that a computer that was asleep is not taken for a hang.
 * @returns the function that receives the main process's commands
 */
export function watch(
  thread: JobThread,
  { post, memory, tickMs = TICK_MS, patience = PATIENCE }: WatchdogOptions,
): (command: JobCommand) => void {
  const openJobs = new Set<string>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let silentTicks = 0;

  const report = () => post({ kind: 'health', responds: silentTicks <= patience, memory: memory() });
  const tick = () => {
    if (silentTicks++ === 0) thread.postMessage({ kind: 'ping' });
    report();
  };
  const start = () => {
    silentTicks = 0;
    timer = setInterval(tick, tickMs);
  };
  const stop = () => {
    if (timer) clearInterval(timer);
    timer = null;
  };

  thread.on('message', (message) => {
    const hung = silentTicks > patience;
    silentTicks = 0;
    if (hung) report();
    if (message.kind === 'pong') return;
    post(message);
    if (message.kind === 'done' || message.kind === 'failed') openJobs.delete(message.id);
    if (openJobs.size === 0) stop();
  });
  return (command) => {
    if (command.kind === 'run') {
      openJobs.add(command.id);
      if (!timer) start();
    }
    thread.postMessage(command);
  };
}
