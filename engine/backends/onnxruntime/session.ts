import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { tensor, type DType, type Storage, type Tensor } from '../../tensor/tensor.js';
import type { Tensors } from '../backend.js';
import { loadOnnxRuntime } from './load.js';

/** A model opened by onnxruntime. */
export interface Session {
  /** Runs once; blocks the thread until it is done. Inputs are not copied, outputs are. */
  readonly run: (inputs: Tensors) => Promise<Tensors>;
  readonly dispose: () => Promise<void>;
}

/** Opens a model's bytes on the CPU. */
export async function openSession(model: Uint8Array, threads: number): Promise<Session> {
  const ort = loadOnnxRuntime();
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Threads that keep spinning after a call would slow down other sessions: a run has three.
    extra: { session: { force_spinning_stop: '1' } },
  };
  const session = await ort.InferenceSession.create(model, options);
  const feed = ({ dtype, shape, data }: Tensor): OrtTensor =>
    new ort.Tensor(dtype, data as Float32Array, [...shape]);
  return {
    run: async (inputs) => {
      const wanted = session.inputNames.map((name) => [name, feed(inputs[name]!)] as const);
      const outputs = await session.run(Object.fromEntries(wanted));
      return Object.fromEntries(session.outputNames.map((name) => [name, fromOrt(outputs[name]!)]));
    },
    dispose: () => session.release(),
  };
}

function fromOrt(value: OrtTensor): Tensor {
  return tensor(value.type as DType, [...value.dims], value.data as Storage[DType]);
}
