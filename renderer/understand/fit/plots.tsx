import type { PreparedTable } from '../../../engine/data/preparedTable.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { measured } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { type Interval, Plot, type PlotLine, type Scale } from '../Plot.js';
import understandCss from '../understand.module.css';
import css from './fit.module.css';

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
  const lines: PlotLine[] = [
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
      <Legend points={points} crosses="predictions" lines={lines} />
    </section>
  );
}

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
        <div className={understandCss['square']}>
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
        <div className={understandCss['square']}>
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

interface MarksProps {
  readonly points: readonly FitPoint[];
  readonly scale: Scale;
  readonly x: (point: FitPoint) => number;
  readonly y: (point: FitPoint) => number;
  readonly title: (point: FitPoint) => string;
}

/** Rows in a plot: circles for those that train, diamonds for those that validate. */
function Marks({ points, scale, x, y, title }: MarksProps) {
  return drawn(points).map((point) => (
    <g key={point.row} transform={`translate(${scale.x(x(point))} ${scale.y(y(point))})`}>
      {point.validates ? (
        <path className={css['validating']} d="M0-5.5L5.5 0 0 5.5-5.5 0Z">
          <title>{title(point)}</title>
        </path>
      ) : (
        <circle className={css['training']} r={3.5}>
          <title>{title(point)}</title>
        </circle>
      )}
    </g>
  ));
}

interface LegendProps {
  readonly points: readonly FitPoint[];
  readonly lines?: readonly PlotLine[];
  /** The name of the crosses, where there are any. */
  readonly crosses?: string;
}

/** The legend of a plot's marks and lines. */
function Legend({ points, lines = [], crosses }: LegendProps) {
  return (
    <ul className={css['legend']}>
      <li>
        <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden="true">
          <circle className={css['training']} r={3.5} />
        </svg>
        training rows
      </li>
      {points.some(({ validates }) => validates) && (
        <li>
          <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden="true">
            <path className={css['validating']} d="M0-5.5L5.5 0 0 5.5-5.5 0Z" />
          </svg>
          validation rows
        </li>
      )}
      {crosses !== undefined && (
        <li>
          <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden="true">
            <path className={css['cross']} d={CROSS} />
          </svg>
          {crosses}
        </li>
      )}
      {lines.map(({ name, color, dash }) => (
        <li key={name}>
          <svg width={24} height={8} aria-hidden="true">
            <path d="M0 4H24" stroke={color} strokeWidth={2} strokeDasharray={dash?.join(' ')} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** The outline of a cross around the origin. */
const CROSS = 'M-4-4L4 4M-4 4L4-4';

/** A row of a regression's table, with its prediction for one target. */
export interface FitPoint {
  readonly row: number;
  readonly validates: boolean;
  readonly truth: number;
  readonly predicted: number;
}

/** Every row, those that train first. */
export function pointsOf(
  { rows, training, truth, predicted, targets }: JobResult<'regression'>,
  target: number,
): readonly FitPoint[] {
  const at = (i: number) => i * targets.length + target;
  return Array.from(rows, (row, i) => ({
    row,
    validates: i >= training,
    truth: truth[at(i)]!,
    predicted: predicted[at(i)]!,
  }));
}

/** Limit of points drawn; of more, every n-th. */
const MOST_DRAWN = 1000;

/** The points to draw. */
function drawn(points: readonly FitPoint[]): readonly FitPoint[] {
  const every = Math.ceil(points.length / MOST_DRAWN);
  return every === 1 ? points : points.filter((_, i) => i % every === 0);
}

/** The interval of some numbers with a margin on both sides. */
function around(values: readonly number[]): Interval {
  const [least, most] = values
    .filter(Number.isFinite)
    .reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  if (least > most) return [0, 1];
  const margin = (most - least) * 0.06 || Math.abs(most) * 0.1 || 1;
  return [least - margin, most + margin];
}
