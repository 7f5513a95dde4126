#!/usr/bin/env node
// Prepares a fresh clone: dependencies, build, data set, app. Does nothing if everything is up to date.
// `--no-app` skips the app, which the command line doesn't need.
import { fileURLToPath } from 'node:url';
import { prepareApp } from './lib/app.mjs';
import { DATA_STEPS, ENGINE_STEPS, runSteps } from './lib/steps.mjs';

const app = process.argv.includes('--no-app') ? [] : [['app', prepareApp]];
const root = fileURLToPath(new URL('..', import.meta.url));
try {
  await runSteps(root, [...ENGINE_STEPS, ...DATA_STEPS, ...app], console.log);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
