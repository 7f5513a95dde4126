import { useMemo } from 'react';
import { evaluate } from '../../engine/backends/reference.js';
import { formOf } from '../../engine/data/imageSet.js';
import type { StepSpec } from '../../engine/data/step.js';
import { emitSteps, pipelineProblems } from '../../engine/data/transforms/index.js';
import { createBuilder } from '../../engine/tensor/operators/index.js';
import { tensor, type Tensor, toNumbers } from '../../engine/tensor/tensor.js';
import uiCss from '../ui/ui.module.css';
import { useDocument } from '../useApp.js';
import css from './data.module.css';

/** An image's tensor as stored and after each transform, in PyTorch's print format. */
export function Tensors({ pixels }: { readonly pixels: Uint8Array }) {
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
