import { fileURLToPath } from 'node:url';
import { prepareBuild } from './build.mjs';

/** Global setup of the unit tests: brings the build of the engine and of the processes that it runs in up to date. */
export default function buildForTests() {
  prepareBuild(fileURLToPath(new URL('../..', import.meta.url)), 'electron');
}
