import { useId, useLayoutEffect, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import css from './lab.module.css';
import { path, ticks, type Interval, type Scale, scaleOf } from './scale.js';

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
export function Plot({
  label,
  x,
  y,
  xTitle,
  yTitle,
  lines,
  behind,
  children,
  interactive,
  onDrag,
}: PlotProps) {
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
