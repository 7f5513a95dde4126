import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { invariant } from '../../base/problem.js';
import { VERSION } from '../../base/version.js';
import type { AttributeValue, Graph, Node, Value } from '../graph.js';
import type { AttributeKind, OperatorLookup } from '../builder.js';
import type { Shape } from '../../base/shape.js';
import { type DType, ONNX_TYPE, type Tensor } from '../tensor.js';
import { operatorOf } from '../operators/index.js';
import {
  AttributeProto_AttributeType as Type,
  GraphProtoSchema,
  ModelProtoSchema,
  type AttributeProtoSchema,
  type GraphProto,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from './gen/onnx_pb.js';

type AttributeInit = MessageInitShape<typeof AttributeProtoSchema>;
/** A serialized node. */
export type NodeInit = MessageInitShape<typeof NodeProtoSchema>;

const ATTRIBUTE: { readonly [K in AttributeKind]: (value: AttributeValue) => AttributeInit } = {
  int: (value) => ({ type: Type.INT, i: BigInt(value as number) }),
  float: (value) => ({ type: Type.FLOAT, f: value as number }),
  string: (value) => ({ type: Type.STRING, s: new TextEncoder().encode(value as string) }),
  ints: (value) => ({ type: Type.INTS, ints: (value as readonly number[]).map(BigInt) }),
  floats: (value) => ({ type: Type.FLOATS, floats: [...(value as readonly number[])] }),
};

/** Serializes an attribute of a known kind. */
export function attributeProto(name: string, kind: AttributeKind, value: AttributeValue): AttributeInit {
  return { name, ...ATTRIBUTE[kind](value) };
}

/** Serializes a node; `lookup` finds its operator. */
export function nodeProto(node: Node, lookup: OperatorLookup): NodeInit {
  const { type, onnxType = type, domain, attributes } = lookup(node.op);
  return {
    opType: onnxType,
    ...(domain && { domain }),
    name: node.outputs[0]!.name,
    input: node.inputs.map((input) => input?.name ?? ''),
    output: node.outputs.map((output) => output.name),
    attribute: Object.entries(node.attributes).map(([name, value]) =>
      attributeProto(name, attributes[name]!.kind, value),
    ),
  };
}

/** Serializes a constant under a name. */
export function tensorProto(
  name: string,
  { dtype, shape, data }: Tensor,
): MessageInitShape<typeof TensorProtoSchema> {
  invariant(!(data instanceof Float64Array), `${name} is in double precision`);
  return {
    name,
    dataType: ONNX_TYPE[dtype],
    dims: shape.map(BigInt),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** Declares an input or output. */
export function valueInfo(
  name: string,
  dtype: DType,
  shape: Shape,
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = shape.map((length) => ({
    value:
      typeof length === 'number'
        ? ({ case: 'dimValue', value: BigInt(length) } as const)
        : ({ case: 'dimParam', value: length } as const),
  }));
  return {
    name,
    type: { value: { case: 'tensorType', value: { elemType: ONNX_TYPE[dtype], shape: { dim } } } },
  };
}

/** Serializes a graph. */
export function graphProto(graph: Graph, lookup: OperatorLookup = operatorOf): GraphProto {
  const declare = (value: Value) => valueInfo(value.name, value.dtype, value.shape);
  return create(GraphProtoSchema, {
    name: 'layerloom',
    node: graph.nodes.map((node) => nodeProto(node, lookup)),
    initializer: graph.constants.map(({ value, tensor }) => tensorProto(value.name, tensor)),
    input: graph.inputs.map(declare),
    output: graph.outputs.map(declare),
  });
}

/** The version of the file format that we write: the lowest that has our opsets. Older readers refuse later ones. */
export const IR_VERSION = 8;

/** Versions of the standard operators between which `opsetFor` chooses. */
const OLDEST_OPSET = 17;
export const NEWEST_OPSET = 18;

/** The lowest version of the standard operators that has every operator of a graph. */
export function opsetFor({ nodes }: Graph, lookup: OperatorLookup = operatorOf): number {
  return Math.max(OLDEST_OPSET, ...nodes.map(({ op }) => lookup(op).opset ?? OLDEST_OPSET));
}

interface ModelParts {
  /** The version of the standard operators; the newest by default. */
  readonly opset?: number;
  /** Operator sets used beside the standard one. */
  readonly domains?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Encodes a model file. */
export function encodeModel(
  graph: GraphProto,
  { opset = NEWEST_OPSET, domains = [], metadata = {} }: ModelParts = {},
): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: BigInt(IR_VERSION),
      producerName: 'Layerloom',
      producerVersion: VERSION,
      graph,
      opsetImport: [
        { domain: '', version: BigInt(opset) },
        ...domains.map((domain) => ({ domain, version: 1n })),
      ],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    }),
  );
}
