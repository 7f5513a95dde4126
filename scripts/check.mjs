#!/usr/bin/env node
// `npm run check`: types, lint, import rules, unused code and formatting, at least two at a time, the longest first.
// Each check prints its output when it ends. Caches are kept in .cache.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const CHECKS = ['format', 'types', 'lint', 'imports', 'unused'];
const root = fileURLToPath(new URL('..', import.meta.url));

function check(name) {
  const startedAt = performance.now();
  const child = spawn('npm', ['run', '--silent', name], { cwd: root, shell: process.platform === 'win32' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${status === 0 ? '✔' : '✘'} ${name} (${seconds} s)`);
      if (status !== 0) console.log(output);
      resolve(status === 0);
    });
  });
}

const waiting = [...CHECKS];
const passed = [];
async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) passed.push(await check(name));
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
process.exitCode = passed.every(Boolean) ? 0 : 1;
