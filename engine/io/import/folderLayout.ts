import type { Entry } from './container.js';

/** An image and the number of its class. */
interface LabeledFile {
  readonly entry: Entry;
  readonly label: number;
}

/** The classes and splits of images, as their folders name them. */
export interface FolderLayout {
  /** Training images first; in each split by class, then by name. */
  readonly images: readonly LabeledFile[];
  readonly trainCount: number;
  /** In alphabetical order, as torchvision numbers them. */
  readonly classNames: readonly string[];
}

const TRAIN = /^train(ing)?$/i;
const TEST = /^(test(ing)?|val(id(ation)?)?)$/i;

/**
 * Which class and split each image belongs to by its folders; null when they have none.
 * Folders around everything are passed over; `train` and `test` (or `val`) above the classes are splits.
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

/** Drops outer folders that all have in common, as long as folders are left for the classes. */
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
