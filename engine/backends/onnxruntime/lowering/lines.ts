import type { Attributes, AttributeValue, Graph, Value } from '../../../tensor/graph.js';
import { type OpType, rewriteGraph } from '../../../tensor/operators/index.js';

/** Operators that move a window over images or lines. */
const WINDOWED: ReadonlySet<string> = new Set<OpType>([
  'AveragePool',
  'Conv',
  'ConvInputGrad',
  'ConvWeightGrad',
  'MaxPool',
  'MaxPoolGrad',
]);

/** Windows over lines `[B, C, L]` as windows over images of one row, for which there are lowerings. */
export function linesAsImages(graph: Graph): Graph {
  return rewriteGraph(graph, (b, node) => {
    const [out] = node.outputs;
    if (!WINDOWED.has(node.op) || out?.shape.length !== 3) {
      b.add(node);
      return;
    }
    const wide = (value: Value | null) =>
      value?.shape.length === 3 ? b.op('Reshape', [value, b.ints([0, 0, 1, -1])]) : value;
    const images = b.op(node.op, node.inputs.map(wide), widened(node.attributes));
    b.op('Reshape', [images, b.ints([0, 0, -1])], {}, out);
  });
}

/** The attributes of a window over columns, with those of a window over one row before them. */
function widened(attributes: Attributes): Attributes {
  const wide = (name: string, value: AttributeValue): AttributeValue => {
    if (typeof value !== 'object') return value;
    return name === 'pads' ? value.flatMap((pad) => [0, pad]) : [1, ...value];
  };
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, wide(name, value)]));
}
