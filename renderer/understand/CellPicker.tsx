import type { KeyboardEvent, MouseEvent } from 'react';
import type { PixelImage } from '../images/rgba.js';
import { Pixels } from '../ui/Pixels.js';
import css from './understand.module.css';

interface CellPickerProps {
  /** One pixel for each cell. */
  readonly image: PixelImage;
  /** Number of cells; the last line may be shorter than the others. */
  readonly count?: number;
  readonly label: string;
  /** The chosen cell; null for none. */
  readonly at: number | null;
  /** The chosen cell and its number, for screen readers. */
  readonly text: string;
  /** Displayed width of a cell in pixels. */
  readonly cell: number;
  readonly onPick: (at: number) => void;
}

/** Steps of the arrow keys. */
export const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A picture whose pixels are chosen by clicking, or with the arrow keys. */
export function CellPicker({ image, count, label, at, text, cell, onPick }: CellPickerProps) {
  const { width, height } = image;
  const cells = count ?? width * height;
  const pick = (x: number, y: number) => {
    const place = y * width + x;
    if (x >= 0 && x < width && place >= 0 && place < cells) onPick(place);
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    pick(
      Math.floor(((event.clientX - box.left) / box.width) * width),
      Math.floor(((event.clientY - box.top) / box.height) * height),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const from = at ?? 0;
    pick((from % width) + move[0], Math.floor(from / width) + move[1]);
  };
  return (
    <div
      className={css['picker']}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={cells - 1}
      aria-valuenow={at ?? 0}
      aria-valuetext={text}
      style={{ width: width * cell, height: height * cell }}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <Pixels image={image} label="" aria-hidden />
      {at !== null && (
        <i
          style={{
            left: (at % width) * cell,
            top: Math.floor(at / width) * cell,
            width: cell,
            height: cell,
          }}
        />
      )}
    </div>
  );
}
