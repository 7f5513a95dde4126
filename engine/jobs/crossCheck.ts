import type { Backend } from '../backends/backend.js';
import { createReferenceBackend } from '../backends/reference.js';
import { failure } from '../base/problem.js';
import { summarize } from '../nn/model/summary.js';
import { largestDifference } from '../exchange/onnx/certificate.js';
import { naturalOutput, type TrainedModel } from '../exchange/onnx/exportModel.js';
import { askEngine } from './askEngine.js';
import type { CertificateSummary } from './export.js';

/** Samples are few, since the kernels are slow: about a second's worth of multiply-adds. */
const MULT_ADDS = 200_000_000;
const MOST_SAMPLES = 32;

/** Share of the largest output by which sums in another order may differ. */
const TOLERANCE = 1e-4;

/**
 * A file proved by onnxruntime against an engine that runs on onnxruntime shows that nothing was lost on the way
 * to the file; this shows that onnxruntime computes what the operators mean. Asks both about the first of `rows`.
 * @throws `certificate-failed` when they differ
 */
export async function crossCheck(
  trained: TrainedModel,
  rows: Uint32Array,
  backend: Backend,
): Promise<CertificateSummary['kernels']> {
  const affordable = Math.floor(MULT_ADDS / Math.max(1, summarize(trained.model).multAdds));
  const some = rows.subarray(0, Math.min(MOST_SAMPLES, Math.max(1, affordable)));
  const [fast, exact] = [
    await naturalOutputs(trained, some, backend),
    await naturalOutputs(trained, some, createReferenceBackend()),
  ];
  const maxAbsDiff = largestDifference(fast, exact);
  const scale = exact.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  if (!(maxAbsDiff <= TOLERANCE * scale)) {
    throw failure('certificate-failed/kernels', { difference: maxAbsDiff, allowed: TOLERANCE * scale });
  }
  return { images: some.length, maxAbsDiff };
}

/** A backend's outputs for all of `rows`, in the model's natural form. */
export async function naturalOutputs(
  trained: TrainedModel,
  rows: Uint32Array,
  backend: Backend,
): Promise<number[]> {
  const found: (readonly number[])[] = [];
  await askEngine(trained, naturalOutput(trained), rows, backend, ({ outputs }) => {
    found.push(outputs);
  });
  return found.flat();
}
