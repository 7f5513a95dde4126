import { useEffect, useMemo, useRef } from 'react';
import { formOf } from '../../engine/data/imageSet.js';
import { useUi } from '../useApp.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import { Picture } from './Picture.js';
import { CHANNEL_NAMES } from '../images/rgba.js';

/** An image's separate channels and their histogram. */
export function Channels({ pixels }: { readonly pixels: Uint8Array }) {
  return (
    <>
      <h3 className={uiCss['section']}>Channels</h3>
      <div className={css['planes']}>
        {CHANNEL_NAMES[formOf(pixels.length).channels].map((name, channel) => (
          <Plane key={name} name={name} channel={channel} pixels={pixels} />
        ))}
      </div>
      <h3 className={uiCss['section']}>Histogram</h3>
      <Histogram pixels={pixels} />
    </>
  );
}

interface PlaneProps {
  readonly name: string;
  readonly channel: number;
  readonly pixels: Uint8Array;
}

function Plane({ name, channel, pixels }: PlaneProps) {
  const plane = useMemo(() => planeOf(pixels, channel), [pixels, channel]);
  return (
    <figure>
      <Picture image={plane} label={`${name} channel`} />
      <figcaption>{name}</figcaption>
    </figure>
  );
}

/** One channel's bytes: a grayscale image. */
function planeOf(pixels: Uint8Array, channel: number): Uint8Array {
  const size = pixels.length / formOf(pixels.length).channels;
  return pixels.subarray(channel * size, (channel + 1) * size);
}

const BINS = 64;
/** The color of each channel's curve. */
const CURVES = { 1: ['#8b8d98'], 3: ['#e5484d', '#30a46c', '#3e63dd'] } as const;

function Histogram({ pixels }: { readonly pixels: Uint8Array }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useUi((state) => state.dark);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const { width, height } = context.canvas;
    context.clearRect(0, 0, width, height);
    const colors = CURVES[formOf(pixels.length).channels];
    const counts = colors.map((_, channel) => binned(planeOf(pixels, channel)));
    const most = Math.max(...counts.flat());
    colors.forEach((color, channel) => {
      context.strokeStyle = color;
      context.lineWidth = 2;
      context.beginPath();
      counts[channel]!.forEach((value, bin) => {
        context.lineTo((bin / (BINS - 1)) * width, height - 2 - (value / most) * (height - 6));
      });
      context.stroke();
    });
  }, [pixels, dark]);
  return (
    <canvas
      ref={canvas}
      className={css['histogram']}
      width={576}
      height={144}
      role="img"
      aria-label="Histogram of brightness, one curve per channel"
    />
  );
}

function binned(plane: Uint8Array): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const byte of plane) counts[Math.floor((byte * BINS) / 256)]!++;
  return counts;
}
