import { choose, useBrowse } from './browse.js';

/** A selection mode: only the given image, toggle it, or the range from the anchor to it. */
export type ChooseMode = 'alone' | 'toggle' | 'range';

/** Selects the image at a position in the list, clamped to its bounds. */
export function chooseAt(position: number, mode: ChooseMode): void {
  const { rows, selected, anchor } = useBrowse.getState();
  const row = rows[Math.min(Math.max(position, 0), rows.length - 1)];
  if (row === undefined) return;
  if (mode === 'alone') choose([row]);
  if (mode === 'toggle') toggle(row, selected);
  if (mode === 'range') {
    const start = anchor === null ? row : anchor;
    const [from, to] = [rows.indexOf(start), rows.indexOf(row)].sort((a, b) => a - b) as [number, number];
    choose(rows.subarray(from, to + 1), row);
    useBrowse.setState({ anchor: start });
  }
}

/** Selects all listed images. */
export function chooseAll(): void {
  const { rows, current } = useBrowse.getState();
  choose(rows, current ?? undefined);
}

/** Reduces the selection to the image in the inspector. */
export function chooseCurrent(): void {
  const { current } = useBrowse.getState();
  if (current !== null) choose([current]);
}

function toggle(row: number, selected: ReadonlySet<number>): void {
  const next = new Set(selected);
  // Keep at least one image selected, so that the inspector has something to show.
  if (next.delete(row) && next.size > 0) choose([...next]);
  else choose([...next, row]);
}
