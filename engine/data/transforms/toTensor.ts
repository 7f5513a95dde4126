import { defineTransform } from './define.js';
import { ONNX_TYPE } from '../../tensor/tensor.js';

/**
 * Bytes 0 to 255 become floats 0 to 1.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.ToTensor.html
 */
export const toTensor = defineTransform({
  type: 'ToTensor',
  summary: 'Turns pixel bytes (0 to 255) into numbers from 0 to 1.',
  appliesTo: 'images',
  stage: 'conversion',
  params: {},
  forward: (b, batch) => b.op('Div', [b.op('Cast', [batch], { to: ONNX_TYPE.float32 }), b.scalar(255)]),
  python: (x) => ({ value: `${x}.float() / 255` }),
});
