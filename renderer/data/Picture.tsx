import { useEffect, useRef, type CanvasHTMLAttributes } from 'react';
import { sideOf, toRgba } from '../images/rgba.js';
import css from './data.module.css';

interface PictureProps extends CanvasHTMLAttributes<HTMLCanvasElement> {
  /** Bytes `[3, side, side]`; null draws nothing yet. */
  readonly image: Uint8Array | null;
  readonly label: string;
  /** Side on the screen, in pixels; the style sheet's where left out. */
  readonly side?: number;
}

/** One image, each of its pixels a square. */
export function Picture({ image, label, side, className = css['picture'], ...rest }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = image ? sideOf(image) : 1;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !image) return;
    const picture = context.createImageData(pixels, pixels);
    toRgba(image, picture.data);
    context.putImageData(picture, 0, 0);
  }, [image, pixels]);
  return (
    <canvas
      ref={canvas}
      className={className}
      width={pixels}
      height={pixels}
      role="img"
      aria-label={label}
      style={side === undefined ? undefined : { width: side, height: side }}
      {...rest}
    />
  );
}
