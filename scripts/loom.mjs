#!/usr/bin/env node
// The command line: builds the engine if a source is newer, then runs it. Needs no Electron.
import { fileURLToPath } from 'node:url';
import { DATA_STEPS, ENGINE_STEPS, runSteps } from './lib/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// Standard output is reserved for the command.
const say = (line) => console.error(line);

try {
  const done = await runSteps(root, ENGINE_STEPS, say);
  // Only after a build, because without a network the search for the data takes long, and not all projects need it.
  if (done > 0) await runSteps(root, DATA_STEPS, say).catch((error) => say(error.message));
} catch (error) {
  say(error.message);
  process.exit(1);
}
await import(new URL('../dist/engine/cli.js', import.meta.url).href);
