import type { Fields, ParamsOf, SavedParams } from '../../base/fields.js';
import type { ProblemCode } from '../../base/problem.js';
import { callArguments } from '../../base/python.js';
import type { ImageForm } from '../imageSet.js';
import type { Feature } from '../preparedTable.js';
import type { ChannelStatistics } from '../statistics.js';
import { adviceOn, type PlacedStep, type StepAdvice } from '../step.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { ONNX_TYPE } from '../../tensor/tensor.js';

/** The samples that a transform is for. */
export type SampleKind = 'images' | 'table';

/** The stages of a pipeline in their order: steps on pixel bytes, their conversion to floats, steps on floats. */
export const STAGES = ['bytes', 'conversion', 'floats'] as const;

/** Functions that compute settings from the training samples: all pixels of each channel, or a table's columns. */
export interface Figures {
  readonly images?: (channels: ChannelStatistics) => SavedParams;
  readonly table?: (columns: readonly Feature[]) => SavedParams;
}

/** A step as PyTorch code: names to assign first, and the expression of the transformed batch. */
export interface PythonStep {
  readonly names?: Readonly<Record<string, string>>;
  readonly value: string;
}

/** The way back from what a step gives, as graph and as Python with the same rules as the step. */
export interface Inverse<F extends Fields = Fields> {
  /** False for settings that lose the values; always true by default. */
  exists?(params: ParamsOf<F>): boolean;
  forward(b: Builder, values: Value, params: ParamsOf<F>): Value;
  python(x: string, params: ParamsOf<F>): string;
}

/** A step between stored samples and the model's input, emitted into the graph with the batch. */
export interface TransformDefinition<F extends Fields = Fields> {
  /** Its name in torchvision, where it has one. */
  readonly type: string;
  readonly summary: string;
  /** Its effect in the Input node's text; omitted for steps that every project has. */
  readonly label?: string;
  readonly appliesTo: SampleKind;
  readonly params: F;
  /** The stage of its list that the step belongs to; floats by default, and always for tables. */
  readonly stage?: (typeof STAGES)[number];
  /** The images after the step; omitted for steps that keep their form. */
  form?(params: ParamsOf<F>, form: ImageForm): ImageForm;
  /** Emits the step for a batch that it fits: images `[B, C, H, W]`, rows `[B, columns]`. */
  forward(b: Builder, batch: Value, params: ParamsOf<F>): Value;
  /**
   * The same in PyTorch, for a batch or a single sample. Steps are nested into one expression: both `x` and the
   * value bind at least as tightly as a product, so a sum must be in parentheses.
   */
  python(x: string, params: ParamsOf<F>): PythonStep;
  /** For steps that targets can have too: a model's outputs are converted to the targets' unit. */
  readonly inverse?: Inverse<F>;
  readonly figures?: Figures;
  /** Advice about a step that fits; `form` is that of the images before the step, null for tables. */
  advice?(params: ParamsOf<F>, step: PlacedStep, form: ImageForm | null): StepAdvice | null;
  /** Advice about a pipeline, given by its steps' types, that lacks this step. */
  readonly missing?: (types: readonly string[]) => Extract<ProblemCode, `advice/not-${string}`> | null;
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares a transform, keeping the types of its name and fields. */
export function defineTransform<const T extends string, F extends Fields>(
  transform: TransformDefinition<F> & { readonly type: T },
): TransformDefinition<F> & { readonly type: T } {
  return transform;
}

/** A step on pixel bytes with the arguments of torchvision's. */
interface PixelTransform<F extends Fields> extends Pick<
  TransformDefinition<F>,
  'type' | 'summary' | 'label' | 'params'
> {
  form(params: ParamsOf<F>, form: ImageForm): ImageForm;
  /** Emits the step for levels, whole numbers from 0 to 255 as floats, which it also gives. */
  change(b: Builder, levels: Value, params: ParamsOf<F>): Value;
  advice(params: ParamsOf<F>, step: PlacedStep, form: ImageForm): StepAdvice | null;
}

/** Declares a step that does to bytes what torchvision's does to images of Pillow, as in most books. */
export function definePixelTransform<const T extends string, F extends Fields>(
  transform: PixelTransform<F> & { readonly type: T },
): TransformDefinition<F> & { readonly type: T } {
  const { type, summary, label, params: fields } = transform;
  return {
    type,
    summary,
    ...(label && { label }),
    params: fields,
    appliesTo: 'images',
    stage: 'bytes',
    form: (params, form) => transform.form(params, form),
    forward: (b, bytes, params) => {
      const levels = b.op('Cast', [bytes], { to: ONNX_TYPE.float32 });
      return b.op('Cast', [transform.change(b, levels, params)], { to: ONNX_TYPE.uint8 });
    },
    python: (x, params) => ({ value: `on_pil(transforms.${type}(${callArguments(fields, params)}), ${x})` }),
    advice: (params, step, form) => form && transform.advice(params, step, form),
  };
}

/** The note that images of this form stay as they are. */
export function unchanged(step: PlacedStep, { channels, side }: ImageForm): StepAdvice {
  const { part, index } = step;
  return adviceOn(step, 'note', 'advice/same-form', { channels, side }, [
    { kind: 'remove-step', part, index },
  ]);
}
