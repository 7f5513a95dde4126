import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/engine/cli.js', import.meta.url));

/** Trains a project on the command line; gives seconds to the first step and in all, memory peak, and results. */
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
  // Linux keeps the peak of a process' memory; after its end it is gone, so it is read on the way.
  const watch = setInterval(() => (peak = Math.max(peak, memoryPeak(child.pid))), 50);
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line);
    if (last.event === 'step') firstStep ??= since();
    if (last.event === 'epoch') accuracy = last.validationAccuracy;
  }
  clearInterval(watch);
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
