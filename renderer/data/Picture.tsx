import { useEffect, useRef, type CanvasHTMLAttributes } from 'react';
import { sideOf, toRgba } from '../images/rgba.js';
import css from './data.module.css';

interface PictureProps extends CanvasHTMLAttributes<HTMLCanvasElement> {
  /** Bytes of shape `[channels, side, side]`; null draws nothing. */
  readonly image: Uint8Array | null;
  readonly label: string;
  /** Displayed side in pixels; defaults to the style sheet's. */
  readonly side?: number;
}

/** An image, drawn without smoothing. */
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
