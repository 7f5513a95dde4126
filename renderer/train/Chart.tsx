import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Button } from '../ui/Button.js';
import { count } from '../ui/format.js';
import { useUi } from '../useApp.js';
import css from './train.module.css';

interface ChartProps {
  readonly title: string;
  readonly xs: number[];
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  readonly log?: boolean;
  readonly children?: React.ReactNode;
}

/**
 * Curves over epochs. Drag to zoom, double-click to reset; the legend shows the values under the pointer. Charts
 * shown together share their zoom and cursor.
 */
export function Chart({ title, xs, curves, format, log = false, children }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const at = useRef<HTMLSpanElement>(null);
  const [zoomed, setZoomed] = useState(false);
  const dark = useUi((state) => state.dark);
  const looks = JSON.stringify(curves.map(({ name, color, faint, dash }) => [name, color, faint, dash]));
  const data: uPlot.AlignedData = [xs, ...curves.map(({ values }) => values.map(drawable))];
  const latest = useRef({ data, curves, format });
  latest.current = { data, curves, format };

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const showValues = (chart: uPlot) => {
      const { idx } = chart.cursor;
      latest.current.curves.forEach(({ values }, i) => {
        const value = valueNear(values, idx ?? values.length - 1);
        const cell = legend.current?.children[i]?.querySelector('b');
        if (cell) cell.textContent = value === null ? '' : latest.current.format(value);
      });
      if (at.current) at.current.textContent = idx == null ? '' : epochText(chart.data[0][idx] ?? 0);
    };
    const showZoom = ({ scales, data: [all] }: uPlot) => {
      const { min, max } = scales['x'] ?? {};
      setZoomed(min != null && max != null && all.length > 1 && (min > all[0]! || max < all.at(-1)!));
    };
    const chart = new uPlot(
      chartOptions(latest.current.curves, latest.current.format, log, size(), { showValues, showZoom }),
      latest.current.data,
      element,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [looks, log, dark]);

  useEffect(() => {
    // New data must not reset a zoom set by the user.
    plot.current?.setData(data, !zoomed);
  });

  return (
    <section className={css['chart']} aria-label={title}>
      <div className={css['chartHead']}>
        <h3>{title}</h3>
        <div className={css['legend']} ref={legend}>
          {curves.map(({ name, color, faint, dash }) => (
            <span key={name}>
              <Swatch color={color} faint={faint} dash={dash} />
              {name} <b />
            </span>
          ))}
        </div>
        <span className={css['at']} ref={at} />
        <div className={css['options']}>
          {zoomed && <Button onClick={showAll}>Show all</Button>}
          {children}
        </div>
      </div>
      <div className={css['plot']} ref={frame} />
    </section>
  );
}

/** Resets the zoom of all charts. */
function showAll(): void {
  for (const chart of uPlot.sync(TOGETHER).plots) chart.setData(chart.data, true);
}

/** A position on the x axis as text. */
function epochText(x: number): string {
  return `Epoch ${Number.isInteger(x) ? count(x) : x.toFixed(1)}`;
}

interface SwatchProps {
  readonly color: string;
  readonly faint?: boolean | undefined;
  readonly dash?: readonly number[] | undefined;
}

/** A sample of a curve's line for legends. */
export function Swatch({ color, faint = false, dash }: SwatchProps) {
  return (
    <svg className={css['swatch']} width={24} height={8} aria-hidden="true">
      <line
        x1={0}
        x2={24}
        y1={4}
        y2={4}
        stroke={color}
        strokeWidth={2}
        opacity={faint ? 0.5 : 1}
        strokeDasharray={dash?.join(' ')}
      />
    </svg>
  );
}

/** Drops non-finite values: a diverging loss ends in Infinity, which cannot be plotted. */
function drawable(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The last value at or before a position: between two epochs, that of the earlier one. */
function valueNear(values: readonly (number | null)[], at: number): number | null {
  for (let i = Math.min(at, values.length - 1); i >= 0; i--) {
    const value = values[i];
    if (value != null) return value;
  }
  return null;
}

/** A curve: its legend, color (a CSS variable), and line style. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  /** Draws the curve as a faint background line. */
  readonly faint?: boolean;
  /** Lengths of the dashes and gaps, so that curves differ without color; solid by default. */
  readonly dash?: readonly number[];
  /** One value per x; null if there is none. */
  readonly values: (number | null)[];
}

