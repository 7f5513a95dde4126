import type uPlot from 'uplot';

/** A curve: its legend, colour (a CSS variable) and how it is drawn. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  /** Faint curves carry the detail behind the others. */
  readonly faint?: boolean;
  /** Lengths of its dashes and gaps, so that curves differ without colour; solid unless given. */
  readonly dash?: readonly number[];
  /** One value for each x; null where there is none. */
  readonly values: (number | null)[];
}

/** uPlot's number for a logarithmic scale; its type is an enum without values at run time. */
const LOGARITHMIC: Readonly<Record<string, number>> = { distr: 3 };

/** Between two marks of the axis: whole epochs, except while there are less than two. */
const WHOLE_EPOCHS = [1, 10, 100, 1000, 10_000].flatMap((n) => [n, 2 * n, 5 * n]);
const PARTS = [0.01, 0.02, 0.05, 0.1, 0.2];

/** Charts that lie below each other have one x axis: what is pointed at or zoomed in one is in all. */
export const TOGETHER = 'epochs';
/** Above this many epochs in view their dots would hide the lines. */
const MOST_DOTS = 60;

/** uPlot's options for these curves, in the theme's colours. */
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
          points: { show: faint ? false : isSparse, size: 5, fill: stroke },
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

/** Whether a curve has few values in view; the dots of a single one are all that is seen of it. */
function isSparse(chart: uPlot, series: number, from: number, to: number): boolean {
  let found = 0;
  for (let i = from; i <= to && found <= MOST_DOTS; i++) if (chart.data[series]?.[i] != null) found++;
  return found <= MOST_DOTS;
}

/** A number as an axis has it: 0.5000 as 0.5, 80.0 % as 80 %. */
export function withoutZeros(text: string): string {
  return text.replace(/\.0+(?=$|[ e])|(\.\d*[1-9])0+(?=$|[ e])/, '$1');
}
