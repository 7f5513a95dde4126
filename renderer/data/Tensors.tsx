import { useMemo } from 'react';
import { evaluate } from '../../engine/backends/reference.js';
import { ProblemError } from '../../engine/base/problem.js';
import { formOf } from '../../engine/data/imageSet.js';
import { pipelineSteps, type StepSpec } from '../../engine/data/transforms/pipeline.js';
import { createBuilder } from '../../engine/tensor/operators/index.js';
import { tensor, toNumbers, type Tensor } from '../../engine/tensor/tensor.js';
import { useDocument } from '../state/document.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import { extent, inMemory, tensorText } from './tensorText.js';

/** The tensor of an image as stored and after each transform, as a person would print it. */
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
        const digits = value.dtype === 'uint8' ? 0 : 4;
        const [least, greatest] = extent(values);
        return (
          <div key={i}>
            <h3 className={uiCss['section']}>{title}</h3>
            <p className={uiCss['help']}>
              [{channels}, {side}, {side}] {value.dtype}, min {least.toFixed(digits)}, max{' '}
              {greatest.toFixed(digits)}
            </p>
            <pre className={css['tensor']} tabIndex={0} aria-label={`Tensor ${title.toLowerCase()}`}>
              {tensorText(values, digits)}
            </pre>
          </div>
        );
      })}
      <h3 className={uiCss['section']}>In memory</h3>
      <p className={uiCss['help']}>
        PyTorch keeps channels first, C×H×W: all of one channel, then all of the next. Plotting programs want
        them last, H×W×C, pixel by pixel: img.permute(1, 2, 0).
      </p>
      <pre className={css['tensor']} tabIndex={0} aria-label="Order in memory">
        {`C×H×W ${inMemory(pixels, 'first')}\nH×W×C ${inMemory(pixels, 'last')}`}
      </pre>
    </>
  );
}

/** What each step makes of a batch of one image, up to the first step that does not fit. */
function transformed(image: Tensor, steps: readonly StepSpec[]): { title: string; value: Tensor }[] {
  const b = createBuilder();
  const values = [b.input('image', image.dtype, image.shape)];
  try {
    for (const emit of pipelineSteps(steps, 'images')) values.push(emit(b, values.at(-1)!));
  } catch (error) {
    // The step itself shows the problem, in the Transforms tab.
    if (!(error instanceof ProblemError)) throw error;
  }
  const after = values.slice(1);
  const outputs = evaluate(b.build(after), { image });
  return after.map(({ name }, i) => ({ title: `After ${steps[i]!.type}`, value: outputs[name]! }));
}
