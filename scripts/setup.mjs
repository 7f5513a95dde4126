#!/usr/bin/env node
// Makes a fresh clone ready: dependencies, build, data set, app. Idempotent; does nothing when nothing is to do.
import { fileURLToPath } from 'node:url';
import { prepareApp } from './lib/app.mjs';
import { prepareBuild } from './lib/build.mjs';
import { prepareCifar10 } from './lib/cifar10.mjs';
import { prepareDependencies } from './lib/dependencies.mjs';

/** Every step, in order. A step returns a line to print, or null when there was nothing to do. */
const STEPS = [
  ['dependencies', prepareDependencies],
  ['build', prepareBuild],
  ['CIFAR-10', prepareCifar10],
  ['app', prepareApp],
];

const root = fileURLToPath(new URL('..', import.meta.url));
for (const [name, prepare] of STEPS) {
  try {
    const done = await prepare(root);
    if (done) console.log(`setup: ${name}: ${done}`);
  } catch (error) {
    console.error(`setup: ${name}: ${error.message}`);
    process.exit(1);
  }
}
