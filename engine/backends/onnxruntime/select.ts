import { gradients } from '../../tensor/autodiff.js';
import { invariant, problem, type Problem } from '../../base/problem.js';
import { float32, type Tensor } from '../../tensor/tensor.js';
import { createBuilder } from '../../tensor/operators/index.js';
import type { Backend, LoopProgram } from '../backend.js';
import { createReferenceBackend } from '../reference.js';
import { createNativeBackend } from './native.js';

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

/** Throws `internal` unless three steps of a tiny regression match the reference kernels. */
async function probe(backend: Backend): Promise<void> {
  const [found, expected] = [await tinyRun(backend), await tinyRun(createReferenceBackend())];
  const worst = found.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i]!)), 0);
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
  const ramp = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i + 1));
  const executable = await backend.compileLoop(tinyProgram());
  const { state, scanned } = await executable.run({
    steps: 3,
    state: { weight: float32([2, 3], ramp(6)) },
    constants: { x: float32([4, 3], ramp(12)) },
    perStep: { lr: float32([3], [0.5, 0.4, 0.3]) },
  });
  await executable.dispose();
  const numbers = ({ data }: Tensor) => Array.from(data as Float32Array);
  return [...Object.values(state), ...Object.values(scanned)].flatMap(numbers);
}
