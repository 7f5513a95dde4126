import { sides, type Sides } from '../../base/fields.js';
import type { LayerPlace } from '../../base/problem.js';
import { staticDim, type Shape } from '../../base/shape.js';
import type { Value } from '../../tensor/graph.js';
import { type ForwardContext, NO_PARAMETERS } from './define.js';
import { fillProblem, padded, type PaddingMode, type Pads } from './padding.js';
import { layoutProblem } from './windows.js';

interface PaddingParams {
  readonly padding: Sides;
}

function padsOf({ padding }: PaddingParams): Pads {
  const [left, right, top, bottom] = typeof padding === 'number' ? Array<number>(4).fill(padding) : padding;
  return { before: [top, left], after: [bottom, right] };
}

/** The common part of ZeroPad2d and ReflectionPad2d. */
export const padding2d = (mode: PaddingMode) =>
  ({
    category: 'shape',
    params: {
      padding: sides({
        default: 1,
        required: 'positional',
        label: 'Padding',
        help: 'Pixels added on every side.',
      }),
    },
    check: (p: PaddingParams, input: Shape, layer: LayerPlace) =>
      layoutProblem(layer, input, 2) ??
      fillProblem(layer, input, mode, padsOf(p), ({ before: [top, left], after: [bottom, right] }) => [
        {
          kind: 'set-param',
          layerId: layer.id,
          param: 'padding',
          value: typeof p.padding === 'number' ? Math.min(top!, left!) : [left!, right!, top!, bottom!],
        },
      ]),
    infer: (p: PaddingParams, input: Shape): Shape => {
      const { before, after } = padsOf(p);
      const longer = before.map((width, i) => staticDim(input, i + 2) + width + after[i]!);
      return [input[0]!, input[1]!, ...longer];
    },
    parameters: NO_PARAMETERS,
    forward: ({ b }: ForwardContext, x: Value, p: PaddingParams) => padded(b, x, mode, padsOf(p)),
  }) as const;
