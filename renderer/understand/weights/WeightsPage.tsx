import { decimal } from '../../ui/format.js';
import { useMemo, useState } from 'react';
import { staticShape } from '../../../engine/base/shape.js';
import type { Parameters } from '../../../engine/jobs/parameters.js';
import { layerOf } from '../../../engine/nn/layers/index.js';
import { inspectModel } from '../../../engine/nn/model/bind.js';
import { sampleShape } from '../../../engine/project/samples.js';
import type { PixelImage } from '../../images/rgba.js';
import type { TrainedRun } from '../../state/understand.js';
import { type Options, Select } from '../../ui/controls.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { count } from '../../ui/format.js';
import { Pixels } from '../../ui/Pixels.js';
import uiCss from '../../ui/ui.module.css';
import { Opening, PageActions } from '../Answer.js';
import { colorImage, largest, mapImage } from '../colors.js';
import { classesOf, WeightsChoice } from '../RunChoice.js';
import {} from '../sample/units.js';
import { useQuestion } from '../useQuestion.js';
import css from './weights.module.css';

const ALL = {};

/** The weights of a model as histograms and pictures. */
export function WeightsPage({ trained }: { readonly trained: TrainedRun }) {
  return (
    <>
      <PageActions>
        <WeightsChoice trained={trained} />
      </PageActions>
      <Chosen trained={trained} />
    </>
  );
}

function Chosen({ trained }: { readonly trained: TrainedRun }) {
  const { result: list, problem } = useQuestion('parameters', trained, ALL);
  const parameters = list?.parameters;
  const [chosen, setChosen] = useState<string | null>(null);
  const of = chosen ?? parameters?.find(({ shape }) => shape.length > 1)?.name ?? parameters?.[0]?.name;
  const question = useMemo(() => (of === undefined ? null : { of }), [of]);
  const { input, result } = useQuestion('parameters', trained, question);
  if (!parameters) return <Opening title="The weights could not be read" problem={problem} />;
  if (parameters.length === 0)
    return <EmptyState title="This model has no weights" text="None of its layers learns." />;
  const shown = parameters.find(({ name }) => name === input?.of);
  return (
    <div className={css['page']}>
      <ul className={css['list']} aria-label="Parameters">
        {parameters.map((parameter) => (
          <li key={parameter.name}>
            <button
              type="button"
              aria-pressed={parameter.name === of}
              onClick={() => setChosen(parameter.name)}
            >
              <Parameter parameter={parameter} />
            </button>
          </li>
        ))}
      </ul>
      {result?.values && shown && (
        <Filters
          key={shown.name}
          trained={trained}
          parameter={shown}
          values={result.values}
          classes={classesOf(trained)}
        />
      )}
    </div>
  );
}

/** A parameter's name, shape and histogram. */
function Parameter({ parameter }: { readonly parameter: Parameters['parameters'][number] }) {
  const { name, shape, min, max, std, bins } = parameter;
  const highest = Math.max(...bins);
  return (
    <>
      <b>{name}</b>
      <code>{shape.map((length) => count(length)).join(' × ')}</code>
      <svg viewBox={`0 0 ${bins.length} 16`} preserveAspectRatio="none" aria-hidden>
        {bins.map((of, i) => (
          <rect key={i} x={i + 0.1} width={0.8} y={16 - (16 * of) / highest} height={(16 * of) / highest} />
        ))}
      </svg>
      <small>
        {decimal(min, 3)} … {decimal(max, 3)} · std {std.toPrecision(2)}
      </small>
    </>
  );
}

interface FiltersProps {
  readonly trained: TrainedRun;
  readonly parameter: Pick<Parameters['parameters'][number], 'name' | 'shape' | 'layer'>;
  readonly values: Float32Array;
  /** Empty for a model of numbers. */
  readonly classes: readonly string[];
}

