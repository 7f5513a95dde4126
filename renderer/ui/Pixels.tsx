import { useEffect, useRef, type CanvasHTMLAttributes } from 'react';
import type { PixelImage } from '../images/rgba.js';

interface PixelsProps extends CanvasHTMLAttributes<HTMLCanvasElement> {
  /** Null draws nothing. */
  readonly image: PixelImage | null;
  readonly label: string;
}

/** A picture, drawn without smoothing in whatever size the style sheet gives it. */
export function Pixels({ image, label, ...rest }: PixelsProps) {
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
      role="img"
      aria-label={label}
      {...rest}
    />
  );
}
