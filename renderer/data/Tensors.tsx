import { formOf } from '../../engine/data/imageSet.js';
import { isImages } from '../../engine/project/samples.js';
import { useDocument } from '../state/document.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import { extent, inMemory, normalized, tensorText, toTensor } from './tensorText.js';

/** The tensor that an image is, and becomes, as a person would print it. */
export function Tensors({ pixels }: { readonly pixels: Uint8Array }) {
  const data = useDocument((state) => state.project?.data);
  const step = data && isImages(data) ? data.transforms.find(({ type }) => type === 'Normalize') : undefined;
  const tensor = toTensor(pixels);
  const { channels, side } = formOf(pixels.length);
  const views = [
    { title: 'As stored', kind: 'uint8', values: pixels, digits: 0 },
    { title: 'After ToTensor', kind: 'float32', values: tensor, digits: 4 },
    ...(step
      ? [
          {
            title: 'After Normalize',
            kind: 'float32',
            values: normalized(tensor, step['mean'] as number[], step['std'] as number[]),
            digits: 4,
          },
        ]
      : []),
  ];
  return (
    <>
      {views.map(({ title, kind, values, digits }) => {
        const [least, greatest] = extent(values);
        return (
          <div key={title}>
            <h3 className={uiCss['section']}>{title}</h3>
            <p className={uiCss['help']}>
              [{channels}, {side}, {side}] {kind}, min {least.toFixed(digits)}, max {greatest.toFixed(digits)}
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
