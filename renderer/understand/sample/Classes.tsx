import { decimal } from '../../ui/format.js';
import { argMax, PROBABILITIES } from '../../../engine/evaluate/classification.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { layerOf } from '../../../engine/nn/layers/index.js';
import { percent } from '../../ui/format.js';
import { Row } from './LayerRow.js';
import css from './sample.module.css';
import {} from './units.js';

interface ClassesProps {
  readonly classes: readonly string[];
  readonly scores: Scores;
  /** The right class; null where it is unknown. */
  readonly label: number | null;
}

/** Classes that are listed; of more, the most probable. */
const MOST = 10;

/** From the last numbers to the answer: logits, log-softmax, softmax as bars, and the loss. */
export function Classes({
  classes,
  scores: { logits, logProbabilities, probabilities },
  label,
}: ClassesProps) {
  const order = classes.map((_, k) => k);
  const shown =
    classes.length > MOST
      ? order.sort((a, b) => probabilities[b]! - probabilities[a]!).slice(0, MOST)
      : order;
  const answer = argMax(probabilities);
  return (
    <Row
      title="Softmax"
      shape={[classes.length]}
      hue="var(--cat-output)"
      note={
        label === null ? (
          <>Most likely {classes[answer]}</>
        ) : (
          <Loss p={probabilities[label]!} right={answer === label} />
        )
      }
    >
      <table className={css['classes']}>
        <thead>
          <tr>
            <th scope="col">class</th>
            {logits && <th scope="col">logit z</th>}
            <th scope="col">log p</th>
            <th scope="col" colSpan={2}>
              p{logits && ' = eᶻ / Σ eᶻ'}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((k) => (
            <tr key={k} data-right={k === label}>
              <th scope="row">
                {classes[k]} {k === label && '✓'}
              </th>
              {logits && <td>{decimal(logits[k]!, 3)}</td>}
              <td>{decimal(logProbabilities[k]!, 3)}</td>
              <td className={css['barCell']}>
                <i style={{ width: `${probabilities[k]! * 100}%` }} />
              </td>
              <td>{percent(probabilities[k]!)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Row>
  );
}

function Loss({ p, right }: { readonly p: number; readonly right: boolean }) {
  return (
    <>
      loss = −log {p.toPrecision(3)} = <b>{(-Math.log(p)).toPrecision(3)}</b>
      <br />
      <span data-tone={right ? 'ok' : 'bad'}>{right ? 'right' : 'wrong'}</span>
    </>
  );
}

/** The numbers of each class for one sample. */
export interface Scores {
  /** Null where the model gives probabilities itself. */
  readonly logits: readonly number[] | null;
  readonly logProbabilities: readonly number[];
  readonly probabilities: readonly number[];
}

/** The numbers of each class, from what a classifier's layers give; null for a model of numbers. */
export function scoresOf(found: JobResult<'activations'>): Scores | null {
  const convert = PROBABILITIES[found.output];
  if (!found.classes || !convert) return null;
  const probabilities = convert(Array.from(found.layers.at(-1)!.values));
  const logits = logitsOf(found);
  const highest = logits ? Math.max(...logits) : 0;
  const sum = logits?.reduce((total, z) => total + Math.exp(z - highest), 0) ?? 1;
  const logProbabilities = logits
    ? logits.map((z) => z - highest - Math.log(sum))
    : probabilities.map(Math.log);
  return { logits, logProbabilities, probabilities };
}

/** The logits: what the last layer gives, or what it makes probabilities of. */
function logitsOf({ layers, input, output }: JobResult<'activations'>): readonly number[] | null {
  const last = layers.at(-1)!;
  const values = Array.from(last.values);
  // A single logit speaks for the second class against zero.
  if (output === 'logits') return values.length === 1 ? [0, values[0]!] : values;
  if (values.length === 1 || layerOf(last.type).logits) return null;
  return Array.from((layers.at(-2) ?? input).values);
}
