import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Starts a process that answers every input line with one line of JSON. Each contestant runs in a separate process, so
 * that the threads, caches and garbage of one don't slow down another.
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

/** Answers rounds in a Node peer. */
export async function serveRounds(about, round) {
  console.log(JSON.stringify(about));
  const requests = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while (!(await requests.next()).done) console.log(JSON.stringify(await round()));
}

/** The median of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Debian's Python, for which python3-torch is installed. */
export const PYTHON = '/usr/bin/python3';

const OPENMP_BLAS = '/usr/lib/x86_64-linux-gnu/openblas-openmp';

/**
 * The environment in which PyTorch is fast. OpenBLAS uses OpenMP, because its pthread build competes with PyTorch's own
 * threads, and AVX-512 kernels if the processor supports them: Debian 12's version doesn't recognize newer processors
 * and falls back to kernels that are three times slower.
 */
export function torchEnvironment() {
  if (!existsSync(OPENMP_BLAS)) {
    throw new Error(
      'PyTorch would be measured with a slow BLAS: install python3-torch and libopenblas0-openmp',
    );
  }
  const avx512 = readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f');
  return { LD_LIBRARY_PATH: OPENMP_BLAS, ...(avx512 && { OPENBLAS_CORETYPE: 'SKYLAKEX' }) };
}
