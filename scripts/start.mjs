#!/usr/bin/env node
// `npm start`: makes the clone ready, then trains the birds example on the command line.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const COMMANDS = [
  ['scripts/setup.mjs'],
  ['scripts/loom.mjs', 'train', 'assets/examples/birds-vs-airplanes.loom', ...process.argv.slice(2)],
];

for (const command of COMMANDS) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
