import { float32, numel, type Tensor } from '../../tensor/tensor.js';
import type { Graph } from '../../tensor/graph.js';
import { encodeModel, graphProto } from '../../tensor/onnx/serialize.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { evaluate } from '../reference.js';
import { lower } from './lowering/index.js';
import { NATIVE_DOMAINS, nativeOperatorOf } from './lowering/operators.js';
import { openSession } from './session.js';

/** Sizes that onnxruntime uses: 16 with AVX-512, 8 otherwise. */
const CANDIDATES = [16, 8] as const;

/**
 * The number of channels in a block of onnxruntime's blocked layout on this processor, which onnxruntime does
 * not report. Tries each size on two small convolutions; null, for the plain layout, if none is correct.
 */
export async function findBlockSize(): Promise<number | null> {
  const graph = twoConvolutions();
  const inputs = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, ramp(shape.map(Number))]));
  const expected = numbers(evaluate(graph, inputs)[graph.outputs[0]!.name]!);
  for (const block of CANDIDATES) {
    const result = await run(graph, block, inputs).catch(() => null);
    if (result?.every((value, i) => Math.abs(value - expected[i]!) < 1e-4)) return block;
  }
  return null;
}

async function run(graph: Graph, block: number, inputs: Readonly<Record<string, Tensor>>) {
  const proto = graphProto(lower(graph, block), nativeOperatorOf);
  const session = await openSession(encodeModel(proto, { domains: NATIVE_DOMAINS }), 1);
  try {
    return numbers((await session.run(inputs))[graph.outputs[0]!.name]!);
  } finally {
    await session.dispose();
  }
}

/** One convolution of plain images and one of blocked ones: both cases of the lowering. */
function twoConvolutions(): Graph {
  const b = createBuilder();
  const x = b.input('x', 'float32', [1, 3, 4, 4]);
  const first = b.input('first', 'float32', [16, 3, 3, 3]);
  const second = b.input('second', 'float32', [32, 16, 3, 3]);
  const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
  const middle = b.op('Conv', [x, first], attributes);
  return b.build([b.op('Conv', [middle, second], attributes)]);
}

const ramp = (shape: readonly number[]) =>
  float32(
    shape,
    Float32Array.from({ length: numel(shape) }, (_, i) => Math.sin(i)),
  );

const numbers = ({ data }: Tensor) => Array.from(data as Float32Array);
