import type { Backend, Executable, LoopProgram, Tensors } from '../backend.js';
import { createReferenceBackend, evaluate } from '../reference.js';
import { invariant, problem, type Problem } from '../../base/problem.js';
import { gradients } from '../../tensor/autodiff.js';
import type { Graph } from '../../tensor/graph.js';
import { encodeModel, graphProto } from '../../tensor/onnx/serialize.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { foldSgd, type Pass, runPasses } from '../../tensor/passes.js';
import { float32, numel, type Tensor } from '../../tensor/tensor.js';
import { compileLoop } from './loop.js';
import { linesAsImages, lower } from './lowering/index.js';
import { NATIVE_DOMAINS, nativeOperatorOf } from './lowering/operators.js';
import { openSession } from './session.js';

/** Runs graphs with onnxruntime on `threads` threads. Load it in one thread of the process only. */
export function createNativeBackend(threads: number): Backend {
  let blockSize: Promise<number | null> | undefined;
  // Only convolutions need the processor's block size, which takes time to find.
  const rewrite = async (graph: Graph): Promise<Graph> => {
    const convolves = graph.nodes.some(({ op }) => op === 'Conv' || op === 'ConvInputGrad');
    return runPasses(graph, nativePasses(convolves ? await (blockSize ??= findBlockSize()) : null));
  };
  return {
    name: 'native',
    description: `onnxruntime on the CPU, ${threads} threads`,
    threads,
    compile: async (graph) => compile(await rewrite(graph), threads),
    compileLoop: async (program) => compileLoop({ ...program, body: await rewrite(program.body) }, threads),
  };
}

/** The preferred backend, or the reference backend with a note of the reason if the native one does not work. */
export async function selectBackend(
  prefer: 'native' | 'reference',
  threads: number,
): Promise<{ readonly backend: Backend; readonly note: Problem | null }> {
  if (prefer === 'reference') return { backend: createReferenceBackend(), note: null };
  const backend = createNativeBackend(threads);
  try {
    await probe(backend);
    return { backend, note: null };
  } catch (error) {
    const note = problem('advice/no-onnxruntime', { said: (error as Error).message });
    return { backend: createReferenceBackend(), note };
  }
}

/**
 * Rewrites of a graph before onnxruntime gets it, in their order.
 * @param block channels in a block of its blocked layout on this processor; null to not use it
 */
export function nativePasses(block: number | null): readonly Pass<Graph>[] {
  return [
    { name: 'fold SGD', run: foldSgd },
    { name: 'lines as images', run: linesAsImages },
    { name: 'lower', run: (graph) => lower(graph, block) },
  ];
}

async function compile(graph: Graph, threads: number): Promise<Executable> {
  const proto = graphProto(graph, nativeOperatorOf);
  const session = await openSession(encodeModel(proto, { domains: NATIVE_DOMAINS }), threads);
  return { run: session.run, dispose: session.dispose };
}

/** Sizes that onnxruntime uses: 16 with AVX-512, 8 otherwise. */
const CANDIDATES = [16, 8] as const;

/**
 * The number of channels in a block of onnxruntime's blocked layout on this processor, which onnxruntime does
 * not report. Tries each size on two small convolutions; null, for the plain layout, if none is correct.
 */
async function findBlockSize(): Promise<number | null> {
  const graph = twoConvolutions();
  const inputs = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, ramp(shape.map(Number))]));
  const output = graph.outputs[0]!.name;
  const expected = numbers(evaluate(graph, inputs)[output]!);
  for (const block of CANDIDATES) {
    const result = await runOnce(lower(graph, block), inputs).catch(() => null);
    if (result && largestGap(numbers(result[output]!), expected) < 1e-4) return block;
  }
  return null;
}

async function runOnce(graph: Graph, inputs: Tensors): Promise<Tensors> {
  const { run, dispose } = await compile(graph, 1);
  try {
    return await run(inputs);
  } finally {
    await dispose();
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

/** Throws `internal` unless three steps of a tiny regression match the reference kernels. */
async function probe(backend: Backend): Promise<void> {
  const [found, expected] = [await tinyRun(backend), await tinyRun(createReferenceBackend())];
  const worst = largestGap(found, expected);
  invariant(worst < 1e-5, `its numbers differ from the reference by ${worst}`);
}

function tinyProgram(): LoopProgram {
  const b = createBuilder();
  const weight = b.input('weight', 'float32', [2, 3]);
  const x = b.input('x', 'float32', [4, 3]);
  const lr = b.input('lr', 'float32', []);
  const y = b.op('Tanh', [b.op('Gemm', [x, weight], { transB: 1 })]);
  const loss = b.op('ReduceMean', [b.op('Mul', [y, y])], { keepdims: 0 });
  const [slope] = gradients(b, loss, [weight]);
  const next = b.op('Sub', [weight, b.op('Mul', [slope!, lr])]);
  return {
    body: b.build([next, loss]),
    carried: { weight: next.name },
    constants: ['x'],
    perStep: ['lr'],
    scanned: [loss.name],
  };
}

async function tinyRun(backend: Backend): Promise<number[]> {
  const executable = await backend.compileLoop(tinyProgram());
  const { state, scanned } = await executable.run({
    steps: 3,
    state: { weight: ramp([2, 3]) },
    constants: { x: ramp([4, 3]) },
    perStep: { lr: float32([3], [0.5, 0.4, 0.3]) },
  });
  await executable.dispose();
  return [...Object.values(state), ...Object.values(scanned)].flatMap(numbers);
}

const ramp = (shape: readonly number[]) =>
  float32(
    shape,
    Float32Array.from({ length: numel(shape) }, (_, i) => Math.sin(i + 1)),
  );

const numbers = ({ data }: Tensor) => Array.from(data as Float32Array);

const largestGap = (found: readonly number[], expected: readonly number[]) =>
  found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
