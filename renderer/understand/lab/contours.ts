import type { Interval } from './scale.js';

/** Values on a grid of evenly spaced points, row by row from the bottom. */
export interface Grid {
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
