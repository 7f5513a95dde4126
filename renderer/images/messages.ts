import type { Problem } from '../../engine/base/problem.js';
import type { StepSpec } from '../../engine/data/step.js';
import type { ImageForm } from '../../engine/data/imageSet.js';
import type { ChannelStatistics } from '../../engine/data/statistics.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';

/** The source of a project's images. */
export type ImageSource = ImageDataSpec['source'];

/** The calls of the image worker, with their inputs and outputs. */
export interface Calls {
  /** Loads the data set. Fails if a file is missing or damaged. */
  readonly load: { readonly input: ImageSource; readonly output: Loaded };
  /** Up to 256 images on one sheet, 16 per row. */
  readonly sheet: { readonly input: Uint32Array; readonly output: ImageBitmap };
  /** One image's bytes, `[channels, side, side]`. */
  readonly pixels: { readonly input: number; readonly output: Uint8Array };
  /** Images before and after augmentation with a seeded generator. */
  readonly augmented: { readonly input: AugmentedRequest; readonly output: AugmentedImages };
  /** Figures of images after the steps on pixel bytes of some transforms. */
  readonly channels: { readonly input: ChannelsRequest; readonly output: ChannelStatistics };
  /** The mean image of each list of rows. */
  readonly means: { readonly input: readonly Uint32Array[]; readonly output: readonly Uint8Array[] };
}

/** Images and the transforms before their channels are measured. */
export interface ChannelsRequest {
  readonly rows: Uint32Array;
  readonly transforms: readonly StepSpec[];
}

/** Images to augment, the steps, and the seed; those of the transforms that work on pixel bytes follow. */
export interface AugmentedRequest {
  readonly rows: Uint32Array;
  readonly augment: readonly StepSpec[];
  readonly transforms: readonly StepSpec[];
  readonly seed: number;
}

/** Images before and after the steps, each as bytes of shape `[channels, side, side]`. */
export interface AugmentedImages {
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];
}

/** A loaded data set, without its pixels. */
export interface Loaded extends ImageForm {
  readonly labels: Uint8Array;
  readonly trainCount: number;
  readonly classNames: readonly string[];
  /** 0 to 1. */
  readonly brightness: Float32Array;
}

/** A call's name. */
export type CallName = keyof Calls;

/** A call as sent to the worker. */
export type Request = {
  readonly [N in CallName]: { readonly id: number; readonly call: N; readonly input: Calls[N]['input'] };
}[CallName];

/** The worker's response: the output, or an error. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: Problem };

/** Number of images per row of a sheet, and number of rows. */
export const SHEET_SIDE = 16;
