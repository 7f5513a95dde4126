import { choose } from './browse.js';
import type { App } from '../app.js';

/** A selection mode: only the given image, toggle it, or the range from the anchor to it. */
export type ChooseMode = 'alone' | 'toggle' | 'range';

/** Selects the image at a position in the list, clamped to its bounds. */
export function chooseAt(app: App, position: number, mode: ChooseMode): void {
  const { rows, selected, anchor } = app.browse.getState();
  const row = rows[Math.min(Math.max(position, 0), rows.length - 1)];
  if (row === undefined) return;
  if (mode === 'alone') choose(app, [row]);
  if (mode === 'toggle') toggle(app, row, selected);
  if (mode === 'range') {
    const start = anchor === null ? row : anchor;
    const [from, to] = [rows.indexOf(start), rows.indexOf(row)].sort((a, b) => a - b) as [number, number];
    choose(app, rows.subarray(from, to + 1), row);
    app.browse.setState({ anchor: start });
  }
}

/** Selects all listed images. */
export function chooseAll(app: App): void {
  const { rows, current } = app.browse.getState();
  choose(app, rows, current ?? undefined);
}

/** Reduces the selection to the image in the inspector. */
export function chooseCurrent(app: App): void {
  const { current } = app.browse.getState();
  if (current !== null) choose(app, [current]);
}

function toggle(app: App, row: number, selected: ReadonlySet<number>): void {
  const next = new Set(selected);
  // Keep at least one image selected, so that the inspector has something to show.
  if (next.delete(row) && next.size > 0) choose(app, [...next]);
  else choose(app, [...next, row]);
}
