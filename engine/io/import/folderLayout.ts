import type { Entry } from './container.js';

/** An image file and its label. */
interface LabeledFile {
  readonly entry: Entry;
  readonly label: number;
}

/** The classes and splits of images, derived from their folders. */
export interface FolderLayout {
  /** Training images first; each split is sorted by class, then by path. */
  readonly images: readonly LabeledFile[];
  readonly trainCount: number;
  /** In alphabetical order, like torchvision. */
  readonly classNames: readonly string[];
}

const TRAIN = /^train(ing)?$/i;
const TEST = /^(test(ing)?|val(id(ation)?)?)$/i;

/**
 * Derives each image's class and split from its folders; null if there are no class folders. Folders that enclose
 * everything are ignored; `train` and `test` (or `val`) above the classes are splits.
 */
export function layoutOf(files: readonly Entry[]): FolderLayout | null {
  const placed = withoutCommon(
    files.map((entry) => ({ entry, folders: entry.path.split('/').slice(0, -1) })),
  );
  const inFolders = placed.filter(({ folders }) => folders.length > 0);
  const split = inFolders.length > 0 && inFolders.every(isInSplit);
  const usable = inFolders.map(({ entry, folders }) => ({
    entry,
    test: split && TEST.test(folders[0]!),
    name: folders[split ? 1 : 0]!,
  }));
  if (usable.every(({ test }) => test)) return null;
  const classNames = [...new Set(usable.map(({ name }) => name))].sort();
  const labelOf = new Map(classNames.map((name, label) => [name, label]));
  const images = usable
    .map(({ entry, test, name }) => ({ entry, test, label: labelOf.get(name)! }))
    .sort((a, b) => Number(a.test) - Number(b.test) || a.label - b.label || compare(a.entry, b.entry));
  return { images, trainCount: images.filter(({ test }) => !test).length, classNames };
}

interface Placed {
  readonly entry: Entry;
  readonly folders: readonly string[];
}

/** Drops the outer folders that all files share, but keeps at least one for the class. */
function withoutCommon(placed: readonly Placed[]): readonly Placed[] {
  let common = 0;
  const [first] = placed;
  const shared = (depth: number) =>
    placed.every(({ folders }) => folders.length > depth + 1 && folders[depth] === first!.folders[depth]);
  while (first && shared(common)) common++;
  return placed.map(({ entry, folders }) => ({ entry, folders: folders.slice(common) }));
}

function isInSplit({ folders }: Placed): boolean {
  return folders.length > 1 && (TRAIN.test(folders[0]!) || TEST.test(folders[0]!));
}

const compare = (a: Entry, b: Entry) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