/** Orders of filters: as in the layer, by norm, or by what they do for a class. */
type Order = 'layer' | 'norm' | `class ${number}`;

/** Every unit's weights as a picture. */
function Filters({ trained, parameter: { name, shape, layer }, values, classes }: FiltersProps) {
  const [order, setOrder] = useState<Order>('norm');
  const [chosen, setChosen] = useState<number | null>(null);
  const form = useMemo(() => formOf(trained, shape, layer), [trained, shape, layer]);
  const units = shape[0]!;
  const size = values.length / units;
  // A layer's weights, not a norm's scale or a bias, whose units are single numbers.
  const question = useMemo(
    () => (classes.length > 0 && shape.length > 1 ? { layer } : null),
    [classes.length, shape.length, layer],
  );
  const { result: effects } = useQuestion('effects', trained, question);
  const filters = useMemo(() => {
    const most = largest(values);
    return Array.from({ length: units }, (_, unit) => {
      const own = values.subarray(unit * size, (unit + 1) * size);
      // Single numbers are compared with each other, patterns with themselves.
      return { unit, image: filterImage(own, form, size === 1 ? most : undefined), norm: norm(own) };
    });
  }, [values, form]);
  const orders: Options<Order> = [
    { value: 'norm', label: 'by norm' },
    { value: 'layer', label: 'as in the layer' },
    ...(effects ? classes : []).map((name, k) => ({
      value: `class ${k}` as const,
      label: `speaks for ${name}`,
    })),
  ];
  const byClass = order.startsWith('class') ? Number(order.slice(6)) : null;
  const effect = byClass === null ? null : effects?.classes[byClass];
  const sorted = useMemo(() => {
    if (order === 'layer') return filters;
    return [...filters].sort((a, b) =>
      effect ? effect[b.unit]! - effect[a.unit]! : byClass === null ? b.norm - a.norm : a.unit - b.unit,
    );
  }, [filters, order, effect]);
  const figure = ({ unit, norm: length }: (typeof filters)[number]) =>
    effect ? decimal(effect[unit]!, 2) : length.toPrecision(3);
  const shown = sorted.find(({ unit }) => unit === chosen) ?? sorted[0]!;
  return (
    <>
      <PageActions>
        <label className={css['sort']}>
          Sort
          <Select value={order} options={orders} onChange={setOrder} />
        </label>
      </PageActions>
      <section className={css['filters']} aria-label={name}>
        <p className={css['caption']}>{captionOf(form, units, shape.length > 2)}</p>
        <div className={css['grid']} data-small={size < 30}>
          {sorted.map((filter) => (
            <button
              key={filter.unit}
              type="button"
              aria-pressed={filter === shown}
              aria-label={`Unit ${filter.unit}, ${figure(filter)}`}
              onClick={() => setChosen(filter.unit)}
            >
              <Pixels image={filter.image} label="" aria-hidden />
              <small>{figure(filter)}</small>
            </button>
          ))}
        </div>
      </section>
      <aside className={css['one']} aria-label="Chosen unit">
        <h3 className={uiCss['section']}>Unit {shown.unit}</h3>
        <Pixels image={shown.image} label={`Weights of unit ${shown.unit}`} />
        <p className={uiCss['help']}>
          {form.ofImage
            ? 'Gray is zero. The unit is excited by pictures with these colors in these places.'
            : 'Dark is zero, blue is positive, orange negative.'}
        </p>
        <dl>
          <dt>norm</dt>
          <dd>{shown.norm.toPrecision(4)}</dd>
          <dt>weights</dt>
          <dd>{count(size)}</dd>
        </dl>
        {effects && (
          <>
            <h3 className={uiCss['section']}>What it does for a class</h3>
            <dl>
              {classes.map((name, k) => (
                <Effect key={name} name={name} value={effects.classes[k]![shown.unit]!} />
              ))}
            </dl>
            <p className={uiCss['help']}>
              How much the class’s score rises when the unit is one larger: the mean slope over{' '}
              {effects.samples} samples.
            </p>
          </>
        )}
      </aside>
    </>
  );
}

