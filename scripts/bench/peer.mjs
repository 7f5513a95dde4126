import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A process that answers every line on its input with one line of JSON. Everything that is compared runs in a
 * process of its own, so that threads, caches and garbage of one do not slow the other.
 */
export async function startPeer(command, args, env = {}) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ${args.join(' ')} ended early`);
    return JSON.parse(value);
  };
  const about = await answer();
  return {
    about,
    round: () => {
      child.stdin.write('round\n');
      return answer();
    },
    end: () => child.stdin.end(),
  };
}

/** Serves rounds in a peer written for Node. */
export async function serveRounds(about, round) {
  console.log(JSON.stringify(about));
  const requests = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while (!(await requests.next()).done) console.log(JSON.stringify(await round()));
}

/** The middle one of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
