import { expect, it } from 'vitest';
import type { Backend } from '../../backends/backend.js';
import { createNativeBackend } from '../../backends/onnxruntime/native.js';
import { tensor, type Tensor } from '../../tensor/tensor.js';
import { parseProject } from '../../project/parse.js';
import { templates } from '../../project/templates.js';
import { initialState } from '../../train/state.js';
import { openRecipe } from '../../train/recipe.js';
import { noImages } from '../../testing/training.js';
import { crossCheck } from './certificate.js';

const native = createNativeBackend(1);

/** The native backend on a machine that is off by a thousandth. */
const faulty: Backend = {
  ...native,
  compile: async (graph) => {
    const executable = await native.compile(graph);
    const spoil = ({ shape, data }: Tensor) =>
      tensor(
        'float32',
        shape,
        Float32Array.from(data as Float32Array, (value) => value + 0.001),
      );
    return {
      ...executable,
      run: async (inputs) =>
        Object.fromEntries(
          Object.entries(await executable.run(inputs)).map(([name, value]) => [name, spoil(value)]),
        ),
    };
  },
};

async function trainedThermometer() {
  const { project } = templates.find(({ id }) => id === 'tanh-regressor')!;
  const recipe = await openRecipe(parseProject(JSON.stringify(project)), noImages);
  const { tensors, train } = initialState(recipe, 0);
  return { trained: { ...recipe, tensors }, rows: train };
}

it('tells how far onnxruntime is from our own kernels', async () => {
  const { trained, rows } = await trainedThermometer();
  const { images, maxAbsDiff } = await crossCheck(trained, rows, native);
  expect(images).toBe(rows.length);
  expect(maxAbsDiff).toBeLessThan(1e-5);
});

it('fails the certificate where onnxruntime computes something else', async () => {
  const { trained, rows } = await trainedThermometer();
  await expect(crossCheck(trained, rows, faulty)).rejects.toThrow('certificate-failed/kernels');
});
