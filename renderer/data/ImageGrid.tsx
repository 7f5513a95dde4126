import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { copyImages } from '../actions/copyImages.js';
import type { App } from '../app.js';
import type { Loaded } from '../images/messages.js';
import { chooseAll, chooseAt, chooseCurrent, type ChooseMode } from '../state/browse.js';
import { nameOf } from '../state/filters.js';
import { announce } from '../state/ui.js';
import { useApp, useBrowse, useUi } from '../useApp.js';
import css from './data.module.css';
import { gridLayout, indexAt, scrollTo } from './gridLayout.js';
import { paint } from './gridPaint.js';
import { Sheets } from './sheets.js';

interface ImageGridProps {
  readonly data: Loaded;
  /** Rows to mark as held out. */
  readonly heldOut: ReadonlySet<number>;
}

/**
 * All images that pass the filters, drawn on one viewport-sized canvas, so that the number of elements does not
 * depend on the number of images.
 */
export function ImageGrid({ data, heldOut }: ImageGridProps) {
  const app = useApp();
  const { rows, size, current, selected } = useBrowse(
    useShallow(({ rows, size, current, selected }) => ({ rows, size, current, selected })),
  );
  // Painting reads the theme's colors, so a theme change must repaint.
  useUi((state) => state.dark);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState({ width: 0, height: 0 });
  const layout = gridLayout(rows.length, size, view.width);
  const at = current === null ? -1 : rows.indexOf(current);

  const draw = useRef<() => void>(() => undefined);
  const sheets = useRef<Sheets | null>(null);
  useEffect(() => {
    const own = new Sheets(app.images, rows, () => draw.current());
    sheets.current = own;
    draw.current();
    return () => own.dispose();
  }, [app, rows]);

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
      if (!scroller.current || !canvas.current || !sheets.current) return;
      const nameOf = (row: number) => data.classNames[data.labels[row]!]!;
      const top = scroller.current.scrollTop;
      paint(canvas.current, sheets.current, { layout, at, selected, top, nameOf, heldOut, ...view });
    };
    draw.current();
  });

  // Scroll the inspected image into view.
  useEffect(() => {
    const element = scroller.current;
    if (!element || at < 0) return;
    const top = scrollTo(layout, at, element.scrollTop, element.clientHeight);
    if (top !== null) element.scrollTop = top;
  }, [at, layout.columns, layout.line]);

  const go = (to: number, mode: ChooseMode) => {
    chooseAt(app, to, mode);
    const { current: row, selected: chosen } = app.browse.getState();
    if (row === null) return;
    app.browse.setState({ tab: 'image' });
    const held = heldOut.has(row) ? ', held out' : '';
    const more = chosen.size > 1 ? `, ${chosen.size} selected` : '';
    announce(app, `${data.classNames[data.labels[row]!]!}, ${nameOf(row, data.trainCount)}${held}${more}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    const act = command
      ? COMMANDS[event.key.toLowerCase()]
      : event.key === 'Escape'
        ? chooseCurrent
        : undefined;
    if (act) {
      event.preventDefault();
      act(app);
      return;
    }
    const page = Math.max(1, Math.floor(view.height / layout.line)) * layout.columns;
    const to = destination(event.key, at, layout.columns, page, rows.length);
    if (to === null || command || event.altKey) return;
    event.preventDefault();
    go(to, event.shiftKey ? 'range' : 'alone');
  };
  const onClick = (event: MouseEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const top = scroller.current?.scrollTop ?? 0;
    const to = indexAt(layout, event.clientX - box.left, event.clientY - box.top + top);
    if (to === null || to >= rows.length) return;
    go(to, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'alone');
  };
  return (
    <div
      ref={scroller}
      className={css['scroller']}
      tabIndex={0}
      role="region"
      aria-label={`Images, ${rows.length}. Use the arrow keys to move between images, with Shift to select several.`}
      onScroll={() => draw.current()}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} className={css['canvas']} onClick={onClick} />
      <div style={{ height: Math.max(layout.height - view.height, 0) }} />
    </div>
  );
}

/** Actions of keys pressed with Ctrl or Cmd. */
const COMMANDS: Readonly<Record<string, (app: App) => void>> = {
  a: chooseAll,
  c: (app) => void copyImages(app, [...app.browse.getState().selected]),
};

/** The position that a navigation key moves to; null for other keys. */
function destination(key: string, at: number, columns: number, page: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    PageUp: at - page,
    PageDown: at + page,
    Home: 0,
    End: count - 1,
  };
  return steps[key] ?? null;
}
