import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formOf } from '../../engine/data/imageSet.js';
import { copyImages } from '../actions/copyImages.js';
import type { Loaded } from '../images/messages.js';
import { CHANNEL_NAMES, sideOf } from '../images/rgba.js';
import { nameOf } from '../state/filters.js';
import { Button } from '../ui/Button.js';
import { percent } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useBrowse, useUi } from '../useApp.js';
import { Compare } from './Compare.js';
import css from './data.module.css';
import { Picture } from './Picture.js';
import { Tensors } from './Tensors.js';
import { usePixels } from './useAnswer.js';

/** Maximum number of classes shown. */
const BARS = 5;

interface ImageTabProps {
  readonly data: Loaded;
  readonly heldOut: ReadonlySet<number>;
}

/** The selected image with its pixels, channels, histogram, and tensors; or several images side by side. */
export function ImageTab(props: ImageTabProps) {
  const several = useBrowse((state) => state.selected.size > 1);
  return several ? <Compare data={props.data} /> : <OneImage {...props} />;
}

function OneImage({ data, heldOut }: ImageTabProps) {
  const app = useApp();
  const current = useBrowse((state) => state.current);
  const pixels = usePixels(current);
  if (current === null || !pixels) return <p>No image passes the filters.</p>;
  const className = data.classNames[data.labels[current]!]!;
  return (
    <>
      <div className={css['caption']}>
        <b>{className}</b>
        <span>{nameOf(current, data.trainCount)}</span>
        {heldOut.has(current) && (
          <span className={css['heldOut']} title="Validates the model, which does not train on it">
            held out
          </span>
        )}
      </div>
      <Answer row={current} right={className} />
      <BigPicture pixels={pixels} label={`${className}, ${nameOf(current, data.trainCount)}`} />
      <div className={uiCss['actions']}>
        <Button onClick={() => void copyImages(app, [current])}>Copy image</Button>
      </div>
      <Channels pixels={pixels} />
      <Tensors pixels={pixels} />
    </>
  );
}

/** The model's prediction for the image, one bar per class. */
function Answer({ row, right }: { readonly row: number; readonly right: string }) {
  const predictions = useBrowse((state) => state.predictions);
  const found = predictions?.byRow.get(row);
  if (!predictions || !found) return null;
  const ranked = predictions.classes
    .map((name, i) => ({ name, share: found[i]! }))
    .sort((a, b) => b.share - a.share)
    .slice(0, BARS);
  return (
    <ul className={css['bars']} aria-label="Prediction">
      {ranked.map(({ name, share }) => (
        <li key={name}>
          <span>
            {name} {name === right ? '✓' : ''}
          </span>
          <i style={{ width: `${share * 100}%`, background: name === right ? 'var(--ok)' : 'var(--bad)' }} />
          <b>{percent(share)}</b>
        </li>
      ))}
    </ul>
  );
}

function BigPicture({ pixels, label }: { readonly pixels: Uint8Array; readonly label: string }) {
  const [at, setAt] = useState<number | null>(null);
  const side = sideOf(pixels);
  const onMove = (event: MouseEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = (offset: number, length: number) =>
      Math.min(Math.max(Math.floor((offset / length) * side), 0), side - 1);
    setAt(place(event.clientY - box.top, box.height) * side + place(event.clientX - box.left, box.width));
  };
  return (
    <>
      <Picture
        image={pixels}
        label={label}
        className={css['big']}
        onMouseMove={onMove}
        onMouseLeave={() => setAt(null)}
      />
      <div className={css['readout']}>
        {at === null
          ? 'Point at a pixel to read it.'
          : `img[:, ${Math.floor(at / side)}, ${at % side}] = [${pixels.filter((_, i) => i % (side * side) === at).join(', ')}]`}
      </div>
    </>
  );
}

/** An image's separate channels and their histogram. */
function Channels({ pixels }: { readonly pixels: Uint8Array }) {
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
