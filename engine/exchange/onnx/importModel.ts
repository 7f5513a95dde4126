import { fromBinary } from '@bufbuild/protobuf';
import { failure, type ProblemError } from '../../base/problem.js';
import type { OnnxDamage } from '../../base/facts.js';
import { type DType, dtypeOf, float32, numel, type Tensor } from '../../tensor/tensor.js';
import { operators } from '../../tensor/operators/index.js';
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
} from '../../tensor/onnx/gen/onnx_pb.js';
import { COLUMN_OPERATORS } from './columns.js';
import { NEWEST_OPSET } from '../../tensor/onnx/serialize.js';
import type { BoundModel } from '../../nn/model/bind.js';

/** Layerloom wrote IR 10 until November 2026. */
const NEWEST_IR = 10;

/** Contents of an ONNX file. */
export interface ImportedModel {
  /** The version of the file format. */
  readonly ir: number;
  /** Initializers by name: parameters and buffers by path, and small constants. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Element type of the input: `uint8` for a file that expects pixels; null for unsupported types. */
  readonly inputType: DType | null;
  /** Lengths of the input's axes; null where they are open. */
  readonly inputShape: readonly (number | null)[];
  readonly output: string;
}

/**
 * Reads the weights and metadata of an ONNX file. Throws `bad-onnx` if it is damaged or not an ONNX file, and
 * `unsupported-operator` if it uses unsupported operators, which it names.
 */
export function importModel(bytes: Uint8Array, file: string): ImportedModel {
  const model = decode(bytes, file);
  const { graph } = model;
  if (!graph || graph.node.length === 0) throw bad(file, { how: 'no-graph' });
  refuseForeign(graph, file);
  const opset = model.opsetImport.find(({ domain }) => domain === '')?.version ?? 0n;
  if (model.irVersion > BigInt(NEWEST_IR) || opset > BigInt(NEWEST_OPSET) || opset < 13n) {
    throw bad(file, {
      how: 'version',
      ir: Number(model.irVersion),
      opset: Number(opset),
      newestIr: NEWEST_IR,
      newestOpset: NEWEST_OPSET,
    });
  }
  return {
    ir: Number(model.irVersion),
    tensors: Object.fromEntries(
      graph.initializer
        .filter(({ dataType }) => dataType === 1)
        .map((held) => [held.name, readFloats(held, file)]),
    ),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
    inputType: dtypeOf(graph.input[0]?.type?.value.value?.elemType ?? 0),
    inputShape: inputShape(graph),
    output: graph.output[0]?.name ?? '',
  };
}

function inputShape(graph: GraphProto): (number | null)[] {
  const dims = graph.input[0]?.type?.value.value?.shape?.dim ?? [];
  return dims.map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : null));
}

function decode(bytes: Uint8Array, file: string): ModelProto {
  // Field 1 (ir_version, a varint) comes first in every ONNX file: this rejects garbage before parsing.
  if (bytes.length < 16 || bytes[0] !== 0x08) throw bad(file, { how: 'beginning' });
  try {
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (cause) {
    throw bad(file, { how: 'damaged', said: (cause as Error).message });
  }
}

const KNOWN: ReadonlySet<string> = new Set(
  operators.filter(({ domain }) => domain === '').map(({ type }) => type),
);

function refuseForeign(graph: GraphProto, file: string): void {
  const foreign = new Map<string, number>();
  for (const { domain, opType } of graph.node) {
    const name = domain ? `${domain}.${opType}` : opType;
    if (!(domain === '' && KNOWN.has(opType)) && !COLUMN_OPERATORS.has(name))
      foreign.set(name, (foreign.get(name) ?? 0) + 1);
  }
  if (foreign.size === 0) return;
  const found = [...foreign].map(([name, count]) => ({ name, count }));
  throw failure('unsupported-operator/onnx', { operators: found }, { where: { kind: 'file', path: file } });
}

function readFloats(held: TensorProto, file: string): Tensor {
  const shape = held.dims.map(Number);
  if (held.dataLocation !== 0) throw bad(file, { how: 'external-data', tensor: held.name });
  if (dtypeOf(held.dataType) !== 'float32' || held.rawData.length !== numel(shape) * 4) {
    throw bad(file, { how: 'size', tensor: held.name, shape });
  }
  // A copy, which is aligned; `slice` of one of Node's buffers copies nothing.
  return float32(shape, new Float32Array(Uint8Array.from(held.rawData).buffer));
}

function bad(file: string, damage: OnnxDamage): ProblemError {
  return failure('bad-onnx/unreadable', damage, { where: { kind: 'file', path: file } });
}

/**
 * A model's parameters and buffers from an imported file or a run's folder, by path.
 * @throws ProblemError `bad-onnx` if one is missing or has another shape
 */
export function importedWeights(
  model: BoundModel,
  { tensors }: Pick<ImportedModel, 'tensors'>,
  file: string,
): Readonly<Record<string, Tensor>> {
  const wanted = [...model.parameters, ...model.buffers];
  return Object.fromEntries(
    wanted.map(({ path, shape }) => {
      const held = tensors[path];
      if (held?.shape.join() !== shape.join()) {
        throw failure(
          'bad-onnx/weights',
          { name: path, expected: shape, found: held?.shape ?? null },
          { where: { kind: 'file', path: file } },
        );
      }
      return [path, held];
    }),
  );
}
