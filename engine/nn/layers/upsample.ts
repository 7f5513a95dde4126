import { bool, choice, pair } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { staticDim } from '../../base/shape.js';
import { defineLayer, NO_PARAMETERS } from './define.js';
import { alongAxes, layoutProblem } from './windows.js';

/**
 * Images enlarged by whole factors: pixels repeated, or between two neighbors in each direction. Shape: input
 * `[B, C, H, W]`, output `[B, C, H·factor, W·factor]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
export const upsample = defineLayer({
  type: 'Upsample',
  category: 'shape',
  summary: 'Enlarges images without learning: repeats pixels, or fades from one to the next.',
  params: {
    scale_factor: pair({
      default: 2,
      max: 64,
      required: 'named',
      label: 'Factor',
      help: 'Height and width of the output for each pixel of the input.',
    }),
    mode: choice({
      default: 'nearest',
      options: ['nearest', 'bilinear'],
      label: 'Mode',
      help: 'Repeats pixels, or fades between them.',
    }),
    align_corners: bool({
      default: false,
      label: 'Align corners',
      help: 'Keeps the corner pixels in the corners; for bilinear only.',
    }),
  },
  check: (p, input, layer) => {
    if (p.mode === 'bilinear' || !p.align_corners) return layoutProblem(layer, input, 2);
    const set = (param: string, value: boolean | string) =>
      ({ kind: 'set-param', layerId: layer.id, param, value }) as const;
    const fixes = [set('mode', 'bilinear'), set('align_corners', false)];
    return problem('bad-shape/align-corners', {}, { where: layer, fixes });
  },
  infer: (p, input) => {
    const factors = alongAxes(p.scale_factor, 2);
    return [...input.slice(0, 2), ...factors.map((factor, i) => staticDim(input, i + 2) * factor)];
  },
  parameters: NO_PARAMETERS,
  forward: ({ b }, x, p) => {
    const scales = b.floats([1, 1, ...alongAxes(p.scale_factor, 2)]);
    return b.op(
      'Resize',
      [x, null, scales],
      p.mode === 'nearest'
        ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric' }
        : {
            mode: 'linear',
            coordinate_transformation_mode: p.align_corners ? 'align_corners' : 'pytorch_half_pixel',
          },
    );
  },
});
