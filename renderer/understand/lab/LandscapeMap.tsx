import { useEffect, useMemo, useRef } from 'react';
import type { Descent, Landscape } from '../../../engine/train/landscape.js';
import { useUi } from '../../useApp.js';
import { Cursor, evenly, type Interval, Plot, type Scale } from '../Plot.js';
import understandCss from '../understand.module.css';
import css from './lab.module.css';
import { type Place, tensorsOf } from './thermometerModel.js';

/** Points of the grid in each direction. */
const SIDE = 49;

interface MapProps {
  readonly landscape: Landscape;
  /** The path so far. */
  readonly places: readonly Place[];
  readonly view: { readonly w: Interval; readonly b: Interval };
  readonly onStart: (start: Place) => void;
}

/** The loss over both parameters: the darker, the lower, with lines of equal loss. */
export function Valley({ landscape, places, view, onStart }: MapProps) {
  const [[w0, w1], [b0, b1]] = [view.w, view.b];
  const { grid, lines } = useMemo(() => {
    const computed = gridOf([w0, w1], [b0, b1], SIDE, (w, b) =>
      landscape.lossAt(tensorsOf({ w, b }, 'line')),
    );
    const levels = doublingLevels(computed.values, 9);
    return { grid: computed, lines: levels.map((level) => contour(computed, level)).join('') };
  }, [landscape, w0, w1, b0, b1]);
  return (
    <Plot
      label="The loss for each w and b, with the path of training"
      x={view.w}
      y={view.b}
      xTitle="w"
      yTitle="b"
      lines={[
        {
          name: 'path',
          xs: places.map(({ w }) => w),
          ys: places.map(({ b }) => b),
          color: 'var(--curve-b)',
        },
      ]}
      behind={(scale) => (
        <>
          <foreignObject width={scale.width} height={scale.height}>
            <HeatMap grid={grid} />
          </foreignObject>
          <path
            className={css['contour']}
            transform={`scale(${scale.width} ${scale.height})`}
            vectorEffect="non-scaling-stroke"
            d={lines}
          />
        </>
      )}
      onDrag={(w, b) => onStart({ w, b })}
    >
      {(scale) => <Steps scale={scale} points={places.map(({ w, b }) => [w, b])} />}
    </Plot>
  );
}

/** The loss over the only parameter. */
export function Parabola({ landscape, places, view, onStart }: MapProps) {
  const [from, to] = view.w;
  const lossOf = (w: number) => landscape.lossAt(tensorsOf({ w, b: 0 }, 'slope'));
  const curve = useMemo(() => {
    const xs = evenly([from, to], 201);
    return { xs, ys: xs.map(lossOf) };
  }, [landscape, from, to]);
  const points = places.map(({ w }): [number, number] => [w, lossOf(w)]);
  return (
    <Plot
      label="The loss for each w, with the path of training"
      x={view.w}
      y={[0, Math.max(...curve.ys)]}
      xTitle="w"
      yTitle="loss"
      lines={[
        { name: 'loss', ...curve, color: 'var(--curve-a)' },
        {
          name: 'path',
          xs: points.map(([w]) => w),
          ys: points.map(([, y]) => y),
          color: 'var(--curve-b)',
          faint: true,
        },
      ]}
      onDrag={(w) => onStart({ w, b: 0 })}
    >
      {(scale) => <Steps scale={scale} points={points} />}
    </Plot>
  );
}

interface StepsProps {
  readonly scale: Scale;
  readonly points: readonly (readonly [number, number])[];
}

/** After as many, steps are short: dots would only make the line thick. */
const MOST_DOTS = 24;

/** Dots for the steps of a path that are in view, the first and the last marked. */
function Steps({ scale, points }: StepsProps) {
  const seen = points
    .map(([x, y], i) => ({ i, x: scale.x(x), y: scale.y(y) }))
    .filter(({ x, y }) => x >= -1 && x <= scale.width + 1 && y >= -1 && y <= scale.height + 1);
  return (
    <>
      {seen.slice(0, MOST_DOTS).map(({ i, x, y }) => (
        <circle key={i} className={css['step']} cx={x} cy={y} r={2.5} />
      ))}
      {seen
        .filter(({ i }) => i === 0 || i === points.length - 1)
        .map(({ i, x, y }) => (
          <g key={i}>
            <circle className={i === 0 ? css['start'] : understandCss['point']} cx={x} cy={y} r={6} />
            <StepName scale={scale} x={x} y={y} text={i === 0 ? 'start' : `step ${i}`} />
          </g>
        ))}
    </>
  );
}

