import { type CanvasHTMLAttributes, useEffect, useMemo, useRef } from 'react';
import { bytesImage, type PixelImage } from '../images/rgba.js';
import css from './ui.module.css';

interface PixelsProps extends CanvasHTMLAttributes<HTMLCanvasElement> {
  /** Null draws nothing. */
  readonly image: PixelImage | null;
  readonly label: string;
}

/** A picture, drawn without smoothing in whatever size the style sheet gives it. */
export function Pixels({ image, label, className = '', ...rest }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && image) context.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0);
  }, [image]);
  return (
    <canvas
      ref={canvas}
      width={image?.width ?? 1}
      height={image?.height ?? 1}
      className={`${css['pixels'] ?? ''} ${className}`}
      role="img"
      aria-label={label}
      {...rest}
    />
  );
}

interface PictureProps extends Omit<PixelsProps, 'image'> {
  /** Bytes of shape `[channels, side, side]`; null draws nothing. */
  readonly image: Uint8Array | null;
  /** Displayed side in pixels; defaults to the style sheet's. */
  readonly side?: number;
}

/** An image of a data set, drawn without smoothing. */
export function Picture({ image, side, ...rest }: PictureProps) {
  const picture = useMemo(() => image && bytesImage(image), [image]);
  return (
    <Pixels image={picture} {...(side !== undefined && { style: { width: side, height: side } })} {...rest} />
  );
}
