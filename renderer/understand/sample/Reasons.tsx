import { useMemo, useState } from 'react';
import { argMax } from '../../../engine/evaluate/classification.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { layerOf } from '../../../engine/nn/layers/index.js';
import { flatIndex, indexAt } from '../../../engine/tensor/tensor.js';
import { bytesImage, type PixelImage } from '../../images/rgba.js';
import type { TrainedRun } from '../../state/understand.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { indexOptions, Select } from '../../ui/controls.js';
import { count, decimal } from '../../ui/format.js';
import { Pixels } from '../../ui/Pixels.js';
import uiCss from '../../ui/ui.module.css';
import { CellPicker } from '../CellPicker.js';
import { colorImage, heatImage, largest, mapImage } from '../colors.js';
import { useQuestion } from '../useQuestion.js';
import type { Scores } from './Classes.js';
import css from './sample.module.css';
import type { SampleChoice } from './SampleControls.js';
import { formOfShape, inputText, strongestPosition, type UnitPlace, unitText } from './units.js';

interface ReasonsProps {
  readonly trained: TrainedRun;
  readonly found: JobResult<'activations'>;
  readonly sample: number | Uint8Array;
  readonly choose: SampleChoice['choose'];
  readonly scores: Scores | null;
  readonly picked: UnitPlace | null;
  readonly onPick: (place: UnitPlace) => void;
  /** False while samples follow each other: then nothing slow is asked. */
  readonly resting: boolean;
}

/** The reasons for a sample's numbers. */
export function Reasons({ trained, found, sample, scores, picked, onPick, resting, choose }: ReasonsProps) {
  const [asked, setAsked] = useState<number | null>(null);
  const place = picked ?? firstPlace(found);
  const { pixels, classes } = found;
  return (
    <>
      <WhyUnit {...{ trained, found, sample, place, onPick, resting }} />
      {pixels && (
        <Exciting
          trained={trained}
          layer={place.layer}
          unit={place.unit[0]!}
          what={place.unit.length > 1 ? 'map' : 'unit'}
          onChoose={(at) => choose({ split: 'validation', at })}
        />
      )}
      {classes && scores && pixels && (
        <Sources
          trained={trained}
          sample={sample}
          pixels={pixels}
          classes={classes}
          label={asked ?? argMax(scores.probabilities)}
          resting={resting}
          onLabel={setAsked}
        />
      )}
    </>
  );
}

/** The strongest number of the first layer that weighs its inputs. */
export function firstPlace({ layers }: JobResult<'activations'>): UnitPlace {
  const weighs = ({ type }: (typeof layers)[number]) =>
    ['linear', 'convolution'].includes(layerOf(type).category);
  const { name, values, shape } = layers.find(weighs) ?? layers[0]!;
  return { layer: name, unit: indexAt(strongestPosition(values), shape) };
}

interface WhyUnitProps extends Pick<ReasonsProps, 'trained' | 'found' | 'sample' | 'onPick' | 'resting'> {
  readonly place: UnitPlace;
}

/** Width of the chosen map in pixels. */
const MAP_WIDTH = 160;

