import { problem, type Problem } from '../../base/problem.js';
import { MAX_CLASSES } from '../../data/imageSet.js';
import { type Entry, fileName, type Skipped } from './container.js';

/** An image file with its class and split. */
export interface LabeledFile {
  readonly entry: Entry;
  readonly name: string;
  readonly test: boolean;
}

/** One way to label image files. */
export interface Labeling {
  /** Its display name, such as `Folders`. */
  readonly name: string;
  /** Training images first; each split is sorted by class, then by path. */
  readonly images: readonly (LabeledFile & { readonly label: number })[];
  /** In alphabetical order, like torchvision. */
  readonly classNames: readonly string[];
  /** Images that have no label in this way, with reasons. */
  readonly passedOver: readonly Skipped[];
  /** The tables that name the classes. */
  readonly tables: readonly string[];
  /** Warnings about the tables. */
  readonly notes: readonly Problem[];
  /** The reason to doubt that these are classes, if it is not in their names. */
  readonly doubt?: Problem;
}

/** Numbers the classes and sorts the images; null if none is left for training. */
export function labelingOf(
  name: string,
  files: readonly LabeledFile[],
  passedOver: readonly Skipped[],
  tables: readonly string[] = [],
  notes: readonly Problem[] = [],
): Labeling | null {
  if (files.every(({ test }) => test)) return null;
  const classNames = [...new Set(files.map((file) => file.name))].sort();
  const labelOf = new Map(classNames.map((one, label) => [one, label]));
  const images = files
    .map((file) => ({ ...file, label: labelOf.get(file.name)! }))
    .sort(
      (a, b) =>
        Number(a.test) - Number(b.test) || a.label - b.label || (a.entry.path < b.entry.path ? -1 : 1),
    );
  const sorted = [...passedOver].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { name, images, classNames, passedOver: sorted, tables, notes };
}

type Split = 'train' | 'test';

/** Names of splits, such as `train`, `Training_set`, `seg_train` and `test_images`. */
const SPLITS: Readonly<Record<Split, RegExp>> = {
  train: splitName(
    'train(ings?)?|treino|treinamento|entra[iî]nement|apprentissage|entrenamiento|addestramento|trening|eğitim|обучение|학습|훈련|学習|训练|訓練',
  ),
  test: splitName(
    'test(ing|e)?|val(id(ation)?)?|dev|eval(uation)?|hold[ _-]?out|pruebas?|provas?|validaci[oó]n|validação|évaluation|validierung|validatie|walidacja|doğrulama|проверка|тест|검증|시험|평가|検証|評価|テスト|测试|验证|測試|驗證',
  ),
};

function splitName(names: string): RegExp {
  return new RegExp(
    `^([a-z]+[ _-])?(${names})([ _-]?(set|data|images?|imgs?|split|labels?|daten|集|用|データ|용|데이터|세트))?([_-]?(\\d{1,2}|20\\d\\d))?$`,
    'i',
  );
}

/** The split that a folder or file is named for; null for another name. */
export function splitOf(name: string | undefined): Split | null {
  if (name === undefined) return null;
  // macOS stores letters and their accents apart.
  const whole = name.normalize('NFC');
  return SPLITS.train.test(whole) ? 'train' : SPLITS.test.test(whole) ? 'test' : null;
}

/** Parts of a set that was divided for its size or for cross-validation, such as `fold0` and `images_part_2`. */
const PART = /^(.*[ _-])?(parts?|folds?|batch|chunk|shard|subset|images?|imgs?)[ _-]?\d{1,4}$/i;

/** True for a folder that is named for a numbered part. */
function isPart(name: string | undefined): boolean {
  return name !== undefined && PART.test(name);
}

/** The reason to doubt that these are classes; null if there is none. */
export function doubtOf({
  classNames: names,
  doubt,
}: Pick<Labeling, 'classNames' | 'doubt'>): Problem | null {
  if (doubt) return doubt;
  if (names.length < 2) return null;
  if (names.every(splitOf)) return problem('bad-data/classes-like-splits', { classes: names });
  if (names.every(isPart)) return problem('bad-data/classes-like-parts', { classes: names });
  return null;
}

/** A name without what people may not see: capital letters, and how accents are stored. */
export function lookOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

interface Placed {
  readonly entry: Entry;
  readonly folders: readonly string[];
}

