import { type PointerEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import css from './understand.module.css';

/** A curve through points with these coordinates. */
export interface PlotLine {
  readonly name: string;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** A CSS color. */
  readonly color: string;
  readonly dash?: readonly number[] | undefined;
  readonly faint?: boolean;
}

/** Finds the place under the pointer. */
export type PlaceOf = (event: PointerEvent<SVGElement>) => readonly [x: number, y: number];

interface PlotProps {
  /** Its text for screen readers. */
  readonly label: string;
  readonly x: Interval;
  readonly y: Interval;
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly lines: readonly PlotLine[];
  /** Content behind the lines. */
  readonly behind?: (scale: Scale) => ReactNode;
  /** Content over the lines. */
  readonly children?: (scale: Scale, at: PlaceOf) => ReactNode;
  /** True if the content over the lines can be reached by keyboard. */
  readonly interactive?: boolean;
  /** Called with the place under the pointer while it is pressed. */
  readonly onDrag?: (x: number, y: number) => void;
}

const MARGIN = { left: 46, right: 12, top: 10, bottom: 34 };

/** Curves over a plane with axes, which fill their container. */
export function Plot(props: PlotProps) {
  const { label, x, y, xTitle, yTitle, lines, behind, children, interactive, onDrag } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const clip = useId();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { left, right, top, bottom } = MARGIN;
  const inner = {
    width: Math.max(size.width - left - right, 1),
    height: Math.max(size.height - top - bottom, 1),
  };
  const scale = scaleOf(x, y, inner);
  const at: PlaceOf = ({ currentTarget, clientX, clientY }) => {
    const box = (currentTarget.ownerSVGElement ?? currentTarget).getBoundingClientRect();
    return [scale.toX(clientX - box.left - left), scale.toY(clientY - box.top - top)];
  };
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    if (onDrag && (event.buttons & 1) === 1) onDrag(...at(event));
  };
  return (
    <div className={css['plot']} ref={frame}>
      <svg
        role={interactive ? 'group' : 'img'}
        aria-label={label}
        width={size.width}
        height={size.height}
        className={onDrag ? css['draggable'] : undefined}
        onPointerDown={(event) => {
          if (!onDrag) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
      >
        <clipPath id={clip}>
          <rect width={inner.width} height={inner.height} />
        </clipPath>
        <g transform={`translate(${left} ${top})`}>
          <g clipPath={`url(#${clip})`}>{behind?.(scale)}</g>
          <Axes {...{ x, y, xTitle, yTitle, scale }} />
          <g clipPath={`url(#${clip})`} fill="none" strokeWidth={2} strokeLinejoin="round">
            {lines.map(({ name, xs, ys, color, dash, faint }) => (
              <path
                key={name}
                d={path(xs, ys, scale)}
                stroke={color}
                strokeDasharray={dash?.join(' ')}
                strokeWidth={faint ? 1.25 : undefined}
                opacity={faint ? 0.75 : 1}
              />
            ))}
          </g>
          {children?.(scale, at)}
        </g>
      </svg>
    </div>
  );
}

/** A dashed upright line at `x`. */
export function Cursor({ scale, x }: { readonly scale: Scale; readonly x: number }) {
  return <line className={css['cursor']} x1={scale.x(x)} x2={scale.x(x)} y2={scale.height} />;
}

interface AxesProps {
  readonly x: Interval;
  readonly y: Interval;
  readonly xTitle: string | undefined;
  readonly yTitle: string | undefined;
  readonly scale: Scale;
}

function Axes({ x, y, xTitle, yTitle, scale }: AxesProps) {
  const { width, height } = scale;
  return (
    <g className={css['axes']}>
      {ticks(x, width / 48).map(({ value, text }) => (
        <g key={value} transform={`translate(${scale.x(value)} 0)`}>
          <line y2={height} data-zero={value === 0} />
          <text y={height + 14} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      {ticks(y, height / 40).map(({ value, text }) => (
        <g key={value} transform={`translate(0 ${scale.y(value)})`}>
          <line x2={width} data-zero={value === 0} />
          <text x={-8} dy="0.32em" textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {xTitle !== undefined && (
        <text x={width / 2} y={height + 29} textAnchor="middle">
          {xTitle}
        </text>
      )}
      {yTitle !== undefined && (
        <text transform={`translate(-37 ${height / 2}) rotate(-90)`} textAnchor="middle">
          {yTitle}
        </text>
      )}
    </g>
  );
}

/** A closed interval. */
export type Interval = readonly [from: number, to: number];

/** Converts between the numbers of a plane and pixels. */
export interface Scale {
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly toX: (pixel: number) => number;
  readonly toY: (pixel: number) => number;
}

/** The scale of a plane of this size in pixels; y points up. */
function scaleOf(
  x: Interval,
  y: Interval,
  { width, height }: { readonly width: number; readonly height: number },
): Scale {
  return {
    width,
    height,
    x: (value) => ((value - x[0]) / (x[1] - x[0])) * width,
    y: (value) => (1 - (value - y[0]) / (y[1] - y[0])) * height,
    toX: (pixel) => x[0] + (pixel / width) * (x[1] - x[0]),
    toY: (pixel) => y[0] + (1 - pixel / height) * (y[1] - y[0]),
  };
}

/** The number of an interval that is nearest to `value`. */
export const clamp = (value: number, [from, to]: Interval): number => Math.min(Math.max(value, from), to);

/** Evenly spaced numbers, both ends included. */
export const evenly = ([from, to]: Interval, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** A number on an axis. */
interface Tick {
  readonly value: number;
  readonly text: string;
}

/** At most about `most` round numbers in an interval. */
export function ticks([from, to]: Interval, most: number): Tick[] {
  const rough = (to - from) / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((candidate) => candidate >= rough * 0.999)!;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    const text =
      Math.max(-from, to) < 1e5
        ? value.toFixed(digits)
        : Number(value.toPrecision(3)).toExponential().replace('e+', 'e');
    return { value, text: value === 0 ? '0' : text.replace('-', '−') };
  });
}

/** The SVG path through points; interrupted where a number is not finite. */
function path(xs: readonly number[], ys: readonly number[], scale: Scale): string {
  let connected = false;
  // Far outside of the plane, coordinates would lose their precision.
  const within = (pixel: number, size: number) => Math.min(Math.max(pixel, -10 * size), 11 * size).toFixed(1);
  return xs
    .map((x, i) => {
      const y = ys[i]!;
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        connected = false;
        return '';
      }
      const command = connected ? 'L' : 'M';
      connected = true;
      return `${command}${within(scale.x(x), scale.width)} ${within(scale.y(y), scale.height)}`;
    })
    .join('');
}