function Effect({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <>
      <dt>{name}</dt>
      <dd data-tone={value < 0 ? 'below' : 'above'}>{decimal(value, 3)}</dd>
    </>
  );
}

/** The form of a parameter's filters, from the shapes of the layers before it. */
function formOf({ project }: TrainedRun, shape: readonly number[], at: number): FilterForm {
  const input = sampleShape(project.data);
  const layers = inspectModel(project.model.layers, input);
  const outputs = [input, ...layers.slice(0, at).map(({ bound }) => bound!.output)].map((one) =>
    staticShape(one.slice(1)),
  );
  const reshaped = (from: number) =>
    project.model.layers.slice(from, at).every(({ type }) => layerOf(type).category === 'shape');
  // The last shape before the layers that only flatten.
  const first = outputs.findIndex((_, i) => reshaped(i));
  return filterForm(shape, outputs[first]!, first === 0 && input.length === 4);
}

function captionOf({ maps, width, height, ofImage }: FilterForm, units: number, moves: boolean): string {
  const many = `${count(units)} ${units === 1 ? 'unit' : 'units'}`;
  if (ofImage) {
    return moves
      ? `${many}, each a kernel of ${width} × ${height} pixels in color that moves over the image.`
      : `${many}, each with a weight for every color of every pixel: ${width} × ${height}.`;
  }
  if (maps > 1)
    return `${many}, each with ${maps} kernels of ${width} × ${height}, one for each map before it.`;
  return `${many}, each with ${count(width * height)} ${width * height === 1 ? 'number' : 'weights'}.`;
}

/** The form of one unit's weights: maps of the layer's input, of an image in color or others. */
interface FilterForm {
  readonly maps: number;
  readonly height: number;
  readonly width: number;
  /** True where the maps are an image's channels. */
  readonly ofImage: boolean;
}

/**
 * The form of each unit's weights: `shape` is the parameter's, `before` what a flattening layer before it had, and
 * `ofImage` says that this is the image.
 */
function filterForm(shape: readonly number[], before: readonly number[], ofImage: boolean): FilterForm {
  const [, inputs = 1, ...kernel] = shape;
  if (kernel.length > 0) {
    const [first = 1, second] = kernel;
    const [height, width] = second === undefined ? [1, first] : [first, second];
    return { maps: inputs, height, width, ofImage };
  }
  const [maps = 1, height = 1, width = 1] = before;
  if (before.length === 3 && maps * height * width === inputs) return { maps, height, width, ofImage };
  return { maps: 1, height: 1, width: inputs, ofImage: false };
}

/**
 * One unit's weights as a picture: a color image, or its maps side by side. `most` is the magnitude of the strongest
 * color.
 */
function filterImage(
  values: Float32Array,
  { maps, height, width, ofImage }: FilterForm,
  most = largest(values),
): PixelImage {
  if (ofImage && (maps === 1 || maps === 3)) return colorImage(values, width, maps, most);
  if (maps === 1) return mapImage(values, height === 1 ? Math.ceil(Math.sqrt(values.length)) : width, most);
  const columns = Math.ceil(Math.sqrt(maps));
  const total = columns * (width + 1) - 1;
  // Lines between the maps are left empty.
  const tiled = new Float32Array(total * (Math.ceil(maps / columns) * (height + 1) - 1)).fill(NaN);
  for (let map = 0; map < maps; map++) {
    const [left, top] = [(map % columns) * (width + 1), Math.floor(map / columns) * (height + 1)];
    for (let y = 0; y < height; y++) {
      const from = (map * height + y) * width;
      tiled.set(values.subarray(from, from + width), (top + y) * total + left);
    }
  }
  return mapImage(tiled, total, most);
}

/** The Euclidean norm of some numbers. */
function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
