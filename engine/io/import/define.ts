import { failure, locate, type Problem } from '../../base/problem.js';
import {
  type ClassCount,
  type Fit,
  imageBytes,
  type ImageForm,
  type ImageSet,
  MAX_CLASSES,
} from '../../data/imageSet.js';
import { MAX_SET_BYTES } from '../dataSets.js';
import type { Container, Entry, Skipped } from './container.js';
import { lookOf } from './labels.js';

/** One way to label the images, such as CIFAR-100's fine and coarse classes. */
export interface LabelSet {
  readonly name: string;
  readonly classes: readonly ClassCount[];
  /** Files that are not read if this way is chosen, with reasons. */
  readonly passedOver?: readonly Skipped[];
  /** The reason to doubt that these are classes, so that people are asked; null or absent if there is none. */
  readonly doubt?: Problem | null;
  /** Warnings about this way. */
  readonly notes?: readonly Problem[];
}

/** Recognized images, before the user has chosen import settings. */
export interface Recognized {
  /** The files to read. */
  readonly files: readonly Entry[];
  /** At least one; the first is the default. */
  readonly labelSets: readonly LabelSet[];
  /** Size and channels of the images; null if the user chooses them. */
  readonly form: ImageForm | null;
  /** Size and channels that suit images without a form of their own. */
  readonly suited?: ImageForm;
  /** The color that suits the transparent areas of some images; null if none were found. */
  readonly background?: string | null;
}

/** Import settings, cancellation and progress. */
export interface ReadOptions extends ImageForm {
  readonly fit: Fit;
  /** Index into `labelSets`. */
  readonly labelSet: number;
  /** The color under transparent areas; the one that was found to suit them if null. */
  readonly background: string | null;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** The imported images and the skipped files. */
export interface ReadImages {
  readonly set: ImageSet;
  readonly skipped: readonly Skipped[];
  /** Warnings that only reading brings to light. */
  readonly notes?: readonly Problem[];
}

/** A declaration of an image format. */
interface ImporterDeclaration<R extends Recognized> {
  readonly name: string;
  /** A noun phrase for the message that nothing was recognized. */
  readonly summary: string;
  /** Inspects names and contents; null for another format. Throws `bad-data` if it is a damaged file of this format. */
  readonly recognizes: (container: Container) => Promise<R | null>;
  /** Throws `bad-data` if nothing can be read, `interrupted` when canceled. */
  readonly read: (container: Container, recognized: R, options: ReadOptions) => Promise<ReadImages>;
}

/** Recognized images, ready to be read. */
export interface Match {
  readonly format: string;
  readonly recognized: Recognized;
  readonly read: (options: ReadOptions) => Promise<ReadImages>;
}

/** An importer of one image format. */
export interface Importer {
  readonly name: string;
  readonly summary: string;
  readonly match: (container: Container) => Promise<Match | null>;
}

/** Declares an image format. */
export function defineImporter<R extends Recognized>(declaration: ImporterDeclaration<R>): Importer {
  const { name, summary, recognizes, read } = declaration;
  return {
    name,
    summary,
    match: async (container) => {
      const where = { kind: 'file', path: container.name } as const;
      const recognized = await locate(where, () => recognizes(container));
      return (
        recognized && {
          format: name,
          recognized,
          read: (options) => locate(where, () => read(container, recognized, options)),
        }
      );
    },
  };
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

/** Throws `bad-data` if this many images exceed the memory limit of a set. */
export function checkMemory(count: number, form: ImageForm): void {
  const most = Math.floor(MAX_SET_BYTES / imageBytes(form));
  if (count > most) throw failure('bad-data/too-many-images', { images: count, side: form.side, most });
}
