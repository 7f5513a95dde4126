import type * as Ort from 'onnxruntime-node';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { type DType, type Storage, tensor, type Tensor } from '../../tensor/tensor.js';
import type { Tensors } from '../backend.js';
import { createRequire } from 'node:module';

/** A model opened by onnxruntime. */
export interface Session {
  /** Runs once; blocks the thread until it is done. Inputs are not copied, outputs are. Texts are a column. */
  readonly run: (inputs: Readonly<Record<string, Tensor | readonly string[]>>) => Promise<Tensors>;
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
  const feed = (value: Tensor | readonly string[]): OrtTensor =>
    'dtype' in value
      ? new ort.Tensor(value.dtype, value.data as Float32Array, [...value.shape])
      : new ort.Tensor('string', [...value], [value.length, 1]);
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

/** onnxruntime's module. */
export type OnnxRuntime = typeof Ort;

/**
 * Loads onnxruntime with its telemetry off: version 1.30 otherwise writes a device id under the user's
 * cache folder and carries an uploader. The variable has an effect only before the library is
 * loaded, so all code loads it here. In a worker that is too late: its environment is a copy that native code never
 * sees, so code that starts a worker must first set the variable in the process's own environment.
 */
export function loadOnnxRuntime(): OnnxRuntime {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return createRequire(import.meta.url)('onnxruntime-node') as OnnxRuntime;
}
