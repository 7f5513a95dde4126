import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Button } from '../ui/Button.js';
import { count } from '../ui/format.js';
import { useUi } from '../useApp.js';
import { chartOptions, TOGETHER, type Curve } from './chartOptions.js';
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
