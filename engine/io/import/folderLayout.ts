import { problem } from '../../base/problem.js';
import type { Entry, Skipped } from './container.js';

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
  /** Images without a class. */
  readonly passedOver: readonly Skipped[];
}

type Split = 'train' | 'test';

/** Names of split folders, such as `train`, `Training_set`, `seg_train` and `test_images`. */
const SPLITS: Readonly<Record<Split, RegExp>> = {
  train: splitName('train(ing)?'),
  test: splitName('test(ing)?|val(id(ation)?)?|dev|eval(uation)?'),
};

function splitName(names: string): RegExp {
  return new RegExp(`^([a-z]+[ _-])?(${names})([ _-]?(set|data|images?|imgs?|split))?$`, 'i');
}

function splitOf(folder: string | undefined): Split | null {
  if (folder === undefined) return null;
  return SPLITS.train.test(folder) ? 'train' : SPLITS.test.test(folder) ? 'test' : null;
}

/**
 * Derives each image's class and split from its folders; null if there are no class folders. Folders that enclose
 * everything are ignored; folders with the names of splits above the classes are splits.
 */
export function layoutOf(files: readonly Entry[]): FolderLayout | null {
  const placed = withoutCommon(
    files.map((entry) => ({ entry, folders: entry.path.split('/').slice(0, -1) })),
  );
  const { usable, passedOver } = hasSplits(placed) ? inSplits(placed) : inClasses(placed);
  if (usable.every(({ test }) => test)) return null;
  const classNames = [...new Set(usable.map(({ name }) => name))].sort();
  const labelOf = new Map(classNames.map((name, label) => [name, label]));
  const images = usable
    .map(({ entry, test, name }) => ({ entry, test, label: labelOf.get(name)! }))
    .sort((a, b) => Number(a.test) - Number(b.test) || a.label - b.label || compare(a.entry, b.entry));
  return {
    images,
    trainCount: images.filter(({ test }) => !test).length,
    classNames,
    passedOver: passedOver.sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

interface Placed {
  readonly entry: Entry;
  readonly folders: readonly string[];
}

interface Sorted {
  readonly usable: { readonly entry: Entry; readonly test: boolean; readonly name: string }[];
  readonly passedOver: Skipped[];
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

/** True if classes lie in a training folder, and either another split is there or nothing else. */
function hasSplits(placed: readonly Placed[]): boolean {
  const inFolders = placed.filter(({ folders }) => folders.length > 0);
  const splits = inFolders.map(({ folders }) => splitOf(folders[0]));
  return (
    inFolders.some(({ folders }, i) => splits[i] === 'train' && classIn(folders) !== undefined) &&
    (splits.includes('test') || splits.every((split) => split !== null))
  );
}

/** The folder of the class below a split, which may be nested in itself once more. */
function classIn(folders: readonly string[]): string | undefined {
  return splitOf(folders[1]) === splitOf(folders[0]) ? folders[2] : folders[1];
}

function inSplits(placed: readonly Placed[]): Sorted {
  const trained = new Set(
    placed.flatMap(({ folders }) => (splitOf(folders[0]) === 'train' ? [classIn(folders)] : [])),
  );
  const found = placed.map(({ entry, folders }) => ({
    entry,
    split: splitOf(folders[0]),
    top: folders[0],
    name: classIn(folders),
  }));
  const tested = new Set(
    found.flatMap(({ split, name }) => (split === 'test' && name !== undefined ? [name] : [])),
  );
  // One folder such as `val/images`, whose name is no class, only encloses images without labels.
  const [only] = tested;
  const enclosing = tested.size === 1 && trained.size > 1 && !trained.has(only) ? only : undefined;
  const sorted: Sorted = { usable: [], passedOver: [] };
  for (const { entry, split, top, name } of found) {
    if (split === null && top !== undefined) {
      sorted.passedOver.push({
        file: entry.path,
        why: problem('bad-data/skipped-beside-splits', { folder: top }),
      });
    } else if (split === null || name === undefined || (split === 'test' && name === enclosing)) {
      sorted.passedOver.push({ file: entry.path, why: problem('bad-data/skipped-no-class', {}) });
    } else sorted.usable.push({ entry, test: split === 'test', name });
  }
  return sorted;
}

function inClasses(placed: readonly Placed[]): Sorted {
  const sorted: Sorted = { usable: [], passedOver: [] };
  for (const { entry, folders } of placed) {
    const [name] = folders;
    if (name !== undefined) sorted.usable.push({ entry, test: false, name });
    else sorted.passedOver.push({ file: entry.path, why: problem('bad-data/skipped-no-class', {}) });
  }
  return sorted;
}

const compare = (a: Entry, b: Entry) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