interface StepNameProps {
  readonly scale: Scale;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Room for the name of a step beside its dot, and half of its height, in pixels. */
const NAME = { width: 64, half: 8 };

/** A step's name on the side of its dot where there is room for it. */
function StepName({ scale: { width, height }, x, y, text }: StepNameProps) {
  const left = x + NAME.width > width;
  return (
    <text
      className={css['bandName']}
      x={left ? x - 10 : x + 10}
      y={Math.min(Math.max(y, NAME.half), height - NAME.half)}
      dy="0.32em"
      textAnchor={left ? 'end' : 'start'}
    >
      {text}
    </text>
  );
}

function HeatMap({ grid: { columns, rows, values } }: { readonly grid: Grid }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useUi((state) => state.dark);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const logs = values.map((value) => Math.log(Math.min(value, Number.MAX_VALUE)));
    const [least, greatest] = [Math.min(...logs), Math.max(...logs)];
    context.clearRect(0, 0, columns, rows);
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent');
    logs.forEach((value, i) => {
      context.globalAlpha = 0.75 * (1 - (value - least) / (greatest - least || 1)) ** 1.5;
      context.fillRect(i % columns, rows - 1 - Math.floor(i / columns), 1, 1);
    });
  }, [values, columns, rows, dark]);
  return <canvas ref={canvas} className={css['heat']} width={columns} height={rows} />;
}

/** The loss after each step, on a logarithmic axis. */
export function LossCurve({
  descent: { losses: all },
  step,
}: {
  readonly descent: Descent;
  readonly step: number;
}) {
  const logs = all.map((value) => Math.log10(Math.min(Math.max(value, 1e-12), 1e38)));
  const least = Math.min(...logs);
  const greatest = Math.max(...logs, least + 1);
  return (
    <div className={css['low']}>
      <Plot
        label="The loss after each step"
        x={[0, Math.max(all.length - 1, 1)]}
        y={[least, greatest]}
        xTitle="step"
        yTitle="log₁₀ loss"
        lines={[{ name: 'loss', xs: all.map((_, i) => i), ys: logs, color: 'var(--curve-b)' }]}
      >
        {(scale) => <Cursor scale={scale} x={step} />}
      </Plot>
    </div>
  );
}

/** Values on a grid of evenly spaced points, row by row from the bottom. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly number[];
}

/** Computes a function on a grid. */
export function gridOf(x: Interval, y: Interval, side: number, f: (x: number, y: number) => number): Grid {
  const at = ([from, to]: Interval, i: number) => from + ((to - from) * i) / (side - 1);
  const values = Array.from({ length: side * side }, (_, i) =>
    f(at(x, i % side), at(y, Math.floor(i / side))),
  );
  return { columns: side, rows: side, values };
}

/**
 * The line along which a grid has this value, as an SVG path in a plane from 0 to 1 in each direction, y down:
 * marching squares without the ambiguous case, whose two segments may join either way.
 */
export function contour({ columns, rows, values }: Grid, level: number): string {
  let path = '';
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const crossings = corners.flatMap(([x, y], k) => {
        const [nextX, nextY] = corners[(k + 1) % 4]!;
        const here = values[y * columns + x]!;
        const next = values[nextY * columns + nextX]!;
        if (here < level === next < level) return [];
        const share = (level - here) / (next - here);
        const [px, py] = [x + share * (nextX - x), y + share * (nextY - y)];
        return `${(px / (columns - 1)).toFixed(4)} ${(1 - py / (rows - 1)).toFixed(4)}`;
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) path += `M${crossings[i]!}L${crossings[i + 1]!}`;
    }
  }
  return path;
}

/** Levels that double from just above the least value, as many as are needed to reach the greatest. */
export function doublingLevels(values: readonly number[], most: number): number[] {
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  const factor = Math.max(2, (greatest / least) ** (1 / most));
  const levels: number[] = [];
  for (let level = least * factor; level < greatest && levels.length < most; level *= factor)
    levels.push(level);
  return levels;
}
