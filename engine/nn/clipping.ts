import { type Fields, float, type ParamsOf } from '../base/fields.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { invariant } from '../base/problem.js';

/** One way to limit the gradients of a step, before the optimizer uses them. */
export interface ClippingDefinition<F extends Fields = Fields> {
  /** PyTorch's function in `torch.nn.utils`. */
  readonly type: string;
  readonly label: string;
  readonly summary: string;
  readonly params: F;
  /** Emits the limited gradients of all parameters, in their order. */
  clip(b: Builder, gradients: readonly Value[], params: ParamsOf<F>): readonly Value[];
}

// `clip` is a method so that a list can hold declarations with different fields.

/** Declares a way to clip gradients, keeping the types of its name and fields. */
function defineClipping<const T extends string, F extends Fields>(
  clipping: ClippingDefinition<F> & { readonly type: T },
): ClippingDefinition<F> & { readonly type: T } {
  return clipping;
}

/** PyTorch's addition to the norm, which keeps a division by it finite. */
const EPSILON = 1e-6;

/**
 * Scales all gradients so that their common Euclidean norm is at most `max_norm`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export const clipGradNorm = defineClipping({
  type: 'clip_grad_norm_',
  label: 'By norm',
  summary: 'Scales the gradients of all parameters together, which keeps their direction.',
  params: {
    max_norm: float({
      required: 'positional',
      default: 1,
      min: 1e-9,
      max: 1e9,
      label: 'Largest norm',
      help: 'Gradients whose norm over all parameters is larger are scaled down to it.',
    }),
  },
  clip: (b, gradients, { max_norm }) => {
    const squares = gradients.map((g) => b.op('ReduceSum', [b.op('Mul', [g, g])], { keepdims: 0 }));
    const norm = b.op('Sqrt', [squares.reduce((sum, one) => b.op('Add', [sum, one]))]);
    const ratio = b.op('Div', [b.scalar(max_norm), b.op('Add', [norm, b.scalar(EPSILON)])]);
    const scale = b.op('Clip', [ratio, b.scalar(0), b.scalar(1)]);
    return gradients.map((g) => b.op('Mul', [g, scale]));
  },
});

/**
 * Limits each gradient to `−clip_value` … `clip_value`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html
 */
export const clipGradValue = defineClipping({
  type: 'clip_grad_value_',
  label: 'By value',
  summary: 'Limits each number of the gradients on its own.',
  params: {
    clip_value: float({
      required: 'positional',
      default: 1,
      min: 1e-9,
      max: 1e9,
      label: 'Largest value',
      help: 'Numbers of a gradient beyond this, or below its negative, are replaced by it.',
    }),
  },
  clip: (b, gradients, { clip_value }) =>
    gradients.map((g) => b.op('Clip', [g, b.scalar(-clip_value), b.scalar(clip_value)])),
});

/** All ways to clip gradients. A new one is one declaration and one line here. */
export const clippings: readonly ClippingDefinition[] = [clipGradNorm, clipGradValue];

/** The clipping named `type`, which the project's schema has checked. */
export function clippingOf(type: string): ClippingDefinition {
  const clipping = clippings.find((candidate) => candidate.type === type);
  invariant(clipping, `there is no clipping ${type}`);
  return clipping;
}
