import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import { parseProject } from '../project/parse.js';
import { example } from '../testing/loom.js';
import { initialState } from '../train/state.js';
import { askEngine } from './askEngine.js';
import { openSource } from './openSource.js';
import { createRecipe } from './recipe.js';

it.each([createReferenceBackend(), createNativeBackend(1)])(
  'asks about samples that go in as they are ($name)',
  async (backend) => {
    const project = parseProject(readFileSync(example('thermometer-linear'), 'utf8'));
    const source = await openSource(
      { ...project.data, transforms: [] },
      { loadImages: () => Promise.reject(new Error('a table has none')) },
    );
    const { model, loss } = createRecipe(project, source);
    const { tensors } = initialState(createRecipe(project, source), 0);
    const trained = { model, loss: loss.definition, source, tensors };
    await askEngine(trained, 'values', Uint32Array.of(0, 2), backend, ({ raw, prepared, outputs }) => {
      expect(prepared).toBe(raw);
      const [weight, bias] = Object.values(tensors).map(({ data }) => Number(data[0]));
      expect(outputs).toEqual([35.7, 58.2].map((t) => expect.closeTo(t * weight! + bias!, 4) as number));
    });
  },
);
