import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process. Numbers are used again, so its start belongs to it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Eight hexadecimal digits that stand for the moment of its start; null where the system does not tell it. */
  readonly started: string | null;
}

/** This process. */
export async function thisProcess(): Promise<ProcessIdentity> {
  return { pid: process.pid, started: await startOf(process.pid) };
}

/** True if a process of this machine has not ended. */
export async function isRunning({ pid, started }: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // Another error means that it belongs to someone else.
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = await startOf(pid);
  return now === null || started === null || now === started;
}

async function startOf(pid: number): Promise<string | null> {
  const moment = await (process.platform === 'linux' ? linuxStart(pid) : listedStart(pid)).catch(() => null);
  return moment && createHash('sha256').update(moment).digest('hex').slice(0, 8);
}

/** Clock ticks from the machine's start, and which start that was; see proc_pid_stat(5). */
async function linuxStart(pid: number): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field, the program's name in parentheses, may contain anything.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; it waits only for its parent to notice.
  return state === 'Z' ? 'ended' : `${boot} ${fields[18]!}`;
}

async function listedStart(pid: number): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env });
  return stdout.trim();
}
