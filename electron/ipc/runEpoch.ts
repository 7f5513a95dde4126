import { z } from '../../engine/base/zod.js';

/** The fields of an epoch of a run; the window's contract and the record on disk differ in how strict they are. */
export function epochOf<F extends z.ZodType, S extends z.ZodType>(figure: F, seconds: S) {
  return {
    epoch: z.int().min(1),
    trainLoss: figure,
    trainAccuracy: figure,
    validationLoss: figure,
    validationAccuracy: figure,
    seconds,
  };
}
