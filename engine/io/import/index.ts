import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { failure, locate, ProblemError } from '../../base/problem.js';
import type { EncodingId } from '../../data/encodings.js';
import { fileKind } from '../fileKinds.js';
import { unreadable } from '../files.js';
import { cifar10, cifar100 } from './cifar.js';
import {
  beginning,
  type Container,
  type ContainerKind,
  PROBE_BYTES,
  unreadArchives,
  withoutGzip,
} from './container.js';
import type { Importer, Match } from './define.js';
import { file, folder } from './folder.js';
import { idx } from './idx.js';
import { imageFiles } from './imageFiles.js';
import { tar } from './tar.js';
import { zip } from './zip.js';

/** All image formats, the most specific first. A new one is one file and one line here. */
const IMPORTERS: readonly Importer[] = [cifar10, cifar100, idx, imageFiles];

/** All kinds of containers; the last accepts any file. */
const CONTAINERS: readonly ContainerKind[] = [folder, zip, tar, unreadArchives, file];

/** An opened folder or file and the images found in it. */
export interface OpenedImport extends Match {
  /** Its display name. */
  readonly name: string;
  readonly container: Container;
}

/**
 * Recognizes the images in a folder or file, with names of entries in an encoding or in the likeliest one. It stays open until its container is closed. Nothing is written.
 * @throws `bad-data` if nothing is recognized or it is damaged or malicious, `io` if it can't be read
 */
export async function openImport(path: string, encoding: EncodingId | null = null): Promise<OpenedImport> {
  const container = withoutGzip(await openContainer(path, basename(path), encoding));
  try {
    const match = await firstMatch(container);
    const named = container.chosen ? dirname(path) : path;
    return { ...match, name: basename(named).replace(ENDING, ''), container };
  } catch (problem) {
    await container.close();
    throw problem;
  }
}

/** Extensions removed from a file's name to name the project. */
const ENDING = /\.(zip|tar|tgz|tar\.gz)$/i;

async function firstMatch(container: Container): Promise<Match> {
  const { name, chosen } = container;
  let problem: ProblemError | null = null;
  for (const importer of IMPORTERS) {
    try {
      const match = await importer.match(container);
      // A match without the chosen file is another data set next to it.
      if (match && (!chosen || match.recognized.files.includes(chosen))) return match;
    } catch (found) {
      // A damaged file of one format may be a valid file of another.
      if (!(found instanceof ProblemError)) throw found;
      problem ??= found;
    }
  }
  const kind = chosen && fileKind(await container.head(chosen));
  if (!problem && kind)
    throw failure('bad-data/file-kind', { kind }, { where: { kind: 'file', path: name } });
  const formats = IMPORTERS.map(({ summary }) => summary);
  const where = { kind: 'file', path: name } as const;
  throw (
    problem ?? failure('bad-data/nothing-recognized', { chosen: chosen !== undefined, formats }, { where })
  );
}

async function openContainer(path: string, name: string, encoding: EncodingId | null): Promise<Container> {
  const where = { kind: 'file', path: name } as const;
  try {
    // The chosen path may be a link; links inside it are not followed.
    const real = await realpath(path);
    const isFolder = (await stat(real)).isDirectory();
    const head = isFolder ? null : await beginning(real, PROBE_BYTES);
    if (head?.length === 0) throw failure('bad-data/empty-file', {}, { where });
    const kind = CONTAINERS.find(({ recognizes }) => recognizes(head))!;
    return await locate(where, () => kind.open(real, encoding));
  } catch (cause) {
    throw unreadable(cause, name);
  }
}
