import { useMemo } from 'react';
import { evaluate } from '../../engine/backends/reference.js';
import { formOf } from '../../engine/data/imageSet.js';
import { emitSteps, pipelineProblems } from '../../engine/data/transforms/pipeline.js';
import type { StepSpec } from '../../engine/data/step.js';
import { createBuilder } from '../../engine/tensor/operators/index.js';
import { tensor, toNumbers, type Tensor } from '../../engine/tensor/tensor.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import { extent, inMemory, tensorText } from './tensorText.js';
import { useDocument } from '../useApp.js';

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
  const [wrong] = pipelineProblems(steps, 'images', image.shape[1]!);
  const valid = steps.slice(0, wrong ? (wrong.index ?? 0) : steps.length);
  const b = createBuilder();
  const values = emitSteps(valid, b, b.input('image', image.dtype, image.shape));
  const outputs = evaluate(b.build(values), { image });
  return values.map(({ name }, i) => ({ title: `After ${valid[i]!.type}`, value: outputs[name]! }));
}
