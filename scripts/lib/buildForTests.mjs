import { fileURLToPath } from 'node:url';
import { prepareBuild } from './build.mjs';

/** Makes sure, before any unit test, that the engine's build is of the sources as they are. */
export default function buildForTests() {
  prepareBuild(fileURLToPath(new URL('../..', import.meta.url)));
}
