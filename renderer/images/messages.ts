import type { StepSpec } from '../../engine/data/step.js';
import type { DuplicatesFound } from '../../engine/data/duplicates/index.js';
import type { ImageForm } from '../../engine/data/imageSet.js';
import type { ChannelStatistics } from '../../engine/data/statistics.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';

/** Where images come from. */
export type ImageSource = ImageDataSpec['source'];

/** What the page asks the worker that holds the images: input and output of every call. */
export interface Calls {
  /** Fetches the data set. Fails when a file is missing or damaged. */
  readonly load: { readonly input: ImageSource; readonly output: Loaded };
  /** Up to 256 images side by side, 16 in a row. */
  readonly sheet: { readonly input: Uint32Array; readonly output: ImageBitmap };
  /** One image's bytes, `[channels, side, side]`. */
  readonly pixels: { readonly input: number; readonly output: Uint8Array };
  /** Some images and what augmentation makes of them in turn, from a seed. */
  readonly augmented: { readonly input: AugmentedRequest; readonly output: AugmentedImages };
  readonly channels: { readonly input: Uint32Array; readonly output: ChannelStatistics };
  /** The mean image of each list of rows. */
  readonly means: { readonly input: readonly Uint32Array[]; readonly output: readonly Uint8Array[] };
  /** Compares all images, and tells what it finds while it goes on; ends early after `stopDuplicates`. */
  readonly duplicates: { readonly input: null; readonly output: null; readonly part: DuplicatesFound };
  readonly stopDuplicates: { readonly input: null; readonly output: null };
}

/** Which images to augment, and how. */
export interface AugmentedRequest {
  readonly rows: Uint32Array;
  readonly augment: readonly StepSpec[];
  readonly seed: number;
}

/** The same images before and after, each its bytes `[channels, side, side]`. */
export interface AugmentedImages {
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];
}

/** What the page knows of every image without its pixels. */
export interface Loaded extends ImageForm {
  readonly labels: Uint8Array;
  readonly trainCount: number;
  readonly classNames: readonly string[];
  /** 0 to 1. */
  readonly brightness: Float32Array;
}

/** A call's name. */
export type CallName = keyof Calls;

/** A call on its way to the worker. */
export type Request = {
  readonly [N in CallName]: { readonly id: number; readonly call: N; readonly input: Calls[N]['input'] };
}[CallName];

/** What a call tells before its answer; nothing, for most. */
export type Part<N extends CallName> = Calls[N] extends { readonly part: infer P } ? P : never;

/** Its answer, or a part before it. */
export type Answer =
  | { readonly id: number; readonly part: unknown }
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** Images in a row of a sheet, and rows of a sheet. */
export const SHEET_SIDE = 16;
