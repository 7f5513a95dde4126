import { BATCH, type Shape } from '../base/shape.js';
import { CIFAR10_SIDE } from '../data/cifar10.js';
import type { Fit, ImageForm } from '../data/imageSet.js';
import { inputWidth } from '../data/preparedTable.js';
import { columnNamed, isText, tableOf } from '../data/table.js';
import { transformedForm } from '../data/transforms/index.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from './schema.js';

/** The targets of a model: one of these classes, or this many values. */
export type Targets =
  | { readonly kind: 'classes'; readonly names: readonly string[] }
  | { readonly kind: 'values'; readonly count: number };

/** True for image data, false for tables. */
export function isImages(data: DataSpec): data is ImageDataSpec {
  return 'classes' in data;
}

/** Shape of a batch of transformed samples; does not require the data. */
export function sampleShape(data: DataSpec): Shape {
  if (!isImages(data)) {
    const table = tableOf(data.source);
    return [BATCH, table ? inputWidth(table, data) : data.inputs.length];
  }
  const { channels, side } = transformedForm(data.transforms, formOfSource(data.source));
  return [BATCH, channels, side, side];
}

/** Size and channels of a source's images. */
export function formOfSource(source: ImageDataSpec['source']): ImageForm {
  return source.kind === 'cifar10' ? { channels: 3, side: CIFAR10_SIDE } : source;
}

/** The way in which a source's images became square, and the color under their transparent areas, for other images. */
export function decodingOf(source: ImageDataSpec['source']): {
  readonly fit?: Fit | undefined;
  readonly background?: string | undefined;
} {
  return source.kind === 'images' ? { fit: source.fit, background: source.background } : {};
}

/** The targets of a model for this data. */
export function targetsOf(data: DataSpec): Targets {
  if (isImages(data)) return { kind: 'classes', names: data.classes };
  const names = tableClasses(data);
  return names ? { kind: 'classes', names } : { kind: 'values', count: data.targets.length };
}

/** Number of classes; 1 for values. */
export function classCount(data: DataSpec): number {
  const targets = targetsOf(data);
  return targets.kind === 'classes' ? targets.names.length : 1;
}

/** The distinct values of a text target; null for numeric targets. */
function tableClasses({ source, targets }: TableDataSpec): readonly string[] | null {
  const table = tableOf(source);
  const column = table && columnNamed(table, targets[0]!);
  return column && isText(column) ? column.kinds : null;
}
