import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import type { Owner } from '../base/facts.js';
import type { Folder } from '../runs/folder.js';
import { isRunning, thisProcess } from './processes.js';

const claimSchema = z.object({
  pid: z.int().min(1),
  started: z.string().nullable(),
  host: z.string(),
  /** ISO 8601. */
  since: z.string(),
});

const CLAIM = /^claim-[0-9a-f]{16}\.json$/;

type ClaimFolder = Pick<Folder, 'path' | 'list' | 'read' | 'write' | 'removeFile'>;

/** The process that has claimed a folder and has not ended; null if there is none. */
export async function ownerOf(folder: ClaimFolder): Promise<Owner | null> {
  const [owner = null] = (await claimsIn(folder)).live;
  return owner;
}

/** Times that processes which claim a folder at the same moment step back before they give up. */
const ATTEMPTS = 5;

/**
 * Claims a folder, which must exist, until the returned function is called or the process ends.
 *
 * Each process writes a file of its own, and then looks for others: of any two, at least one sees the other and steps
 * back. So no file is ever taken over, which would need a lock of its own.
 * @throws `io/run-in-use` when another process has claimed it, or this one already
 */
export async function claimFolder(folder: ClaimFolder): Promise<() => Promise<void>> {
  const name = `claim-${randomBytes(8).toString('hex')}.json`;
  const release = () => folder.removeFile(name);
  for (let attempt = 1; ; attempt++) {
    refuseIfTaken(folder, (await claimsIn(folder)).live);
    await folder.write(name, JSON.stringify(await ownClaim()));
    const { live, dead } = await claimsIn(folder, name);
    if (live.length === 0) {
      for (const ended of dead) await folder.removeFile(ended);
      return release;
    }
    await release();
    if (attempt === ATTEMPTS) refuseIfTaken(folder, live);
    await setTimeout(Math.random() * 50);
  }
}

type Claim = z.output<typeof claimSchema>;

async function ownClaim(): Promise<Claim> {
  return { ...(await thisProcess()), host: hostname(), since: new Date().toISOString() };
}

/** The claims of a folder but `own`, and the names of those whose processes have ended. */
async function claimsIn(folder: ClaimFolder, own?: string) {
  const live: Owner[] = [];
  const dead: string[] = [];
  for (const name of await folder.list()) {
    if (!CLAIM.test(name) || name === own) continue;
    const claim = await readClaim(folder, name);
    if (claim && (await isHeld(claim))) {
      const { pid, host, since } = claim;
      live.push({ pid, host: host === hostname() ? null : host, since, claim: name });
    } else dead.push(name);
  }
  return { live, dead };
}

/** Null when it has just been released, or is damaged. */
async function readClaim(folder: ClaimFolder, name: string): Promise<Claim | null> {
  try {
    const bytes = await folder.read(name);
    return bytes && claimSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** Nobody here can tell whether a process of another machine has ended. */
const isHeld = (claim: Claim) => (claim.host === hostname() ? isRunning(claim) : true);

function refuseIfTaken({ path }: ClaimFolder, [owner]: readonly Owner[]): void {
  if (owner) throw failure('io/run-in-use', owner, { where: { kind: 'file', path } });
}
