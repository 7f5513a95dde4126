import { expect, it } from 'vitest';
import { openSession } from '../../backends/onnxruntime/session.js';
import type { Table } from '../../data/table.js';
import { lossOf } from '../../nn/losses/index.js';
import { bindModel } from '../../nn/model/bind.js';
import { Mt19937 } from '../../random/torch.js';
import { float32 } from '../../tensor/tensor.js';
import { inputShape, openSource } from '../../train/source.js';
import { initialTensors } from '../../train/state.js';
import { columnValues } from './columns.js';
import { exportModel, type InputChoice, type TrainedModel } from './exportModel.js';

const table: Table = {
  name: 'trees',
  columns: {
    mean: [12.5, 3, 20],
    height: [1, null, 4],
    wood: { kinds: ['oak', 'ash'], rows: [1, null, 0] },
    age: [7, 8, 9],
  },
};

async function trainedOn(columns: Table['columns'], inputs: string[]): Promise<TrainedModel> {
  const source = await openSource(
    {
      source: { kind: 'inline', name: table.name, columns } as never,
      inputs,
      targets: ['age'],
      missing: 'fill',
      validation: null,
      transforms: [{ type: 'Scale', factor: 0.5 }],
    },
    () => Promise.reject(new Error('a table has no images')),
  );
  const model = bindModel(
    [{ id: 'a', name: 'linear', type: 'Linear', params: { out_features: 1 } }],
    inputShape(source),
  );
  const definition = lossOf('MSELoss');
  return {
    model,
    source,
    loss: { definition, params: {} },
    tensors: initialTensors(model, Mt19937.fromSeed(1)),
  };
}

async function outputs(
  trained: TrainedModel,
  input: InputChoice,
  values: Parameters<typeof columnValues>[0] | null,
) {
  const session = await openSession(exportModel(trained, input, 'values', {}), 1);
  const rows = Uint32Array.of(0, 1, 2);
  const { samples } = trained.source;
  const halved = Float32Array.from(samples.data, (value) => value / 2);
  const inputs = values ? columnValues(values, rows) : { input: float32(samples.shape, halved) };
  const found = (await session.run(inputs))['values']!;
  await session.dispose();
  return [...(found.data as Float32Array)];
}

it('takes the columns of a table under their names, and encodes texts and empty cells itself', async () => {
  const trained = await trainedOn(table.columns, ['mean', 'height', 'wood']);
  const { columns } = trained.source;
  expect(columns!.map(({ name, texts, fill }) => [name, texts, fill])).toEqual([
    ['mean', null, (12.5 + 3 + 20) / 3],
    ['height', null, 2.5],
    ['wood', ['oak', 'ash', ''], null],
  ]);
  const raw = await outputs(trained, 'columns', columns);
  const encoded = await outputs(trained, 'tensor', null);
  expect(raw).toHaveLength(3);
  raw.forEach((value, i) => expect(value).toBeCloseTo(encoded[i]!, 5));
});

it('refuses a column with the name of another value of the file', async () => {
  for (const name of ['values', 'linear.weight']) {
    const trained = await trainedOn({ [name]: [1, 2, 3], age: [1, 2, 3] }, [name]);
    expect(() => exportModel(trained, 'columns', 'values', {})).toThrow('bad-argument/column-name');
  }
});
