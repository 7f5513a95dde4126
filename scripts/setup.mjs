#!/usr/bin/env node
// Makes a fresh clone ready: dependencies, build, data set, app. Idempotent; does nothing when nothing is to do.
// `--no-app` leaves the window out, which the command line does not need.
import { fileURLToPath } from 'node:url';
import { prepareApp } from './lib/app.mjs';
import { DATA_STEPS, ENGINE_STEPS, takeSteps } from './lib/steps.mjs';

const app = process.argv.includes('--no-app') ? [] : [['app', prepareApp]];
const root = fileURLToPath(new URL('..', import.meta.url));
try {
  await takeSteps(root, [...ENGINE_STEPS, ...DATA_STEPS, ...app], console.log);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
