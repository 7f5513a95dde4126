import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createNativeBackend } from '../../backends/onnxruntime/native.js';
import { evaluate } from '../../backends/reference.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { tensor, type Tensor } from '../../tensor/tensor.js';
import { imageBytes, type ImageForm } from '../imageSet.js';
import type { StepSpec } from '../step.js';
import { emitSteps, transformedForm } from './index.js';

/** Results of torchvision on images of Pillow. */
interface Case extends ImageForm {
  readonly step: StepSpec;
  readonly shape: readonly number[];
  readonly sha256: string;
}

const cases = JSON.parse(
  readFileSync(new URL('./__fixtures__/pixels.json', import.meta.url), 'utf8'),
) as readonly Case[];

/** The pattern of scripts/fixtures/pixel_transforms.py. */
function image({ channels, side }: ImageForm): Tensor {
  const bytes = Uint8Array.from({ length: imageBytes({ channels, side }) }, (_, i) => {
    const c = Math.floor(i / (side * side));
    const [y, x] = [Math.floor(i / side) % side, i % side];
    const edge = ((Math.floor(x / 5) + Math.floor(y / 7)) % 2) * 128;
    return (c * 37 + y * y * 5 + x * y * 3 + x * 7 + edge) % 256;
  });
  return tensor('uint8', [1, channels, side, side], bytes);
}

it.each(cases.map((one) => ({ ...one, name: JSON.stringify(one.step) })))(
  '$channels × $side × $side, $name: every byte as Pillow, on both backends',
  async ({ step, shape, sha256, channels, side }) => {
    const bytes = image({ channels, side });
    const b = createBuilder();
    const [output] = emitSteps([step], b, b.input('bytes', 'uint8', ['batch', ...bytes.shape.slice(1)]));
    expect(output!.shape.slice(1)).toEqual(shape);
    const after = transformedForm([step], { channels, side });
    expect([after.channels, after.side, after.side]).toEqual(shape);
    const graph = b.build([output!]);
    const native = await createNativeBackend(1).compile(graph);
    for (const outputs of [evaluate(graph, { bytes }), await native.run({ bytes })]) {
      const found = outputs[output!.name]!.data as Uint8Array;
      expect(createHash('sha256').update(found).digest('hex')).toBe(sha256);
    }
    await native.dispose();
  },
);
