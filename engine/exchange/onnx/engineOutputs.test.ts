import { expect, it } from 'vitest';
import { createNativeBackend } from '../../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../../backends/reference.js';
import { noImages, openExample } from '../../testing/training.js';
import { openRecipe } from '../../train/recipe.js';
import { initialState } from '../../train/state.js';
import { engineOutputs } from './engineOutputs.js';

it.each([createReferenceBackend(), createNativeBackend(1)])(
  'asks about samples that go in as they are ($name)',
  async (backend) => {
    const { project } = await openExample('thermometer-linear');
    const plain = { ...project, data: { ...project.data, transforms: [] } };
    const recipe = await openRecipe(plain, noImages);
    const { tensors } = initialState(recipe, 0);
    const trained = { ...recipe, tensors };
    await engineOutputs(trained, 'values', Uint32Array.of(0, 2), backend, ({ raw, prepared, outputs }) => {
      expect(prepared).toBe(raw);
      const [weight, bias] = Object.values(tensors).map(({ data }) => Number(data[0]));
      expect(outputs).toEqual([35.7, 58.2].map((t) => expect.closeTo(t * weight! + bias!, 4) as number));
    });
  },
);