function WhyUnit({ trained, found: { layers, input }, sample, place, onPick, resting }: WhyUnitProps) {
  const key = `${place.layer} ${place.unit.join()}`;
  const question = useMemo(() => ({ sample, ...place }), [sample, key]);
  const { result: explained, current } = useQuestion('explain', trained, resting ? question : null);
  const at = layers.findIndex(({ name }) => name === place.layer);
  const { shape, values } = layers[at]!;
  const { maps, width, height } = formOfShape(shape);
  const size = width * height;
  const map = maps > 1 ? place.unit[0]! : 0;
  const image = useMemo(
    () => (maps > 1 ? mapImage(values.subarray(map * size, (map + 1) * size), width) : null),
    [values, map],
  );
  // A layer that only changes the shape leaves the image an image.
  const reshaped = layers.slice(0, at).every(({ type }) => layerOf(type).category === 'shape');
  const before = layers[at - 1]?.shape ?? input.shape;
  const number = decimal(values[flatIndex(place.unit, shape)]!);
  return (
    <>
      <h3 className={uiCss['section']}>Why this number</h3>
      <p className={css['place']}>
        {place.layer} · {unitText(place.unit)} = <b>{number}</b>
      </p>
      {image && (
        <CellPicker
          image={image}
          label={`Map ${map} of ${place.layer}`}
          at={flatIndex(place.unit, shape) - map * size}
          text={`${unitText(place.unit)}: ${number}`}
          cell={Math.max(2, Math.floor(MAP_WIDTH / width))}
          onPick={(position) => onPick({ layer: place.layer, unit: indexAt(map * size + position, shape) })}
        />
      )}
      {explained?.layer === place.layer && (
        <div aria-busy={!current}>
          <Why
            explained={explained}
            inputShape={reshaped ? input.shape : before}
            ofImage={reshaped && input.shape.length === 3}
          />
        </div>
      )}
    </>
  );
}

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
function Why({ explained, inputShape, ofImage }: WhyProps) {
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
        <ColumnHeads hidden titles={['input', 'value × weight', 'product']} />
        <tbody>
          {places.slice(0, LISTED).map(({ index, input, weight, product }) => (
            <tr key={index.join()}>
              <th scope="row">{inputText(index, inputShape, ofImage)}</th>
              <td>
                {decimal(input, 2)} × {decimal(weight, 3)}
              </td>
              <td>{decimal(product)}</td>
            </tr>
          ))}
          {places.length > LISTED && (
            <tr>
              <th scope="row">{places.length - LISTED} others</th>
              <td />
              <td>{decimal(others)}</td>
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
      <td>{decimal(value)}</td>
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

interface SourcesProps {
  readonly trained: TrainedRun;
  readonly sample: number | Uint8Array;
  /** Bytes `[channels, side, side]`. */
  readonly pixels: Uint8Array;
  readonly classes: readonly string[];
  /** The class that is asked about. */
  readonly label: number;
  readonly resting: boolean;
  readonly onLabel: (label: number) => void;
}

/** Side and steps of the square that covers a part of the image. */
const COVER = { size: 4, stride: 2 };

/** The parts of the image that a class's score comes from: saliency, occlusion, and Grad-CAM of every convolution. */
function Sources({ trained, sample, pixels, classes, label, resting, onLabel }: SourcesProps) {
  const question = useMemo(() => ({ sample, label }), [sample, label]);
  const covered = useMemo(() => ({ sample, label, ...COVER }), [sample, label]);
  const { result, current } = useQuestion('attribute', trained, resting ? question : null);
  const occluded = useQuestion('occlude', trained, resting ? covered : null);
  return (
    <>
      <h3 className={uiCss['section']}>Where the score comes from</h3>
      <label className={css['of']}>
        Class
        <Select value={String(label)} options={indexOptions(classes)} onChange={(k) => onLabel(Number(k))} />
      </label>
      <div className={css['sources']}>
        {result && (
          <Heat
            map={result.saliency}
            stale={!current}
            pixels={pixels}
            name="Saliency"
            text="pixels that would change the score most"
          />
        )}
        {occluded.result && (
          <Heat
            map={occluded.result}
            stale={!occluded.current}
            pixels={pixels}
            name="Occlusion"
            text="p falls when this part is covered; orange: it rises"
          />
        )}
        {result?.gradCam.map(({ layer, ...map }) => (
          <Heat
            key={layer}
            map={map}
            stale={!current}
            pixels={pixels}
            name={`Grad-CAM, ${layer}`}
            text="maps that speak for the class"
          />
        ))}
      </div>
    </>
  );
}

interface HeatProps {
  readonly map: JobResult<'occlude'>;
  /** True while the map is that of another sample or class. */
  readonly stale: boolean;
  readonly pixels: Uint8Array;
  readonly name: string;
  readonly text: string;
}

function Heat({ map, stale, pixels, name, text }: HeatProps) {
  const image = useMemo(() => heatImage(map, pixels), [map, pixels]);
  return (
    <figure aria-busy={stale}>
      <Pixels image={image} label={name} />
      <figcaption>
        <b>{name}</b> {text}
      </figcaption>
    </figure>
  );
}

interface ExcitingProps {
  readonly trained: TrainedRun;
  readonly layer: string;
  /** A unit, or a feature map. */
  readonly unit: number;
  readonly what: 'unit' | 'map';
  readonly onChoose: (at: number) => void;
}

/** The validation images that excite a unit or a feature map most. */
function Exciting({ trained, layer, unit, what, onChoose }: ExcitingProps) {
  const question = useMemo(() => ({ layer }), [layer]);
  const { result, input } = useQuestion('excite', trained, question);
  const best = input?.layer === layer ? result?.best[unit] : undefined;
  const pictures = useMemo(
    () => best?.map((at) => ({ at, image: bytesImage(result!.pixels[at]!) })) ?? [],
    [result, best],
  );
  if (!result || pictures.length === 0) return null;
  return (
    <>
      <h3 className={uiCss['section']}>What excites this {what}</h3>
      <div className={css['exciting']}>
        {pictures.map(({ at, image }) => (
          <button key={at} type="button" aria-label={`Show sample ${at}`} onClick={() => onChoose(at)}>
            <Pixels image={image} label="" aria-hidden />
          </button>
        ))}
      </div>
      <p className={uiCss['help']}>
        The images with its highest values, among the first {count(result.images)} validation images.
      </p>
    </>
  );
}
