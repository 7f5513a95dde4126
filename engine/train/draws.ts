import type { Tensors } from '../backends/backend.js';
import { numel, tensor, type Tensor } from '../tensor/tensor.js';
import type { NoiseRequest } from '../nn/model/forward.js';
import { bernoulli } from '../random/bernoulli.js';
import type { Mt19937 } from '../random/mt19937.js';
import type { SampleSource } from './source.js';

/** Memory for the augmented images of one call. */
const MOST_BYTES = 32 * 1024 * 1024;

/** How many steps one call may take, so that their augmented images do not fill the memory. */
export function mostSteps({ augment, samples }: SampleSource, batch: number): number {
  if (!augment) return Infinity;
  return Math.max(1, Math.floor(MOST_BYTES / (batch * numel(samples.shape.slice(1)))));
}

/** An input of the coming steps that chance decides. */
interface Draw {
  readonly name: string;
  /** `[steps, …]` */
  readonly whole: Tensor;
  /** Draws one step's part. */
  readonly step: (step: number) => void;
}

/**
 * Draws what the coming steps take from chance, in PyTorch's order whatever their number: for each step the
 * augmented images of its batch, as the DataLoader fetches them, then the masks layer by layer, as the
 * forward pass needs them.
 */
export function drawInputs(
  source: SampleSource,
  noise: readonly NoiseRequest[],
  generator: Mt19937,
  batches: readonly Uint32Array[],
): Tensors {
  const draws = [
    ...drawImages(source, generator, batches),
    ...noise.map((request) => drawMask(request, generator, batches.length)),
  ];
  for (let step = 0; step < batches.length; step++) for (const draw of draws) draw.step(step);
  return Object.fromEntries(draws.map(({ name, whole }) => [name, whole]));
}

function drawImages(
  { augment, samples }: SampleSource,
  generator: Mt19937,
  batches: readonly Uint32Array[],
): Draw[] {
  if (!augment || samples.dtype !== 'uint8') return [];
  const shape = samples.shape.slice(1);
  const size = numel(shape);
  const width = batches[0]!.length;
  const data = new Uint8Array(batches.length * width * size);
  const bytes = samples.data;
  const step = (k: number) =>
    batches[k]!.forEach((row, i) => {
      const at = (k * width + i) * size;
      augment(generator, bytes.subarray(row * size, (row + 1) * size), data.subarray(at, at + size));
    });
  return [{ name: 'batch', whole: tensor('uint8', [batches.length, width, ...shape], data), step }];
}

function drawMask({ value, shape, keep }: NoiseRequest, generator: Mt19937, steps: number): Draw {
  const size = numel(shape);
  const data = new Float32Array(steps * size);
  return {
    name: value.name,
    whole: tensor('float32', [steps, ...shape], data),
    step: (k) => bernoulli(generator, data.subarray(k * size, (k + 1) * size), keep),
  };
}
