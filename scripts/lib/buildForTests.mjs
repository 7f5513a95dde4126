import { fileURLToPath } from 'node:url';
import { prepareBuild } from './build.mjs';

/** Global setup of the unit tests: brings the engine's build up to date. */
export default function buildForTests() {
  prepareBuild(fileURLToPath(new URL('../..', import.meta.url)));
}
