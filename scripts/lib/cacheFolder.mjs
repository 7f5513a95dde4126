import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads are kept between checkouts. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'layerloom');
}
