import { measured } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { Plot } from '../lab/Plot.js';
import css from './fit.module.css';
import { Legend, Marks } from './Marks.js';
import { around, drawn, type FitPoint } from './points.js';

interface AgreementProps {
  readonly points: readonly FitPoint[];
  /** The target's name. */
  readonly name: string;
}

/** Predictions against the truth, and the residuals against the predictions. */
export function Agreement({ points, name }: AgreementProps) {
  const all = around(points.flatMap(({ truth, predicted }) => [truth, predicted]));
  const predictions = around(points.map(({ predicted }) => predicted));
  const residuals = around([0, ...points.map(residual)]);
  const title = (point: FitPoint) =>
    `${name} ${measured(point.truth)}, predicted ${measured(point.predicted)}, residual ${measured(residual(point))}`;
  const more =
    drawn(points).length < points.length && `${drawn(points).length} of ${points.length} rows are drawn.`;
  return (
    <div className={css['pair']}>
      <section aria-label="Predicted against actual">
        <h2 className={uiCss['section']}>Predicted against actual</h2>
        <p className={uiCss['help']}>On the dashed line, prediction and truth are the same. {more}</p>
        <div className={css['square']}>
          <Plot
            label={`Predicted against actual ${name}, ${points.length} rows`}
            x={all}
            y={all}
            xTitle={`actual ${name}`}
            lines={[{ name: 'equal', xs: all, ys: all, color: 'var(--text-3)', dash: [4, 4] }]}
          >
            {(scale) => (
              <Marks
                points={points}
                scale={scale}
                x={({ truth }) => truth}
                y={({ predicted }) => predicted}
                title={title}
              />
            )}
          </Plot>
        </div>
        <Legend points={points} />
      </section>
      <section aria-label="Residuals">
        <h2 className={uiCss['section']}>Residuals</h2>
        <p className={uiCss['help']}>
          Actual minus predicted. A shape, such as a bow or a fan, is something that the model has not
          learned.
        </p>
        <div className={css['square']}>
          <Plot
            label={`Residuals of ${name} against predictions`}
            x={predictions}
            y={residuals}
            xTitle={`predicted ${name}`}
            lines={[{ name: 'zero', xs: predictions, ys: [0, 0], color: 'var(--text-3)', dash: [4, 4] }]}
          >
            {(scale) => (
              <Marks
                points={points}
                scale={scale}
                x={({ predicted }) => predicted}
                y={residual}
                title={title}
              />
            )}
          </Plot>
        </div>
        <Legend points={points} />
      </section>
    </div>
  );
}

const residual = ({ truth, predicted }: FitPoint) => truth - predicted;
