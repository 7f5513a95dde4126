import { failure, problem, type Problem } from '../../base/problem.js';
import { imageBytes, type ImageForm, type ImageSet } from '../../data/imageSet.js';
import { MAX_CLASSES } from '../../data/storedImages.js';
import { MAX_SET_BYTES } from '../ownImages.js';
import type { Entry, Skipped } from './container.js';

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
    'test(ing|e)?|val(id(ation)?)?|dev|eval(uation)?|pruebas?|provas?|validaci[oó]n|validação|évaluation|validierung|validatie|walidacja|doğrulama|проверка|тест|검증|시험|평가|検証|評価|テスト|测试|验证|測試|驗證',
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
export function isPart(name: string | undefined): boolean {
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

/** Builds an image set; classes without images are omitted, and labels renumbered. */
export function imageSet(
  images: Uint8Array,
  labels: ArrayLike<number>,
  trainCount: number,
  nameOf: (label: number) => string,
  form: ImageForm,
): ImageSet {
  const present = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const places = new Map(present.map((label, place) => [label, place]));
  return {
    images,
    labels: Uint8Array.from(labels, (label) => places.get(label)!),
    trainCount,
    classNames: present.map(nameOf),
    side: form.side,
    channels: form.channels,
  };
}

/** Throws `bad-data` if there are more classes than a byte can label, or two with names that look the same. */
export function checkClasses(names: readonly string[]): void {
  if (names.length > MAX_CLASSES) {
    throw failure('bad-data/too-many-classes', { classes: names.length, most: MAX_CLASSES });
  }
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = lookOf(name);
    const other = seen.get(key);
    if (other !== undefined) {
      throw failure('bad-data/similar-classes', { names: [other, name] });
    }
    seen.set(key, name);
  }
}

/** A name without what people may not see: capital letters, and how accents are stored. */
export function lookOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Throws `bad-data` if this many images exceed the memory limit of a set. */
export function checkMemory(count: number, form: ImageForm): void {
  const most = Math.floor(MAX_SET_BYTES / imageBytes(form));
  if (count > most) throw failure('bad-data/too-many-images', { images: count, side: form.side, most });
}
