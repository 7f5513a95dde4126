import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { pixelsOf } from '../../actions/picture.js';
import { Button } from '../../ui/Button.js';
import uiCss from '../../ui/ui.module.css';
import { MOVES } from '../CellPicker.js';
import css from './sample.module.css';

const COLORS = [
  { name: 'Black', color: '#000000' },
  { name: 'White', color: '#ffffff' },
  { name: 'Red', color: '#e5484d' },
  { name: 'Yellow', color: '#f2b134' },
  { name: 'Green', color: '#30a46c' },
  { name: 'Blue', color: '#3e63dd' },
  { name: 'Brown', color: '#8b5a2b' },
  { name: 'Sky', color: '#87b7e8' },
] as const;
const [BLACK, WHITE] = COLORS;
const BRUSHES = [1, 2, 4];

/** Displayed width of the canvas in pixels. */
const WIDTH = 192;

interface DrawPadProps {
  readonly side: number;
  readonly channels: 1 | 3;
  /** Begins with this image, bytes `[channels, side, side]`. */
  readonly pixels: Uint8Array;
  readonly onDraw: (picture: Uint8Array) => void;
}

/** A small canvas of the model's input size to draw on; every stroke is an image for the model. */
export function DrawPad({ side, channels, pixels, onDraw }: DrawPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const context = () => canvas.current!.getContext('2d', { willReadFrequently: true })!;
  const [paint, setPaint] = useState<(typeof COLORS)[number]>(channels === 1 ? WHITE : BLACK);
  const [brush, setBrush] = useState(2);
  const [[x, y], setPlace] = useState([side / 2, side / 2] as const);
  const [done, setDone] = useState('');
  const help = useId();
  const start = useRef(pixels);
  useEffect(() => {
    const size = side * side;
    const image = new ImageData(side, side);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = start.current[(c % channels) * size + i]!;
      image.data[4 * i + 3] = 255;
    }
    context().putImageData(image, 0, 0);
  }, [side, channels]);
  const fill = (color: string, left: number, top: number, size: number) => {
    const target = context();
    target.fillStyle = color;
    target.fillRect(left, top, size, size);
    onDraw(pixelsOf(target.getImageData(0, 0, side, side).data, channels));
  };
  const drawAt = (left: number, top: number) => {
    setPlace([left, top]);
    fill(paint.color, left, top, brush);
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const place = (offset: number) => Math.round((offset / box.width) * side - brush / 2);
    drawAt(place(event.clientX - box.left), place(event.clientY - box.top));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key] ?? (event.key === ' ' ? ([0, 0] as const) : null);
    if (!move) return;
    event.preventDefault();
    const within = (at: number) => Math.min(Math.max(at, 0), side - brush);
    const [left, top] = [within(x + move[0]), within(y + move[1])];
    const draws = event.key === ' ' || event.shiftKey;
    if (draws) drawAt(left, top);
    else setPlace([left, top]);
    setDone(`Row ${top}, column ${left}${draws ? `: ${paint.name}` : ''}`);
  };
  const pixel = WIDTH / side;
  return (
    <div className={css['pad']}>
      <div
        className={css['canvas']}
        style={{ width: WIDTH, height: WIDTH }}
        role="application"
        aria-label="Drawing"
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onPointer(event);
        }}
        onPointerMove={onPointer}
      >
        <canvas ref={canvas} width={side} height={side} aria-hidden />
        <i style={{ left: x * pixel, top: y * pixel, width: brush * pixel, height: brush * pixel }} />
      </div>
      <div>
        <div className={css['colors']} role="group" aria-label="Color">
          {COLORS.slice(0, channels === 1 ? 2 : undefined).map((one) => (
            <button
              key={one.name}
              type="button"
              aria-label={one.name}
              aria-pressed={one === paint}
              style={{ background: one.color }}
              onClick={() => setPaint(one)}
            />
          ))}
        </div>
        <div className={css['colors']} role="group" aria-label="Brush">
          {BRUSHES.map((size) => (
            <Button key={size} aria-pressed={size === brush} onClick={() => setBrush(size)}>
              {size} px
            </Button>
          ))}
        </div>
        <Button onClick={() => fill((channels === 1 ? BLACK : WHITE).color, 0, 0, side)}>Clear</Button>
        <p id={help} className={uiCss['help']}>
          By keyboard: arrows move, Space draws, Shift with arrows draws a line.
        </p>
        <p className="visually-hidden" role="status">
          {done}
        </p>
      </div>
    </div>
  );
}
