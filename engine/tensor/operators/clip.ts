import { defineOperator } from '../operator.js';
import { tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { masked } from './mask.js';

/** `min(max(x, low), high)`; the gradient passes strictly between the bounds, as in PyTorch's Hardtanh. */
export const clip = defineOperator({
  type: 'Clip',
  domain: '',
  attributes: {},
  infer: ([x, low, high]) => {
    if (!x || !low || !high) throw new LoomError('internal', 'Clip needs both bounds');
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  gradient: (b, node, [g]) => {
    const [x, low, high] = node.inputs;
    if (!g) return [null, null, null];
    return [masked(b, masked(b, g, b.op('Greater', [x!, low!])), b.op('Less', [x!, high!])), null, null];
  },
  kernel: ([x, low, high], _, { float }) => {
    if (x?.dtype !== 'float32') throw new LoomError('internal', 'Clip runs on float32 only');
    const [from, to] = [Number(low!.data[0]), Number(high!.data[0])];
    const out = float(x.data.length);
    for (let i = 0; i < out.length; i++) out[i] = Math.min(Math.max(x.data[i]!, from), to);
    return [tensor('float32', x.shape, out)];
  },
});
