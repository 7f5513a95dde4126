import { readFileSync } from 'node:fs';
import { refusal } from '../testing/problems.js';
import { describe, expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import type { EpochEvent } from './events.js';
import { openSource } from './source.js';
import { openRecipe } from './recipe.js';
import { applyFix, type EditingFix } from '../project/edits.js';
import { diagnose } from '../project/diagnose.js';
import { parseProject } from '../project/parse.js';
import type { TypedSettings } from '../project/schema.js';
import { expectClose } from '../testing/numbers.js';
import { noImages, train } from '../testing/training.js';
import { initialState } from './state.js';

type Epoch = Pick<EpochEvent, 'epoch' | 'trainLoss' | 'validationLoss' | 'validationAccuracy'>;
interface Fixture {
  readonly columns: Readonly<Record<string, unknown>>;
  readonly runs: readonly {
    readonly loss: TypedSettings;
    readonly clip?: TypedSettings;
    readonly epochs: readonly Epoch[];
  }[];
}

const { columns, runs } = JSON.parse(
  readFileSync(new URL('./__fixtures__/tableClasses.json', import.meta.url), 'utf8'),
) as Fixture;

function flowers(loss: TypedSettings, more: object = {}, training: object = {}) {
  const layers = [
    { type: 'Linear', params: { out_features: 13 } },
    { type: 'Tanh', params: {} },
    { type: 'Linear', params: { out_features: 3 } },
    ...(loss.type === 'NLLLoss' ? [{ type: 'LogSoftmax', params: { dim: 1 } }] : []),
  ];
  return parseProject(
    JSON.stringify({
      format: 'layerloom',
      version: 1,
      name: 'Flowers',
      data: {
        source: { kind: 'inline', name: 'flowers', columns },
        inputs: ['length', 'width', 'soil'],
        targets: ['species'],
        validation: { from: 'train', share: 0.2 },
        transforms: [],
        ...more,
      },
      model: { layers: layers.map((layer, i) => ({ id: `l${i}`, name: String(i), ...layer })) },
      training: { ...training, loss, optimizer: { type: 'Adam', lr: 0.01 }, epochs: 40, batchSize: 16 },
    }),
  );
}

describe.each(runs)('a table whose target is text, $loss $clip', ({ loss, clip, epochs: expected }) => {
  it.each([createReferenceBackend(), createNativeBackend(1)])('follows PyTorch ($name)', async (backend) => {
    const project = flowers(loss, {}, clip && { clip });
    expect(diagnose(project).problems).toEqual([]);
    const recipe = await openRecipe(project, noImages);
    expect(recipe.source.classNames).toEqual(['setosa', 'versicolor', 'virginica']);
    const options = { epochs: 40, backend, batchSize: 16 };
    const { events } = await train(recipe, initialState(recipe, 0), options);
    const found = events.filter((event) => event.event === 'epoch');
    for (const figure of ['trainLoss', 'validationLoss', 'validationAccuracy'] as const) {
      expectClose(
        found.map((epoch) => epoch[figure]!),
        expected.map((epoch) => epoch[figure]!),
        { relative: 1e-5, absolute: 1e-6 },
      );
    }
  });
});

it('says what is wrong with targets that do not go together', async () => {
  const mixed = flowers({ type: 'CrossEntropyLoss' }, { targets: ['species', 'length'], inputs: ['width'] });
  expect((await refusal(() => openSource(mixed.data, noImages))).message).toBe(
    'data.targets: A text column gives classes, so it must be the only target.',
  );
  const unknown = flowers({ type: 'CrossEntropyLoss' }, { targets: ['specie'] });
  expect((await refusal(() => openSource(unknown.data, noImages))).message).toMatch(
    /data.targets\[0\]: .*"specie".*species/,
  );
});

it('says how many weights a loss needs, and offers balanced ones', async () => {
  const project = flowers({ type: 'CrossEntropyLoss', weight: [1, 2] });
  expect((await refusal(() => openRecipe(project, noImages))).message).toBe(
    'training.loss.weight: CrossEntropyLoss needs 3 numbers as weight, but got 2.',
  );
  const [found] = diagnose(project).whole;
  const balanced = applyFix(project, found!.fixes[0] as EditingFix);
  expect(balanced.training.loss).toEqual({ type: 'CrossEntropyLoss', weight: 'balanced' });
  expect(diagnose(balanced).problems).toEqual([]);
});
