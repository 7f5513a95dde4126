import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { pixelsOf } from '../../actions/picture.js';
import { Button } from '../../ui/Button.js';
import css from './sample.module.css';

const COLORS = ['#000000', '#ffffff', '#e5484d', '#f2b134', '#30a46c', '#3e63dd', '#8b5a2b', '#87b7e8'];
const NAMES = ['Black', 'White', 'Red', 'Yellow', 'Green', 'Blue', 'Brown', 'Sky'];
const BRUSHES = [1, 2, 4];

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
  const [color, setColor] = useState(channels === 1 ? '#ffffff' : COLORS[0]!);
  const [brush, setBrush] = useState(2);
  const start = useRef(pixels);
  const told = () => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (context) onDraw(pixelsOf(context.getImageData(0, 0, side, side).data, channels));
  };
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    const size = side * side;
    const image = new ImageData(side, side);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = start.current[(c % channels) * size + i]!;
      image.data[4 * i + 3] = 255;
    }
    context?.putImageData(image, 0, 0);
  }, [side, channels]);
  const paint = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const context = event.currentTarget.getContext('2d')!;
    const box = event.currentTarget.getBoundingClientRect();
    const place = (offset: number, length: number) => Math.round((offset / length) * side - brush / 2);
    context.fillStyle = color;
    context.fillRect(
      place(event.clientX - box.left, box.width),
      place(event.clientY - box.top, box.height),
      brush,
      brush,
    );
    told();
  };
  return (
    <div className={css['pad']}>
      <canvas
        ref={canvas}
        width={side}
        height={side}
        role="img"
        aria-label="Drawing"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          paint(event);
        }}
        onPointerMove={paint}
      />
      <div>
        <div className={css['colors']} role="group" aria-label="Color">
          {COLORS.slice(0, channels === 1 ? 2 : undefined).map((one, i) => (
            <button
              key={one}
              type="button"
              aria-label={NAMES[i]}
              aria-pressed={one === color}
              style={{ background: one }}
              onClick={() => setColor(one)}
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
        <Button
          onClick={() => {
            const context = canvas.current?.getContext('2d');
            if (!context) return;
            context.fillStyle = channels === 1 ? '#000' : '#fff';
            context.fillRect(0, 0, side, side);
            told();
          }}
        >
          Clear
        </Button>
      </div>
    </div>
  );
}
