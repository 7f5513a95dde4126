import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { evaluate } from '../../engine/backends/reference.js';
import { formOf } from '../../engine/data/imageSet.js';
import type { StepSpec } from '../../engine/data/step.js';
import { emitSteps, pipelineProblems } from '../../engine/data/transforms/index.js';
import { createBuilder } from '../../engine/tensor/operators/index.js';
import { type Tensor, tensor, toNumbers } from '../../engine/tensor/tensor.js';
import { copyImages } from '../actions/data.js';
import type { Loaded } from '../images/messages.js';
import { CHANNEL_NAMES, planeOf, sideOf } from '../images/rgba.js';
import { choose } from '../state/browse.js';
import { nameOf, verdictOf } from '../state/filters.js';
import { Button } from '../ui/Button.js';
import { count, percent } from '../ui/format.js';
import { Picture } from '../ui/Pixels.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useBrowse, useDocument, useUi } from '../useApp.js';
import css from './data.module.css';
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
          <span
            className={`${uiCss['chip'] ?? ''} ${css['heldOut'] ?? ''}`}
            title="Validates the model, which does not train on it"
          >
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
      <div className={css['gallery']}>
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

/** Maximum number of images that fit side by side. */
const MOST = 24;

/** The selected images side by side; for two, also their difference. */
function Compare({ data }: { readonly data: Loaded }) {
  const selected = useBrowse((state) => state.selected);
  const rows = [...selected].slice(0, MOST);
  const [first, second, third] = rows;
  return (
    <>
      <div className={css['caption']}>
        <b>{count(selected.size)} images</b>
        {selected.size > MOST && <span>the first {MOST} are shown</span>}
      </div>
      <div className={css['gallery']} data-columns={rows.length <= 4 ? 2 : 3}>
        {rows.map((row) => (
          <ComparedImage key={row} row={row} data={data} />
        ))}
      </div>
      {first !== undefined && second !== undefined && third === undefined && (
        <Difference a={first} b={second} />
      )}
    </>
  );
}

function ComparedImage({ row, data }: { readonly row: number; readonly data: Loaded }) {
  const app = useApp();
  const predictions = useBrowse((state) => state.predictions);
  const className = data.classNames[data.labels[row]!]!;
  const name = nameOf(row, data.trainCount);
  const verdict = verdictOf(row, className, predictions);
  return (
    <figure>
      <Picture image={usePixels(row)} label={`${className}, ${name}`} />
      <figcaption>
        <b>{className}</b> {name}
        {verdict &&
          ` · ${verdict.right ? '✓' : `predicted ${verdict.predicted}`}, ${percent(verdict.confidence)}`}
      </figcaption>
      <Button look="quiet" onClick={() => choose(app, [row])}>
        Inspect
      </Button>
    </figure>
  );
}

/** The absolute difference of two images: black where they are equal. */
function Difference({ a, b }: { readonly a: number; readonly b: number }) {
  const [one, other] = [usePixels(a), usePixels(b)];
  const difference = useMemo(
    () => one && other && Uint8Array.from(one, (byte, i) => Math.abs(byte - other[i]!)),
    [one, other],
  );
  if (!difference) return null;
  const mean = difference.reduce((sum, byte) => sum + byte, 0) / difference.length;
  const equal = difference.every((byte) => byte === 0);
  return (
    <>
      <h3 className={uiCss['section']}>Difference</h3>
      <p className={uiCss['help']}>
        {equal
          ? 'Identical, byte for byte.'
          : `${mean.toFixed(1)} of 255 on average. Black where they are equal.`}
      </p>
      <div className={css['gallery']} data-columns={2}>
        <Picture image={difference} label="Difference" />
      </div>
    </>
  );
}

