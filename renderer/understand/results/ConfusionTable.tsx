import type { ClassifierFigures } from '../../../engine/evaluate/classification.js';
import type { JudgedSample } from '../../../engine/evaluate/samples.js';
import type { NamedImages } from '../../actions/data.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { count, percent } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import css from '../understand.module.css';
import type { SampleView } from './SampleSet.js';

interface ConfusionTableProps {
  readonly figures: ClassifierFigures;
  readonly samples: readonly JudgedSample[];
  /** A word for the samples; omitted where they cannot be shown. */
  readonly noun?: SampleView['noun'] | undefined;
  /** Shows samples; null where that is not possible. */
  readonly open: ((images: NamedImages) => void) | null;
}

/** The confusion matrix: counts, and the share of the true class. */
export function ConfusionTable({
  figures: { classes, confusion },
  samples,
  noun,
  open,
}: ConfusionTableProps) {
  const show = (truth: number, predicted: number) =>
    open?.({
      name: `${classes[truth]!} predicted as ${classes[predicted]!}`,
      rows: samples
        .filter((sample) => sample.truth === truth && sample.predicted === predicted)
        .map(({ row }) => row),
      sort: 'worst',
    });
  return (
    <section aria-label="Confusion matrix">
      <h2 className={uiCss['section']}>Confusion matrix</h2>
      <p className={uiCss['help']}>
        Rows are the true classes, columns the predictions; shares are of the row.
        {open && ` Select a number to see its ${noun}.`}
      </p>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label="Counts">
        <table className={css['confusion']}>
          <ColumnHeads titles={['', ...classes]} />
          <tbody>
            {confusion.map((row, truth) => (
              <tr key={classes[truth]}>
                <th scope="row">{classes[truth]}</th>
                {row.map((cell, predicted) => (
                  <Cell
                    key={predicted}
                    samples={cell}
                    share={cell / Math.max(1, sum(row))}
                    right={truth === predicted}
                    label={`${classes[truth]!} predicted as ${classes[predicted]!}`}
                    onClick={open && cell > 0 ? () => show(truth, predicted) : null}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const sum = (row: readonly number[]) => row.reduce((total, value) => total + value, 0);

interface CellProps {
  readonly samples: number;
  readonly share: number;
  readonly right: boolean;
  readonly label: string;
  readonly onClick: (() => void) | null;
}

/** The strongest tint on which the text can still be read. */
const STRONGEST = 45;

function Cell({ samples, share, right, label, onClick }: CellProps) {
  const tint = `color-mix(in srgb, var(${right ? '--ok' : '--bad'}) ${share * STRONGEST}%, var(--raised))`;
  const text = (
    <>
      <b>{count(samples)}</b>
      <small>{percent(share)}</small>
    </>
  );
  return (
    <td style={{ background: tint }}>
      {onClick ? (
        <button
          type="button"
          aria-label={`${label}: ${count(samples)}, ${percent(share)}`}
          title={`${label}: show`}
          onClick={onClick}
        >
          {text}
        </button>
      ) : (
        <div>{text}</div>
      )}
    </td>
  );
}
