import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useBrowse } from '../state/browse.js';
import { nameOf } from '../state/filters.js';
import { announce } from '../state/ui.js';
import { useTheme } from '../ui/useTheme.js';
import { copyImage } from '../actions/data.js';
import { SHEET_SIDE } from './messages.js';
import { SHEET_IMAGES, Sheets } from './sheets.js';
import css from './data.module.css';

const GAP = 4;
const PADDING = 16;

/**
 * All images that pass the filters, drawn on one canvas of the window's size: the number of elements does
 * not depend on the number of images.
 */
export function ImageGrid() {
  const rows = useBrowse((state) => state.rows);
  const size = useBrowse((state) => state.size);
  const current = useBrowse((state) => state.current);
  const data = useBrowse((state) => state.data);
  const theme = useTheme();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState({ width: 0, height: 0 });
  const columns = Math.max(1, Math.floor((view.width - 2 * PADDING + GAP) / (size + GAP)));
  const height = Math.ceil(rows.length / columns) * (size + GAP) - GAP + 2 * PADDING;
  const at = current === null ? -1 : rows.indexOf(current);

  const draw = useRef<() => void>(() => undefined);
  const sheets = useRef<Sheets | null>(null);
  useEffect(() => {
    const own = new Sheets(rows, () => draw.current());
    sheets.current = own;
    draw.current();
    return () => own.dispose();
  }, [rows]);

  useEffect(() => {
    if (!scroller.current) return;
    const element = scroller.current;
    const observer = new ResizeObserver(() =>
      setView({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    draw.current = () => {
      if (scroller.current && canvas.current && sheets.current) {
        paint(canvas.current, sheets.current, {
          size,
          columns,
          at,
          top: scroller.current.scrollTop,
          ...view,
        });
      }
    };
    draw.current();
  }, [size, columns, at, view, theme, rows]);

  // The chosen image comes into sight.
  useEffect(() => {
    const element = scroller.current;
    if (!element || at < 0) return;
    const top = PADDING + Math.floor(at / columns) * (size + GAP);
    if (top < element.scrollTop) element.scrollTop = top - PADDING;
    else if (top + size > element.scrollTop + element.clientHeight)
      element.scrollTop = top + size - element.clientHeight + PADDING;
  }, [at, columns, size]);

  const go = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (row === undefined || !data) return;
    useBrowse.setState({ current: row, tab: 'image' });
    announce(`${data.classNames[data.labels[row]!]!}, ${nameOf(row, data.trainCount)}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && current !== null) {
      event.preventDefault();
      void copyImage(current);
      return;
    }
    const page = Math.max(1, Math.floor(view.height / (size + GAP))) * columns;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  const onClick = (event: MouseEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left - PADDING;
    const y = event.clientY - box.top - PADDING + (scroller.current?.scrollTop ?? 0);
    const column = Math.floor(x / (size + GAP));
    const to = Math.floor(y / (size + GAP)) * columns + column;
    if (column >= 0 && column < columns && to >= 0 && to < rows.length) go(to);
  };
  return (
    <div
      ref={scroller}
      className={css['scroller']}
      tabIndex={0}
      role="region"
      aria-label={`Images, ${rows.length}. Arrow keys go from image to image.`}
      onScroll={() => draw.current()}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} className={css['canvas']} onClick={onClick} />
      <div style={{ height: Math.max(height - view.height, 0) }} />
    </div>
  );
}

interface Scene {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly size: number;
  readonly columns: number;
  /** Place of the chosen image in the list. */
  readonly at: number;
}

function paint(canvas: HTMLCanvasElement, sheets: Sheets, scene: Scene): void {
  const { width, height, top, size, columns, at } = scene;
  const scale = window.devicePixelRatio;
  if (canvas.width !== width * scale || canvas.height !== height * scale) {
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  const style = getComputedStyle(canvas);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.fillStyle = style.getPropertyValue('--line');
  const cell = size + GAP;
  const first = Math.max(0, Math.floor((top - PADDING) / cell)) * columns;
  const last = Math.min(sheets.rows.length, (Math.floor((top + height - PADDING) / cell) + 1) * columns);
  for (let i = first; i < last; i++) {
    const x = PADDING + (i % columns) * cell;
    const y = PADDING + Math.floor(i / columns) * cell - top;
    const sheet = sheets.get(i);
    if (!sheet) {
      context.fillRect(x, y, size, size);
      continue;
    }
    const side = sheet.width / SHEET_SIDE;
    const inSheet = i % SHEET_IMAGES;
    const left = (inSheet % SHEET_SIDE) * side;
    const above = Math.floor(inSheet / SHEET_SIDE) * side;
    context.drawImage(sheet, left, above, side, side, x, y, size, size);
  }
  if (at >= first && at < last) {
    context.strokeStyle = style.getPropertyValue('--accent');
    context.lineWidth = 3;
    const x = PADDING + (at % columns) * cell;
    context.strokeRect(x - 1.5, PADDING + Math.floor(at / columns) * cell - top - 1.5, size + 3, size + 3);
  }
}