/** uPlot's number for a logarithmic scale; its type is an enum without values at runtime. */
const LOGARITHMIC: Readonly<Record<string, number>> = { distr: 3 };

/** Tick spacings: whole epochs, except while the axis covers fewer than two. */
const WHOLE_EPOCHS = [1, 10, 100, 1000, 10_000].flatMap((n) => [n, 2 * n, 5 * n]);
const PARTS = [0.01, 0.02, 0.05, 0.1, 0.2];

/** The sync key of charts that share their x axis, cursor, and zoom. */
const TOGETHER = 'epochs';
/** Above this number of values in view, dots would hide the lines. */
const MOST_DOTS = 60;

/** uPlot's options for these curves, in the theme's colors. */
function chartOptions(
  curves: readonly Curve[],
  format: (value: number) => string,
  log: boolean,
  size: { readonly width: number; readonly height: number },
  hooks: { readonly showValues: (chart: uPlot) => void; readonly showZoom: (chart: uPlot) => void },
): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--text-3'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { stroke: color('--line'), width: 1 },
    font: `11px ${color('--font')}`,
  };
  return {
    ...size,
    legend: { show: false },
    cursor: { points: { size: 6 }, drag: { x: true, y: false }, sync: { key: TOGETHER } },
    padding: [8, 20, 0, 0],
    scales: { x: { time: false }, y: log ? { ...LOGARITHMIC } : {} },
    axes: [
      {
        ...axis,
        label: 'Epoch',
        labelSize: 18,
        labelFont: axis.font,
        size: 32,
        incrs: (_, _axis, from, to) => (to - from < 2 ? [...PARTS, ...WHOLE_EPOCHS] : WHOLE_EPOCHS),
      },
      {
        ...axis,
        size: 64,
        values: (_, splits) =>
          splits.map((value: number | null) => (value === null ? '' : withoutZeros(format(value)))),
      },
    ],
    series: [
      {},
      ...curves.map(({ name, color: variable, faint, dash }) => {
        const stroke = color(variable.slice(4, -1));
        return {
          label: name,
          stroke,
          width: faint ? 1 : 2,
          alpha: faint ? 0.45 : 1,
          spanGaps: true,
          points: { show: withDots(faint ? 1 : MOST_DOTS), size: 5, fill: stroke },
          ...(dash && { dash: [...dash] }),
        };
      }),
    ],
    hooks: {
      setCursor: [hooks.showValues],
      setData: [hooks.showValues],
      ready: [hooks.showValues],
      setScale: [hooks.showZoom],
    },
  };
}

/** Shows dots on a curve that has at most `most` values in view. A single value needs one, as it draws no line. */
const withDots = (most: number) => (chart: uPlot, series: number, from: number, to: number) => {
  let found = 0;
  for (let i = from; i <= to && found <= most; i++) if (chart.data[series]?.[i] != null) found++;
  return found <= most;
};

/** Removes trailing zeros for axis labels: 0.5000 becomes 0.5, 80.0 % becomes 80 %. */
export function withoutZeros(text: string): string {
  return text.replace(/\.0+(?=$|[ e])|(\.\d*[1-9])0+(?=$|[ e])/, '$1');
}

/** The line style of a compared run; letter, color, and dashes each identify it. */
interface Line {
  readonly letter: string;
  readonly color: string;
  readonly dash?: readonly number[];
}

const LINES: readonly Line[] = [
  { letter: 'A', color: 'var(--curve-a)' },
  { letter: 'B', color: 'var(--curve-b)', dash: [7, 4] },
  { letter: 'C', color: 'var(--curve-c)', dash: [2, 3] },
  { letter: 'D', color: 'var(--curve-d)', dash: [10, 3, 2, 3] },
  { letter: 'E', color: 'var(--curve-e)', dash: [14, 4] },
  { letter: 'F', color: 'var(--curve-f)', dash: [5, 2, 1, 2, 1, 2] },
];

/** The line style of the compared run at index `place`. */
export function lineOf(place: number): Line {
  return LINES[place % LINES.length]!;
}
