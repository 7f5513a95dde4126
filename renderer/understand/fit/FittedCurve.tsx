import type { PreparedTable } from '../../../engine/data/preparedTable.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { measured } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { Plot } from '../lab/Plot.js';
import css from './fit.module.css';
import { CROSS, Legend, Marks } from './Marks.js';
import { around, drawn, type FitPoint } from './points.js';

interface FittedCurveProps {
  readonly answer: JobResult<'regression'>;
  readonly table: PreparedTable;
  readonly target: number;
  readonly points: readonly FitPoint[];
  /** Another run on the same column, whose curve is drawn too. */
  readonly other: JobResult<'regression'> | null;
}

/** The curve that a model with a single input has learned, with the data. */
export function FittedCurve({ answer, table, target, points, other }: FittedCurveProps) {
  const { column, grid, means } = answer.dependence[0]!;
  const curve = means[target]!;
  const name = answer.targets[target]!.target;
  const overlay = other?.dependence.find((one) => one.column === column);
  const overlaid = overlay?.means[target];
  const values = table.inputs[0]!.values;
  const input = ({ row }: FitPoint) => values[row]!;
  const lines = [
    { name: 'this run', xs: grid, ys: curve, color: 'var(--curve-a)' },
    ...(overlay && overlaid
      ? [{ name: 'other run', xs: overlay.grid, ys: overlaid, color: 'var(--curve-b)', dash: [7, 4] }]
      : []),
  ];
  const y = around([...points.map(({ truth }) => truth), ...curve, ...(overlaid ?? [])]);
  return (
    <section className={css['wide']} aria-label="Fitted curve">
      <h2 className={uiCss['section']}>Fitted curve</h2>
      <p className={uiCss['help']}>
        What the model predicts for {name} at each {column}, with the rows of the table.
      </p>
      <div className={css['tall']}>
        <Plot
          label={`${name} against ${column}: the model predicts ${measured(curve[0]!)} at ${measured(grid[0]!)} and ${measured(curve.at(-1)!)} at ${measured(grid.at(-1)!)}`}
          x={[grid[0]!, grid.at(-1)!]}
          y={y}
          xTitle={column}
          lines={lines}
        >
          {(scale) => (
            <>
              {drawn(points).map((point) => (
                <path
                  key={point.row}
                  className={css['cross']}
                  transform={`translate(${scale.x(input(point))} ${scale.y(point.predicted)})`}
                  d={CROSS}
                />
              ))}
              <Marks
                points={points}
                scale={scale}
                x={input}
                y={({ truth }) => truth}
                title={(point) =>
                  `${column} ${measured(input(point))}: ${name} ${measured(point.truth)}, predicted ${measured(point.predicted)}`
                }
              />
            </>
          )}
        </Plot>
      </div>
      <Legend
        points={points}
        crosses="predictions"
        lines={lines.map(({ name: line, color, dash }) => ({
          name: line,
          color,
          ...(dash && { dash: dash.join(' ') }),
        }))}
      />
    </section>
  );
}
