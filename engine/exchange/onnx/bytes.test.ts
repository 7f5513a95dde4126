import { readFileSync } from 'node:fs';
import { fromBinary, isFieldSet } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { SavedParams } from '../../base/fields.js';
import { targetPipeline } from '../../data/transforms/index.js';
import { catalog } from '../../nn/layers/index.js';
import { lossOf } from '../../nn/losses/index.js';
import { bindModel } from '../../nn/model/bind.js';
import { Mt19937 } from '../../random/torch.js';
import {
  AttributeProto_AttributeType as Type,
  AttributeProtoSchema,
  ModelProtoSchema,
  type GraphProto,
  type NodeProto,
} from '../../tensor/onnx/gen/onnx_pb.js';
import type { SampleSource } from '../../train/source.js';
import { encodeModel, graphProto, opsetFor } from '../../tensor/onnx/serialize.js';
import { createBuilder, operators } from '../../tensor/operators/index.js';
import { float32, numel, tensor } from '../../tensor/tensor.js';
import { initialTensors } from '../../train/state.js';
import { exportModel, type OutputChoice } from './exportModel.js';

// What readers other than onnxruntime require of a file; `npm run readers` asks the readers themselves.

interface Fixture {
  readonly type: string;
  readonly params: SavedParams;
  readonly input: readonly number[];
}

const fixtures = JSON.parse(
  readFileSync(new URL('../../nn/layers/__fixtures__/layers.json', import.meta.url), 'utf8'),
) as Fixture[];

/** The file of a model of one layer, then a linear one with two scores. */
function fileOf({ type, params, input: [, ...sample] }: Fixture, output: OutputChoice): Uint8Array {
  const model = bindModel(
    [
      { id: 'a', name: 'layer', type, params },
      { id: 'b', name: 'flat', type: 'Flatten', params: {} },
      { id: 'c', name: 'scores', type: 'Linear', params: { out_features: 2 } },
    ],
    ['batch', ...sample],
  );
  const source: SampleSource = {
    samples: float32([1, ...sample], new Float32Array(numel(sample))),
    targets: tensor('int32', [1], Int32Array.of(0)),
    train: Uint32Array.of(0),
    validation: new Uint32Array(0),
    holdOut: 0,
    classNames: ['a', 'b'],
    columns: null,
    augment: null,
    transform: (_, batch) => batch,
    targetPipeline: targetPipeline([], null),
  };
  const tensors = initialTensors(model, Mt19937.fromSeed(1));
  return exportModel(
    { model, source, loss: { definition: lossOf('CrossEntropyLoss'), params: {} }, tensors },
    'tensor',
    output,
    {
      note: 'kept',
    },
  );
}

const read = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);

/** The field that holds the value of an attribute of each type. */
const FIELD: Partial<Record<Type, 'f' | 'i' | 's' | 'floats' | 'ints'>> = {
  [Type.FLOAT]: 'f',
  [Type.INT]: 'i',
  [Type.STRING]: 's',
  [Type.FLOATS]: 'floats',
  [Type.INTS]: 'ints',
};

/** Names of attributes without a written value, and of declared ones that are missing. */
function missingAttributes({ opType, attribute }: NodeProto): string[] {
  const { attributes } = operators.find(({ type }) => type === opType)!;
  const unwritten = attribute.filter((one) => !isFieldSet(one, AttributeProtoSchema.field[FIELD[one.type]!]));
  const declared = Object.entries(attributes).filter(([, spec]) => spec.default !== null);
  const absent = declared.filter(([name]) => !attribute.some((one) => one.name === name));
  return [...unwritten.map(({ name }) => name), ...absent.map(([name]) => name)];
}

/** Values that a node uses before they are computed. */
function usedTooEarly({ input, initializer, node }: GraphProto): string[] {
  const known = new Set(['', ...[...input, ...initializer].map(({ name }) => name)]);
  return node.flatMap((one) => {
    const early = one.input.filter((name) => !known.has(name));
    for (const name of one.output) known.add(name);
    return early;
  });
}

it('is tested with every layer', () => {
  expect(new Set(fixtures.map(({ type }) => type))).toEqual(new Set(catalog.map(({ type }) => type)));
});

describe.each(fixtures)('the file of $type $params on $input', (fixture) => {
  const model = read(fileOf(fixture, 'prediction'));
  const graph = model.graph!;

  it('has the lowest IR version and opset, and says who wrote it', () => {
    expect(model.irVersion).toBe(8n);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 17n]]);
    expect(model.producerName).toBe('Layerloom');
    expect(model.metadataProps.map(({ key, value }) => [key, value])).toEqual([['note', 'kept']]);
  });

  it('has every attribute written, zeros too', () => {
    expect(graph.node.flatMap(missingAttributes)).toEqual([]);
  });

  it('has its nodes sorted, and one name for each value', () => {
    expect(usedTooEarly(graph)).toEqual([]);
    const values = [
      ...[...graph.input, ...graph.initializer].map(({ name }) => name),
      ...graph.node.flatMap(({ output }) => output),
    ];
    expect(new Set(values).size).toBe(values.length);
    expect(new Set(graph.node.map(({ name }) => name)).size).toBe(graph.node.length);
  });

  it('names its input, its output and the parameters', () => {
    expect(graph.input.map(({ name }) => name)).toEqual(['input']);
    expect(graph.output.map(({ name }) => name)).toEqual(['prediction']);
    expect(graph.initializer.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['scores.weight', 'scores.bias']),
    );
  });
});

it('has opset 18 where an operator requires it', () => {
  const b = createBuilder();
  const mean = b.op('ReduceMean', [b.input('input', 'float32', ['batch', 3]), b.ints([1])], { keepdims: 0 });
  const graph = b.build([mean]);
  expect(opsetFor(graph)).toBe(18);
  const bytes = encodeModel(graphProto(graph), { opset: opsetFor(graph) });
  expect(read(bytes).opsetImport[0]!.version).toBe(18n);
});
