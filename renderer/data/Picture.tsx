import { useMemo, type CanvasHTMLAttributes } from 'react';
import { bytesImage } from '../images/rgba.js';
import { Pixels } from '../ui/Pixels.js';
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
  const picture = useMemo(() => image && bytesImage(image), [image]);
  return (
    <Pixels
      image={picture}
      label={label}
      className={className}
      style={side === undefined ? undefined : { width: side, height: side }}
      {...rest}
    />
  );
}
