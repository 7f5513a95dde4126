import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder where checkouts share downloads. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'layerloom');
}
