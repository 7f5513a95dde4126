import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../ui/useTheme.js';
import css from './train.module.css';

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

interface ChartProps {
  readonly title: string;
  readonly xs: number[];
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  readonly log?: boolean;
  readonly children?: React.ReactNode;
}

/** Curves over epochs. Drag to zoom, double-click to see all; the values under the pointer are in the legend. */
export function Chart({ title, xs, curves, format, log = false, children }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const zoomed = useRef(false);
  const theme = useTheme();
  const looks = JSON.stringify(curves.map(({ name, color, faint, dash }) => [name, color, faint, dash]));
  const data: uPlot.AlignedData = [xs, ...curves.map(({ values }) => values)];
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
    };
    const chart = new uPlot(
      options(latest.current.curves, latest.current.format, log, size(), showValues),
      latest.current.data,
      element,
    );
    plot.current = chart;
    zoomed.current = false;
    chart.over.addEventListener('mouseup', () => (zoomed.current ||= chart.select.width > 0));
    chart.over.addEventListener('dblclick', () => (zoomed.current = false));
    const observer = new ResizeObserver(() => chart.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [looks, log, theme]);

  useEffect(() => {
    // New data must not take a zoom away that a person has set.
    plot.current?.setData(data, !zoomed.current);
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
        <div className={css['options']}>{children}</div>
      </div>
      <div className={css['plot']} ref={frame} />
    </section>
  );
}

interface SwatchProps {
  readonly color: string;
  readonly faint?: boolean | undefined;
  readonly dash?: readonly number[] | undefined;
}

/** A piece of a curve's line, for legends. */
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

/** uPlot's number for a logarithmic scale; its type is an enum without values at run time. */
const LOGARITHMIC: Readonly<Record<string, number>> = { distr: 3 };

/** Between two marks of the axis: whole epochs, except at the very start. */
const EPOCH_STEPS = [
  0.01,
  0.02,
  0.05,
  0.1,
  0.2,
  ...[1, 10, 100, 1000, 10_000].flatMap((n) => [n, 2 * n, 5 * n]),
];

function options(
  curves: readonly Curve[],
  format: (value: number) => string,
  log: boolean,
  size: { readonly width: number; readonly height: number },
  showValues: (chart: uPlot) => void,
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
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    padding: [8, 12, 0, 0],
    scales: { x: { time: false }, y: log ? { ...LOGARITHMIC } : {} },
    axes: [
      { ...axis, label: 'Epoch', labelSize: 18, labelFont: axis.font, size: 32, incrs: EPOCH_STEPS },
      {
        ...axis,
        size: 64,
        values: (_, splits) => splits.map((value: number | null) => (value === null ? '' : format(value))),
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
          points: faint ? { show: false } : { size: 5, fill: stroke },
          ...(dash && { dash: [...dash] }),
        };
      }),
    ],
    hooks: { setCursor: [showValues], setData: [showValues], ready: [showValues] },
  };
}

/** The last value at or before a position: between two epochs, that of the one before. */
function valueNear(values: readonly (number | null)[], at: number): number | null {
  for (let i = Math.min(at, values.length - 1); i >= 0; i--) {
    const value = values[i];
    if (value != null) return value;
  }
  return null;
}
