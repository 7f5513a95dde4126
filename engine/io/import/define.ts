import type { ImageForm, ImageSet } from '../../data/imageSet.js';
import type { Fit } from '../decodeImage.js';
import type { Container, Entry, Skipped } from './container.js';

/** A class and how many images of it each split holds. */
export interface ClassCount {
  readonly name: string;
  readonly train: number;
  readonly test: number;
}

/** One way to label the images, such as CIFAR-100's fine and coarse classes. */
export interface Labelling {
  readonly name: string;
  readonly classes: readonly ClassCount[];
}

/** What was recognized, before anybody has chosen how it is to be read. */
export interface Recognized {
  /** The files that are used. */
  readonly files: readonly Entry[];
  /** One or more; the first is the usual one. */
  readonly labellings: readonly Labelling[];
  /** What the images are; null where they are to be brought to a size and channels of one's choice. */
  readonly form: ImageForm | null;
}

/** How what was recognized is to be read. */
export interface ReadOptions extends ImageForm {
  readonly fit: Fit;
  /** Which of the labellings. */
  readonly labelling: number;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** What was read. */
export interface ReadImages {
  readonly set: ImageSet;
  readonly skipped: readonly Skipped[];
}

/** A format in which people have images. */
interface ImporterDeclaration<R extends Recognized> {
  readonly name: string;
  /** What it is, as part of a sentence, for when nothing is recognized. */
  readonly summary: string;
  /** Looks at names and contents; null when it is another format. Throws `bad-data` when it is this one, damaged. */
  readonly recognizes: (container: Container) => Promise<R | null>;
  /** Throws `bad-data` when nothing can be read, `interrupted` when cancelled. */
  readonly read: (container: Container, recognized: R, options: ReadOptions) => Promise<ReadImages>;
}

/** Something recognized, ready to be read. */
export interface Match {
  readonly format: string;
  readonly recognized: Recognized;
  readonly read: (options: ReadOptions) => Promise<ReadImages>;
}

/** A format in the list. */
export interface Importer {
  readonly name: string;
  readonly summary: string;
  readonly match: (container: Container) => Promise<Match | null>;
}

/** Declares a format. */
export function defineImporter<R extends Recognized>(declaration: ImporterDeclaration<R>): Importer {
  const { name, summary, recognizes, read } = declaration;
  return {
    name,
    summary,
    match: async (container) => {
      const recognized = await recognizes(container);
      return (
        recognized && { format: name, recognized, read: (options) => read(container, recognized, options) }
      );
    },
  };
}
