import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `use` with a temporary folder that is removed afterward. */
export async function inScratch(use) {
  const scratch = mkdtempSync(join(tmpdir(), 'layerloom-'));
  try {
    await use(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
