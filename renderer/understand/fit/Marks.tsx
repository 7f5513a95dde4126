import type { Scale } from '../lab/scale.js';
import css from './fit.module.css';
import { drawn, type FitPoint } from './points.js';

interface MarksProps {
  readonly points: readonly FitPoint[];
  readonly scale: Scale;
  readonly x: (point: FitPoint) => number;
  readonly y: (point: FitPoint) => number;
  readonly title: (point: FitPoint) => string;
}

/** Rows in a plot: circles for those that train, diamonds for those that validate. */
export function Marks({ points, scale, x, y, title }: MarksProps) {
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
  /** Names and colors of lines, with their dashes. */
  readonly lines?: readonly { readonly name: string; readonly color: string; readonly dash?: string }[];
  /** The name of the crosses, where there are any. */
  readonly crosses?: string;
}

/** The legend of a plot's marks and lines. */
export function Legend({ points, lines = [], crosses }: LegendProps) {
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
            <path d="M0 4H24" stroke={color} strokeWidth={2} strokeDasharray={dash} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** The outline of a cross around the origin. */
export const CROSS = 'M-4-4L4 4M-4 4L4-4';