/**
 * Labels images by their folders, in the likelier way first. Folders that enclose everything are ignored; folders with
 * the names of splits above the classes are splits, but with other folders beside them they may be classes too. Numbered
 * parts above the classes are put together.
 */
export function folderLabels(files: readonly Entry[]): Labeling[] {
  const all = withoutCommon(files.map((entry) => ({ entry, folders: entry.path.split('/').slice(0, -1) })));
  const inParts = all.every(({ folders }) => isPart(folders[0]) && folders.length > 1);
  const together = inParts
    ? labelsOf(withoutCommon(all.map(({ entry, folders }) => ({ entry, folders: folders.slice(1) }))))
    : [];
  return [...together.map((way) => ({ ...way, name: `${way.name}, parts put together` })), ...labelsOf(all)];
}

function labelsOf(placed: readonly Placed[]): Labeling[] {
  const inFolders = placed.filter(({ folders }) => folders.length > 0);
  const splits = inFolders.map(({ folders }) => splitOf(folders[0]));
  const ways = inFolders.some(({ folders }, i) => splits[i] === 'train' && classIn(folders) !== undefined)
    ? splits.every((split) => split !== null)
      ? [inSplits(placed)]
      : splits.includes('test')
        ? [inSplits(placed), inClasses(placed)]
        : [inClasses(placed), inSplits(placed)]
    : outerAndInner(placed);
  return ways.flatMap((way, i) => (way && (i === 0 || way.classNames.length > 1) ? [way] : []));
}

/**
 * The outer folders as classes; if all of them have the same folders inside, as splits with names that we do not know
 * have, the inner ones as well, and a doubt.
 */
function outerAndInner(placed: readonly Placed[]): (Labeling | null)[] {
  const inside = new Map<string, Set<string>>();
  for (const { folders } of placed) {
    const [outer, inner] = folders;
    if (outer === undefined || inner === undefined) return [inClasses(placed)];
    inside.set(outer, (inside.get(outer) ?? new Set()).add(inner));
  }
  const [first, ...others] = [...inside.values()].map((names) => [...names].sort());
  const same = others.length > 0 && others.every((names) => names.join('/') === first!.join('/'));
  const classes = inClasses(placed);
  if (!classes || !same || first!.length < 2) return [classes];
  const doubt = problem('bad-data/classes-in-classes', { outer: [...inside.keys()].sort(), inner: first! });
  const inner = inClasses(placed.map(({ entry, folders }) => ({ entry, folders: folders.slice(1) })));
  return [{ ...classes, doubt }, inner && { ...inner, name: 'Inner folders' }];
}

/** Drops the outer folders that all files share, but keeps at least one for the class. */
function withoutCommon(placed: readonly Placed[]): readonly Placed[] {
  let common = 0;
  const [first] = placed;
  const shared = (depth: number) =>
    placed.every(({ folders }) => folders.length > depth + 1 && folders[depth] === first!.folders[depth]);
  while (first && shared(common)) common++;
  return withSplitsAbove(placed.map(({ entry, folders }) => ({ entry, folders: folders.slice(common) })));
}

/** A folder between the splits and the classes, such as `train/images/cat`. */
const BETWEEN = /^(images?|imgs?|pictures|photos)$/i;

/** Two classes, each in its folder of each split, as image translation has them. */
const OF_TWO = /^(?<split>train|test|val)[ _-]?(?<name>[AB])$/;

/**
 * Puts splits right above the classes: `cat/train` becomes `train/cat`, and so does `train/images/cat`; `trainA` becomes
 * `train/A`.
 */
function withSplitsAbove(placed: readonly Placed[]): readonly Placed[] {
  const all = (fits: (folders: readonly string[]) => boolean) => placed.every(({ folders }) => fits(folders));
  const moved = (order: (folders: readonly string[]) => readonly string[]) =>
    placed.map(({ entry, folders }) => ({ entry, folders: order(folders) }));
  if (all(([first, second]) => splitOf(first) === null && splitOf(second) !== null)) {
    return moved(([first, second, ...others]) => [second!, first!, ...others]);
  }
  if (all(([first]) => first !== undefined && OF_TWO.test(first))) {
    return moved(([first, ...others]) => {
      const { split, name } = OF_TWO.exec(first!)!.groups!;
      return [split!, name!, ...others];
    });
  }
  if (
    all((folders) => splitOf(folders[0]) !== null && BETWEEN.test(folders[1] ?? '') && folders.length > 2)
  ) {
    return moved(([split, , ...others]) => [split!, ...others]);
  }
  return placed;
}

