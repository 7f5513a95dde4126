import { useMemo } from 'react';
import type { JobResult } from '../../../engine/jobs/index.js';
import { indexAt } from '../../../engine/tensor/tensor.js';
import type { PixelImage } from '../../images/rgba.js';
import { Pixels } from '../../ui/Pixels.js';
import uiCss from '../../ui/ui.module.css';
import { colorImage, largest, mapImage } from '../colors.js';
import css from './sample.module.css';
import { inputText, signed } from './units.js';

type Explained = JobResult<'explain'>;

interface WhyProps {
  readonly explained: Explained;
  /** The shape of the layer's input; that of the image, where it is an image's numbers in a line. */
  readonly inputShape: readonly number[];
  /** True if the layer's input is the image. */
  readonly ofImage: boolean;
}

/** Products that are listed. */
const LISTED = 8;

/** The sum behind a unit's number: its own inputs × weights + bias, which add up to what onnxruntime computed. */
export function Why({ explained, inputShape, ofImage }: WhyProps) {
  const { contributions, constant, sum, output } = explained;
  const places = useMemo(
    () =>
      contributions.map((one) => ({
        ...one,
        index: one.index.length < inputShape.length ? indexAt(one.index[0]!, inputShape) : one.index,
      })),
    [contributions, inputShape],
  );
  const products = contributions.reduce((total, { product }) => total + product, 0);
  const others = places.slice(LISTED).reduce((total, { product }) => total + product, 0);
  return (
    <>
      <Patch places={places} inputShape={inputShape} ofImage={ofImage} />
      <table className={css['sum']}>
        <tbody>
          <Line
            name={contributions.length === 1 ? 'input × weight' : `${contributions.length} products`}
            value={products}
          />
          <Line name={constant.kind === 'bias' ? 'bias' : 'rest'} value={constant.value} />
          <Line name="sum" value={sum} total />
          <Line name="onnxruntime says" value={output} />
        </tbody>
      </table>
      {constant.kind === 'rest' && (
        <p className={uiCss['help']}>
          {explained.type} is curved, so its slope at this input stands for the weight, and the rest is what
          the slope leaves.
        </p>
      )}
      <h3 className={uiCss['section']}>Largest products</h3>
      <table className={css['products']}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">input</th>
            <th scope="col">value × weight</th>
            <th scope="col">product</th>
          </tr>
        </thead>
        <tbody>
          {places.slice(0, LISTED).map(({ index, input, weight, product }) => (
            <tr key={index.join()}>
              <th scope="row">{inputText(index, inputShape, ofImage)}</th>
              <td>
                {signed(input, 2)} × {signed(weight, 3)}
              </td>
              <td>{signed(product)}</td>
            </tr>
          ))}
          {places.length > LISTED && (
            <tr>
              <th scope="row">{places.length - LISTED} others</th>
              <td />
              <td>{signed(others)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  );
}

interface LineProps {
  readonly name: string;
  readonly value: number;
  readonly total?: boolean;
}

function Line({ name, value, total = false }: LineProps) {
  return (
    <tr data-total={total}>
      <th scope="row">{name}</th>
      <td>{signed(value)}</td>
    </tr>
  );
}

interface PatchProps {
  readonly places: Explained['contributions'];
  readonly inputShape: readonly number[];
  readonly ofImage: boolean;
}

/** The inputs that count and their weights as pictures: of an image in color, else of the map that counts most. */
function Patch({ places, inputShape, ofImage }: PatchProps) {
  const patch = useMemo(() => patchOf(places, inputShape, ofImage), [places, inputShape, ofImage]);
  if (!patch) return null;
  return (
    <div className={css['patch']}>
      <figure>
        <Pixels image={patch.inputs} label="Inputs" />
        <figcaption>input{patch.of}</figcaption>
      </figure>
      <span>×</span>
      <figure>
        <Pixels image={patch.weights} label="Weights" />
        <figcaption>weights{patch.of}</figcaption>
      </figure>
    </div>
  );
}

interface PatchImages {
  readonly inputs: PixelImage;
  readonly weights: PixelImage;
  readonly of: string;
}

function patchOf(
  places: Explained['contributions'],
  inputShape: readonly number[],
  ofImage: boolean,
): PatchImages | null {
  if (inputShape.length !== 3 || places.length < 4) return null;
  const range = (axis: number) => {
    const at = places.map(({ index }) => index[axis]!);
    // Spreading thousands of arguments is slow.
    const [from, to] = at.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, 0]);
    return { from, length: to - from + 1 };
  };
  const [rows, columns] = [range(1), range(2)];
  const channels = inputShape[0]!;
  const inColor = ofImage && (channels === 1 || channels === 3);
  const strength = new Float64Array(channels);
  for (const { index, product } of places) strength[index[0]!]! += Math.abs(product);
  const strongest = strength.reduce((best, value, c) => (value > strength[best]! ? c : best), 0);
  const size = rows.length * columns.length;
  const picture = (of: (place: Explained['contributions'][number]) => number) => {
    const values = new Float32Array(inColor ? channels * size : size);
    for (const place of places) {
      const [c, y, x] = place.index as [number, number, number];
      if (!inColor && c !== strongest) continue;
      values[(inColor ? c * size : 0) + (y - rows.from) * columns.length + x - columns.from] = of(place);
    }
    return inColor
      ? colorImage(values, columns.length, channels, largest(values))
      : mapImage(values, columns.length);
  };
  return {
    inputs: picture(({ input }) => input),
    weights: picture(({ weight }) => weight),
    of: inColor || channels === 1 ? '' : `, map ${strongest}`,
  };
}
