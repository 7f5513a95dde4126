import type { Fields, ParamsOf } from '../../base/fields.js';
import { callArguments } from '../../base/python.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import type { ImageForm } from '../imageSet.js';
import { adviceOn, type PlacedStep, type StepAdvice } from '../step.js';
import type { TransformDefinition } from './define.js';
import { ONNX_TYPE } from '../../tensor/tensor.js';

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
