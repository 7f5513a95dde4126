import { numel, tensor, type TensorOf } from '../tensor/tensor.js';

/** Sines that scripts/fixtures/layers.py computes in the same way, so that inputs need not be stored. */
export function wave(shape: readonly number[], scale = 1, phase = 0): TensorOf<'float32'> {
  return tensor('float32', shape, Float32Array.from(waveNumbers(shape, scale, phase)));
}

/** The same in double precision, for gradient checks. */
export function wave64(shape: readonly number[], scale = 1, phase = 0): TensorOf<'float32'> {
  return tensor('float32', shape, Float64Array.from(waveNumbers(shape, scale, phase)));
}

function waveNumbers(shape: readonly number[], scale: number, phase: number): number[] {
  return Array.from({ length: numel(shape) }, (_, i) => scale * Math.sin(1 + 0.37 * i + phase));
}
