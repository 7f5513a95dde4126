import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { engineOutputs } from '../exchange/onnx/engineOutputs.js';
import { provingRows } from '../exchange/onnx/certificate.js';
import { defineJob } from './define.js';

/** The predictions of a run's model on every validation sample (every sample, when nothing validates). */
export const classify = defineJob({
  name: 'classify',
  host: 'engine',
  input: z.strictObject({
    /** The folder of the run. */
    run: z.string(),
  }),
  paths: { run: 'run' },
  progress: z.never(),
  result: z.strictObject({
    /** Rows of the data set. */
    rows: z.instanceof(Uint32Array),
    /** One row for each sample, one number for each of `classes`. */
    probabilities: z.instanceof(Float32Array),
    classes: z.array(z.string()).readonly(),
  }),
  run: async ({ run }, { environment }) => {
    const { recipe, state, backend } = await environment.openRun(run).open(environment);
    const { source } = recipe;
    if (!source.classNames) throw failure('bad-argument/not-a-classifier', {});
    const rows = provingRows(state);
    const trained = { ...recipe, tensors: state.tensors };
    const batches: (readonly number[])[] = [];
    await engineOutputs(trained, 'probabilities', rows, backend, ({ outputs }) => {
      batches.push(outputs);
    });
    const found = batches.flat();
    // A model with one logit gives the probability of the second class alone.
    const single = found.length === rows.length;
    const probabilities = Float32Array.from(single ? found.flatMap((p) => [1 - p, p]) : found);
    return { rows: Uint32Array.from(rows), probabilities, classes: source.classNames };
  },
});