/** An image's tensor as stored and after each transform, in PyTorch's print format. */
function Tensors({ pixels }: { readonly pixels: Uint8Array }) {
  const transforms = useDocument((state) => state.project?.data.transforms);
  const { channels, side } = formOf(pixels.length);
  const views = useMemo(() => {
    const image = tensor('uint8', [1, channels, side, side], pixels);
    return [{ title: 'As stored', value: image }, ...transformed(image, transforms ?? [])];
  }, [pixels, channels, side, transforms]);
  return (
    <>
      {views.map(({ title, value }, i) => {
        const values = toNumbers(value);
        const [, ...shape] = value.shape;
        const digits = value.dtype === 'uint8' ? 0 : 4;
        const [least, greatest] = extent(values);
        return (
          <div key={i}>
            <h3 className={uiCss['section']}>{title}</h3>
            <p className={uiCss['help']}>
              [{shape.join(', ')}] {value.dtype}, min {least.toFixed(digits)}, max {greatest.toFixed(digits)}
            </p>
            <pre className={css['tensor']} tabIndex={0} aria-label={`Tensor ${title.toLowerCase()}`}>
              {tensorText(values, digits)}
            </pre>
          </div>
        );
      })}
      <h3 className={uiCss['section']}>In memory</h3>
      <p className={uiCss['help']}>
        PyTorch stores channels first, C×H×W: all of one channel, then all of the next. Plotting libraries
        expect them last, H×W×C, pixel by pixel: img.permute(1, 2, 0).
      </p>
      <pre className={css['tensor']} tabIndex={0} aria-label="Order in memory">
        {`C×H×W ${inMemory(pixels, 'first')}\nH×W×C ${inMemory(pixels, 'last')}`}
      </pre>
    </>
  );
}

/** The image after each step, up to the first invalid one, whose problem is shown in Transforms. */
function transformed(image: Tensor, steps: readonly StepSpec[]): { title: string; value: Tensor }[] {
  const form = formOf(image.data.length);
  const [wrong] = pipelineProblems(steps, { part: 'transforms', kind: 'images', form });
  const valid = steps.slice(0, wrong ? (wrong.index ?? 0) : steps.length);
  const b = createBuilder();
  const values = emitSteps(valid, b, b.input('image', image.dtype, image.shape));
  const outputs = evaluate(b.build(values), { image });
  return values.map(({ name }, i) => ({ title: `After ${valid[i]!.type}`, value: outputs[name]! }));
}

/** The minimum and maximum of some numbers. */
function extent(values: ArrayLike<number>): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return [least, greatest];
}

/** A tensor of shape `[channels, side, side]` in PyTorch's print format, abbreviated to a few rows and columns. */
function tensorText(values: ArrayLike<number>, digits: number): string {
  const { side, channels } = formOf(values.length);
  const [columns, rows] = [shown(side, 3, 3), shown(side, 2, 1)];
  const width = Math.max(...columns.map((x) => (x === null ? 0 : values[x]!.toFixed(digits).length))) + 1;
  const number = (i: number) => values[i]!.toFixed(digits).padStart(width);
  const row = (channel: number, y: number) =>
    `[${columns.map((x) => (x === null ? ' …' : number((channel * side + y) * side + x))).join(',')}]`;
  const plane = (channel: number) =>
    `[${rows.map((y) => (y === null ? '…' : row(channel, y))).join(',\n  ')}]`;
  return `[${Array.from({ length: channels }, (_, channel) => plane(channel)).join(',\n ')}]`;
}

/** The first and last positions of a side, with null for those left out between them. */
function shown(side: number, first: number, last: number): readonly (number | null)[] {
  const all = Array.from({ length: side }, (_, i) => i);
  return side <= first + last ? all : [...all.slice(0, first), null, ...all.slice(-last)];
}

/** Number of values shown of a tensor in memory. */
const IN_MEMORY = 6;

/** The first values of an image in memory order, with channels first, as stored, or last. */
function inMemory(image: Uint8Array, channels: 'first' | 'last'): string {
  const form = formOf(image.length);
  const plane = form.side * form.side;
  const at = (i: number) =>
    channels === 'first' ? i : (i % form.channels) * plane + Math.floor(i / form.channels);
  return `${Array.from({ length: IN_MEMORY }, (_, i) => image[at(i)]).join(', ')}, …`;
}
