import { askEngine } from './askEngine.js';
import { provingRows, type FinishedRun } from './export.js';
import { LoomError } from '../base/errors.js';
import type { PredictionsEvent } from './events.js';

/**
 * What a run's model says about every validation sample (every sample, when nothing validates).
 * @throws LoomError `bad-argument` when the model does not tell classes apart
 */
export async function classify({ recipe, state, backend }: FinishedRun): Promise<PredictionsEvent> {
  const { model, loss, source } = recipe;
  if (!source.classNames) throw new LoomError('bad-argument', 'this model does not tell classes apart');
  const rows = provingRows(state);
  const trained = { model, loss: loss.definition, source, tensors: state.tensors };
  const batches: (readonly number[])[] = [];
  await askEngine(trained, 'probabilities', rows, backend, ({ outputs }) => {
    batches.push(outputs);
  });
  const found = batches.flat();
  // A model with one logit gives the probability of the second class alone.
  const single = found.length === rows.length;
  const probabilities = Float32Array.from(single ? found.flatMap((p) => [1 - p, p]) : found);
  return { event: 'predictions', rows: Uint32Array.from(rows), probabilities, classes: source.classNames };
}
