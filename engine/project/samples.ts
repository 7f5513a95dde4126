import { BATCH, type Shape } from '../graph/shape.js';
import { CIFAR10_SIDE } from '../data/cifar10.js';
import type { ImageForm } from '../data/imageSet.js';
import type { DataSpec, ImageDataSpec } from './schema.js';

/** What a model is to answer: one of these classes, or this many values. */
export type Targets =
  | { readonly kind: 'classes'; readonly names: readonly string[] }
  | { readonly kind: 'values'; readonly count: number };

/** Whether the samples are images; the rest are tables. */
export function isImages(data: DataSpec): data is ImageDataSpec {
  return 'classes' in data;
}

/** Shape of a batch of transformed samples, known without opening the data. */
export function sampleShape(data: DataSpec): Shape {
  if (!isImages(data)) return [BATCH, data.inputs.length];
  const { channels, side } = formOfSource(data.source);
  return [BATCH, channels, side, side];
}

/** Size and channels of a source's images. */
export function formOfSource(source: ImageDataSpec['source']): ImageForm {
  return source.kind === 'cifar10' ? { channels: 3, side: CIFAR10_SIDE } : source;
}

/** What a model for this data is to answer. */
export function targetsOf(data: DataSpec): Targets {
  return isImages(data)
    ? { kind: 'classes', names: data.classes }
    : { kind: 'values', count: data.targets.length };
}
