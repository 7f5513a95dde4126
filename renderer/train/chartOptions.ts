import type uPlot from 'uplot';

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
export const TOGETHER = 'epochs';
/** Above this number of values in view, dots would hide the lines. */
const MOST_DOTS = 60;

/** uPlot's options for these curves, in the theme's colors. */
export function chartOptions(
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
