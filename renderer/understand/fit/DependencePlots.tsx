import type { JobResult } from '../../../engine/jobs/index.js';
import { measured } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { Plot } from '../lab/Plot.js';
import css from './fit.module.css';
import { around } from './points.js';

interface DependencePlotsProps {
  readonly answer: JobResult<'regression'>;
  readonly target: number;
}

/** The partial dependence on each column, on one scale, so that their effects compare. */
export function DependencePlots({ answer, target }: DependencePlotsProps) {
  const { dependence, targets } = answer;
  const y = around(dependence.flatMap(({ means }) => means[target]!));
  return (
    <section className={css['wide']} aria-label="Effect of each column">
      <h2 className={uiCss['section']}>Effect of each column</h2>
      <p className={uiCss['help']}>
        The mean prediction of {targets[target]!.target} when a column has this value in every training row
        and the others stay as they are (partial dependence). The steeper, the more the column matters.
      </p>
      <div className={css['effects']}>
        {dependence.map(({ column, texts, grid, means }) => {
          const values = means[target]!;
          return (
            <figure key={column}>
              <figcaption>{column}</figcaption>
              {texts ? (
                <Kinds texts={texts} values={values} interval={y} />
              ) : (
                <div className={css['effect']}>
                  <Plot
                    label={`Effect of ${column}: ${measured(values[0]!)} at ${measured(grid[0]!)}, ${measured(values.at(-1)!)} at ${measured(grid.at(-1)!)}`}
                    x={grid.length > 1 ? [grid[0]!, grid.at(-1)!] : around(grid)}
                    y={y}
                    lines={[{ name: column, xs: grid, ys: values, color: 'var(--curve-a)' }]}
                  />
                </div>
              )}
            </figure>
          );
        })}
      </div>
    </section>
  );
}

interface KindsProps {
  readonly texts: readonly string[];
  readonly values: readonly number[];
  readonly interval: readonly [number, number];
}

/** Mean predictions for the values of a column of text. */
function Kinds({ texts, values, interval: [from, to] }: KindsProps) {
  return (
    <ul className={css['kinds']}>
      {texts.map((text, i) => (
        <li key={text}>
          <span>{text === '' ? 'empty' : text}</span>
          <i style={{ width: `${((values[i]! - from) / (to - from)) * 100}%` }} />
          <b>{measured(values[i]!)}</b>
        </li>
      ))}
    </ul>
  );
}
