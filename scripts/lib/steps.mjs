import { prepareBuild } from './build.mjs';
import { prepareCifar10 } from './cifar10.mjs';
import { prepareDependencies } from './dependencies.mjs';

// A step returns a line to print, or null when there was nothing to do.

/** What the command line cannot do without, in order. */
export const ENGINE_STEPS = [
  ['dependencies', prepareDependencies],
  ['build', prepareBuild],
];

/** The data sets that the examples use. The engine that is built knows what they must be. */
export const DATA_STEPS = [['CIFAR-10', prepareCifar10]];

/** Takes steps one after another; gives how many had something to do. Throws, with the step's name, when one fails. */
export async function takeSteps(root, steps, say) {
  let taken = 0;
  for (const [name, prepare] of steps) {
    try {
      const done = await prepare(root);
      if (!done) continue;
      say(`setup: ${name}: ${done}`);
      taken++;
    } catch (cause) {
      throw new Error(`setup: ${name}: ${cause.message}`, { cause });
    }
  }
  return taken;
}
