import { prepareBuild } from './build.mjs';
import { prepareCifar10 } from './cifar10.mjs';
import { prepareDependencies } from './dependencies.mjs';

// A step returns a line to print, or null if there was nothing to do.

/** The steps that the command line requires, in order. */
export const ENGINE_STEPS = [
  ['dependencies', prepareDependencies],
  ['build', prepareBuild],
];

/** Prepares the examples' data sets, which the built engine verifies. */
export const DATA_STEPS = [['CIFAR-10', prepareCifar10]];

/** Runs steps in order and returns how many had something to do. If one fails, throws with its name. */
export async function runSteps(root, steps, say) {
  let done = 0;
  for (const [name, prepare] of steps) {
    try {
      const message = await prepare(root);
      if (!message) continue;
      say(`setup: ${name}: ${message}`);
      done++;
    } catch (cause) {
      throw new Error(`setup: ${name}: ${cause.message}`, { cause });
    }
  }
  return done;
}
