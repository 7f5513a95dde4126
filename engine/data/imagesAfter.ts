import { evaluate } from '../backends/reference.js';
import { createBuilder } from '../tensor/operators/index.js';
import { tensor } from '../tensor/tensor.js';
import { imageBytes, type Pixels } from './imageSet.js';
import type { StepSpec } from './step.js';
import { emitSteps, stepsOnBytes, transformedForm } from './transforms/index.js';

/** Memory of the images that are transformed at once. */
const CHUNK_BYTES = 2 ** 20;

/** Images after those steps of a list that work on pixel bytes, computed by the operators' own kernels. */
export function imagesAfter(steps: readonly StepSpec[], { images, ...before }: Pixels): Pixels {
  const onBytes = stepsOnBytes(steps);
  if (onBytes.length === 0) return { images, ...before };
  const after = transformedForm(onBytes, before);
  const { channels, side } = before;
  const b = createBuilder();
  const output = emitSteps(onBytes, b, b.input('bytes', 'uint8', ['count', channels, side, side])).at(-1)!;
  const graph = b.build([output]);
  const [size, newSize] = [imageBytes(before), imageBytes(after)];
  const most = Math.max(1, Math.floor(CHUNK_BYTES / size));
  const count = images.length / size;
  const made = new Uint8Array(count * newSize);
  for (let start = 0; start < count; start += most) {
    const some = images.subarray(start * size, (start + most) * size);
    const bytes = tensor('uint8', [some.length / size, channels, side, side], some);
    made.set(evaluate(graph, { bytes })[output.name]!.data as Uint8Array, start * newSize);
  }
  return { images: made, ...after };
}
