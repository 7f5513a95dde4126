import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type { InputColumn } from '../../data/preparedTable.js';
import { BATCH, formatShape } from '../../base/shape.js';
import {
  AttributeProto_AttributeType as Type,
  GraphProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProtoSchema,
  type GraphProto,
} from '../../tensor/onnx/gen/onnx_pb.js';
import { attributeProto, tensorProto, valueInfo, type NodeInit } from '../../tensor/onnx/serialize.js';
import { float32, type Tensor } from '../../tensor/tensor.js';

/** The operator set of the encoder of texts. */
const ML = 'ai.onnx.ml';

/** ONNX's code for the element type of texts. */
const STRING = 8;

/** The encoded rows; the leading dot avoids clashes with columns and layers. */
export const ROWS = '.rows';

/** Operators that only the encoding of columns uses. */
export const COLUMN_OPERATORS: ReadonlySet<string> = new Set(['IsNaN', 'Concat', `${ML}.OneHotEncoder`]);

/** Operator sets, beside the standard one, that the encoding of columns uses. */
export function columnDomains(columns: readonly InputColumn[]): readonly string[] {
  return columns.some(({ texts }) => texts) ? [ML] : [];
}

/** The inputs of a file for a table's columns: one each, under its name. */
export function columnInputs(columns: readonly InputColumn[]) {
  return columns.map(({ name, texts }) => ({
    name,
    dtype: texts ? 'string' : 'float32',
    shape: formatShape([BATCH, 1]),
    texts: texts && [...texts],
  }));
}

/** Values of a file's inputs, by name; a list of texts is a column `[batch, 1]`. */
export type FileInputs = Readonly<Record<string, Tensor | readonly string[]>>;

/** Cells of columns as a file takes them. */
export function columnValues(columns: readonly InputColumn[], rows: Uint32Array): FileInputs {
  const values = columns.map(({ name, cells, texts }) => {
    const own = Array.from(rows, (row) => cells[row] ?? null);
    return [
      name,
      texts
        ? own.map((cell) => (cell === null ? '' : texts[cell]!))
        : float32(
            [rows.length, 1],
            own.map((cell) => cell ?? NaN),
          ),
    ] as const;
  });
  return Object.fromEntries(values);
}

/**
 * Puts the encoding of a table's columns before a graph that starts at `ROWS`, a batch of encoded rows. Empty numbers
 * are NaN, empty texts are `''`. As in the files of scikit-learn's exporters, every column is an input `[batch, 1]`.
 */
export function withColumns(graph: GraphProto, columns: readonly InputColumn[]): GraphProto {
  const encodings = columns.map(encoding);
  const concat: NodeInit = {
    opType: 'Concat',
    name: ROWS,
    input: encodings.map(({ result }) => result),
    output: [ROWS],
    attribute: [attributeProto('axis', 'int', 1)],
  };
  return create(GraphProtoSchema, {
    name: graph.name,
    node: [...encodings.flatMap(({ nodes }) => nodes), concat, ...graph.node],
    initializer: [
      ...encodings.flatMap(({ fill }) => (fill ? [tensorProto(fill.name, float32([], [fill.value]))] : [])),
      ...graph.initializer,
    ],
    input: columns.map(({ name, texts }) =>
      texts ? textInfo(name) : valueInfo(name, 'float32', [BATCH, 1]),
    ),
    output: graph.output,
  });
}

interface Encoding {
  readonly nodes: readonly NodeInit[];
  readonly fill: { readonly name: string; readonly value: number } | null;
  readonly result: string;
}

function encoding({ name, texts, fill }: InputColumn, index: number): Encoding {
  const own = (part: string) => `.column.${index}.${part}`;
  const node = (
    opType: string,
    input: string[],
    part: string,
    attribute: MessageInitShape<typeof AttributeProtoSchema>[] = [],
  ): NodeInit => ({ opType, name: own(part), input, output: [own(part)], attribute });
  if (texts) {
    const strings = texts.map((text) => new TextEncoder().encode(text));
    const attribute = [
      { name: 'cats_strings', type: Type.STRINGS, strings },
      attributeProto('zeros', 'int', 1),
    ];
    const nodes = [
      { ...node('OneHotEncoder', [name], 'one-hot', attribute), domain: ML } as NodeInit,
      node('Flatten', [own('one-hot')], 'flat', [attributeProto('axis', 'int', 1)]),
    ];
    return { nodes, fill: null, result: own('flat') };
  }
  if (fill === null) return { nodes: [], fill: null, result: name };
  const nodes = [node('IsNaN', [name], 'empty'), node('Where', [own('empty'), own('fill'), name], 'filled')];
  return { nodes, fill: { name: own('fill'), value: fill }, result: own('filled') };
}

function textInfo(name: string): MessageInitShape<typeof ValueInfoProtoSchema> {
  const declared = create(ValueInfoProtoSchema, valueInfo(name, 'float32', [BATCH, 1]));
  declared.type!.value.value!.elemType = STRING;
  return declared;
}
