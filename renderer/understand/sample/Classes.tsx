import { percent } from '../../ui/format.js';
import { Row } from './LayerRow.js';
import css from './sample.module.css';
import { signed } from './units.js';
import type { Scores } from './scores.js';
import { argMax } from '../../../engine/evaluate/classification.js';

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
              {logits && <td>{signed(logits[k]!, 3)}</td>}
              <td>{signed(logProbabilities[k]!, 3)}</td>
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
