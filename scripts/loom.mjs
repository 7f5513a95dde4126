#!/usr/bin/env node
// The command line: builds the engine when a source is newer than it, then hands over to it. Needs no Electron.
import { fileURLToPath } from 'node:url';
import { DATA_STEPS, ENGINE_STEPS, takeSteps } from './lib/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// Standard output belongs to the command.
const say = (line) => console.error(line);

try {
  const taken = await takeSteps(root, ENGINE_STEPS, say);
  // Not at every call: where there is no network, looking for the data takes long, and not all projects need it.
  if (taken > 0) await takeSteps(root, DATA_STEPS, say).catch((error) => say(error.message));
} catch (error) {
  say(error.message);
  process.exit(1);
}
await import(new URL('../dist/engine/cli.js', import.meta.url).href);