/** The folder of the class below a split, which may be nested in itself once more. */
function classIn(folders: readonly string[]): string | undefined {
  return splitOf(folders[1]) === splitOf(folders[0]) ? folders[2] : folders[1];
}

function inSplits(placed: readonly Placed[]): Labeling | null {
  const found = placed.map(({ entry, folders }) => ({
    entry,
    split: splitOf(folders[0]),
    top: folders[0],
    name: classIn(folders),
  }));
  const classesOf = (which: 'train' | 'test') =>
    new Set(found.flatMap(({ split, name }) => (split === which && name !== undefined ? [name] : [])));
  const [trained, tested] = [classesOf('train'), classesOf('test')];
  // One folder such as `val/images`, whose name is no class, only encloses images without labels.
  const [only] = tested;
  const enclosing = tested.size === 1 && trained.size > 1 && !trained.has(only!) ? only : undefined;
  const labeled: LabeledFile[] = [];
  const passedOver: Skipped[] = [];
  for (const { entry, split, top, name } of found) {
    if (split === null && top !== undefined) {
      const why = problem('bad-data/skipped-beside-splits', { folder: top });
      passedOver.push({ file: entry.path, why });
    } else if (split === null || name === undefined || (split === 'test' && name === enclosing)) {
      passedOver.push({ file: entry.path, why: problem('bad-data/skipped-no-class', {}) });
    } else labeled.push({ entry, test: split === 'test', name });
  }
  return labelingOf('Folders, split into training and test', labeled, passedOver);
}

function inClasses(placed: readonly Placed[]): Labeling | null {
  const labeled: LabeledFile[] = [];
  const passedOver: Skipped[] = [];
  for (const { entry, folders } of placed) {
    const [name] = folders;
    if (name !== undefined) labeled.push({ entry, test: false, name });
    else passedOver.push({ file: entry.path, why: problem('bad-data/skipped-no-class', {}) });
  }
  return labelingOf('Folders', labeled, passedOver);
}

/** A class and a number, such as `cat.0`, `cat_1`, `dog-12`, `cat (3)` and Teachable Machine's `cat-!-0`. */
const NUMBERED = /^(?<label>.*?\p{L}.*?)[\s._!-]*(\(\d+\)|\d+)$/u;
/** Cameras write the day into names. */
const DATE = /(^|\D)(19|20)\d\d[-_]?(0[1-9]|1[0-2])[-_]?([0-2]\d|3[01])(\D|$)/;

/** Labels images by the words before the numbers in their names; null unless at least half have such names. */
export function nameLabels(files: readonly Entry[]): Labeling | null {
  const stems = files.map((entry) => withoutEnding(fileName(entry)));
  const labels = stems.map((stem) => (DATE.test(stem) ? undefined : NUMBERED.exec(stem)?.groups?.['label']));
  // The first spelling of each label; `cat.png` belongs to `cat (2).png`.
  const spellings = new Map<string, string>();
  for (const label of labels) {
    if (label !== undefined && !spellings.has(lookOf(label))) spellings.set(lookOf(label), label);
  }
  const labeled: LabeledFile[] = [];
  const passedOver: Skipped[] = [];
  files.forEach((entry, i) => {
    const name = spellings.get(lookOf(labels[i] ?? stems[i]!));
    if (name !== undefined) labeled.push({ entry, test: isTestPath(entry), name });
    else passedOver.push({ file: entry.path, why: problem('bad-data/skipped-no-name-label', {}) });
  });
  const classes = spellings.size;
  // Numbered images of two splits, such as train_1.png and val_1.png, are not of two classes.
  const pairs = new Set(labeled.map(({ name, test }) => `${test} ${name}`));
  const areSplits = pairs.size === classes && new Set(labeled.map(({ test }) => test)).size > 1;
  const several = !areSplits && classes >= 2 && classes <= MAX_CLASSES && 2 * classes <= labeled.length;
  return several && 2 * labeled.length >= files.length ? labelingOf('File names', labeled, passedOver) : null;
}

/** A file's name without its ending; what begins with a digit is a number of the name. */
export function withoutEnding(name: string): string {
  return name.replace(/\.[a-z]\w{0,4}$/i, '');
}

/** True if a file lies in a folder that is named for a test split. */
export function isTestPath({ path }: Entry): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => splitOf(folder) === 'test');
}
