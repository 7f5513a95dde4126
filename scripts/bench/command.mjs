import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/engine/cli.js', import.meta.url));

/** Trains a project on the command line. Returns seconds to the first step and in total, peak memory and accuracy. */
export async function timeTraining(file, ...options) {
  const out = mkdtempSync(join(tmpdir(), 'loom-bench-'));
  const args = [
    program,
    'train',
    file,
    '--out',
    out,
    '--no-export',
    '--json',
    '--log-steps',
    '1',
    ...options,
  ];
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const since = () => (performance.now() - start) / 1000;
  let [firstStep, peak, last, accuracy] = [null, 0, null, null];
  // Linux reports a process's peak memory only while it runs, so it is polled.
  const polling = setInterval(() => (peak = Math.max(peak, memoryPeak(child.pid))), 50);
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line);
    if (last.event === 'step') firstStep ??= since();
    if (last.event === 'epoch') accuracy = last.validationAccuracy;
  }
  clearInterval(polling);
  rmSync(out, { recursive: true, force: true });
  if (last?.event !== 'done') throw new Error(`training ${file} failed`);
  return { firstStep, seconds: since(), peakMegabytes: peak / 1024, accuracy };
}

function memoryPeak(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
