import { useEffect, useMemo, useRef, useState } from 'react';
import { losses } from '../../../engine/nn/losses/index.js';
import { optimizers } from '../../../engine/nn/optimizers/index.js';
import type { Project } from '../../../engine/project/schema.js';
import { templates } from '../../../engine/project/templates.js';
import { float32, toNumbers } from '../../../engine/tensor/tensor.js';
import { type Descent, type Landscape, openLandscape, type Point } from '../../../engine/train/landscape.js';
import { Check } from '../../ui/Check.js';
import { Choice } from '../../ui/Choice.js';
import { decimal, loss as lossText } from '../../ui/format.js';
import { Segments } from '../../ui/Segments.js';
import { NumberInput, Slider } from '../../ui/Slider.js';
import uiCss from '../../ui/ui.module.css';
import { useUi } from '../../useApp.js';
import { contour, doublingLevels, gridOf, type Grid } from './contours.js';
import css from './lab.module.css';
import { Plot } from './Plot.js';
import { evenly, type Interval, type Scale } from './scale.js';

type Inputs = 'raw' | 'scaled' | 'standardized';

interface InputForm {
  readonly label: string;
  readonly transforms: Project['data']['transforms'];
  readonly w: Interval;
  readonly b: Interval;
}
/** Forms of the thermometer's readings as inputs, each with the part of the plane that shows its valley. */
const INPUTS: Readonly<Record<Inputs, InputForm>> = {
  raw: { label: 'As they are, 22 to 82', transforms: [], w: [-0.6, 1.4], b: [-40, 25] },
  scaled: { label: 'Times 0.1', transforms: [{ type: 'Scale', factor: 0.1 }], w: [-3, 12], b: [-45, 25] },
  standardized: {
    label: 'Standardized',
    transforms: [{ type: 'Standardize', mean: [51.8], std: [16.1] }],
    w: [-4, 20],
    b: [-4, 24],
  },
};

const RATES = ['1e-4', '1e-3', '1e-2', '1e-1'] as const;
const STEPS = 300;
const SIDE = 49;

interface Settings {
  readonly model: 'line' | 'slope';
  readonly inputs: Inputs;
  readonly loss: string;
  readonly optimizer: string;
  readonly lr: number;
}

/** A place on the landscape. */
interface Place {
  readonly w: number;
  readonly b: number;
}

/** The thermometer's model `t_c = w · t_u + b`, or without b, trained on all eleven readings. */
function projectOf({ model, inputs, loss, optimizer, lr }: Settings): Project {
  const { project } = templates.find(({ id }) => id === 'linear-regressor')!;
  const data = {
    ...project.data,
    validation: null,
    transforms: INPUTS[inputs].transforms,
  } as Project['data'];
  const layers = project.model.layers.map((layer) =>
    model === 'line' ? layer : { ...layer, params: { ...layer.params, bias: false } },
  );
  const training = { ...project.training, loss: { type: loss }, optimizer: { type: optimizer, lr } };
  return { ...project, data, model: { layers }, training };
}

const tensorsOf = ({ w, b }: Place, model: Settings['model']): Point => ({
  'linear.weight': float32([1, 1], [w]),
  ...(model === 'line' && { 'linear.bias': float32([1], [b]) }),
});

const placeOf = (tensors: Point): Place => ({
  w: toNumbers(tensors['linear.weight']!)[0]!,
  b: tensors['linear.bias'] ? toNumbers(tensors['linear.bias'])[0]! : 0,
});

/** A landscape with the path through it, and the settings that it is of. */
interface Found {
  readonly settings: Settings;
  readonly landscape: Landscape;
  readonly descent: Descent;
}

/** The loss of a model with one or two parameters, and the way that training takes through it. */
export function LandscapeSection() {
  const [settings, setSettings] = useState<Settings>({
    model: 'line',
    inputs: 'scaled',
    loss: 'MSELoss',
    optimizer: 'SGD',
    lr: 0.01,
  });
  const [start, setStart] = useState<Place>({ w: 1, b: 0 });
  const [steps, setSteps] = useState(STEPS);
  const [whole, setWhole] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const set = (change: Partial<Settings>) => setSettings({ ...settings, ...change });
  useEffect(() => {
    let current = true;
    const search = async () => {
      const landscape = await openLandscape(projectOf(settings));
      const descent = await landscape.descend(tensorsOf(start, settings.model), STEPS);
      if (current) setFound({ settings, landscape, descent });
    };
    void search();
    return () => {
      current = false;
    };
  }, [settings, start]);
  if (!found) return <div className={css['stage']} />;
  const { landscape, descent } = found;
  const { model, inputs } = found.settings;
  const places = descent.points.slice(0, steps + 1).map(placeOf);
  const { w, b } = INPUTS[inputs];
  const view = {
    w: whole
      ? covering(
          w,
          places.map((place) => place.w),
        )
      : w,
    b: whole
      ? covering(
          b,
          places.map((place) => place.b),
        )
      : b,
  };
  const map = { landscape, places, view, onStart: setStart };
  return (
    <>
      <div className={css['stage']}>
        <h3>
          {model === 'line' ? 't = w · reading + b' : 't = w · reading'}
          <small>click to start somewhere else</small>
        </h3>
        {model === 'line' ? <Valley {...map} /> : <Parabola {...map} />}
        <h3>
          Loss after each step <small>on a logarithmic axis</small>
        </h3>
        <LossCurve descent={descent} step={Math.min(steps, descent.losses.length)} />
        <p className={css['formula']} role="status">
          {outcome(descent, steps)}
        </p>
      </div>
      <aside className={css['side']} aria-label="Landscape">
        <Segments
          label="Parameters"
          value={settings.model}
          options={[
            { value: 'line', label: 'w and b' },
            { value: 'slope', label: 'w alone' },
          ]}
          onChange={(model) => set({ model })}
        />
        <Choice
          label="Readings as inputs"
          value={settings.inputs}
          options={(Object.keys(INPUTS) as Inputs[]).map((id) => ({ value: id, label: INPUTS[id].label }))}
          onChange={(inputs) => set({ inputs })}
        />
        <p className={`${uiCss['label'] ?? ''} ${css['gap'] ?? ''}`}>Learning rate</p>
        <div className={css['rate']}>
          <Segments
            label="Learning rate"
            value={RATES.find((rate) => Number(rate) === settings.lr) ?? ''}
            options={RATES.map((rate) => ({ value: rate, label: rate }))}
            onChange={(rate) => set({ lr: Number(rate) })}
          />
          <NumberInput
            label="Learning rate, as a number"
            value={settings.lr}
            min={0}
            max={1e3}
            onChange={(lr) => set({ lr })}
          />
        </div>
        <Choice
          label="Optimizer"
          value={settings.optimizer}
          options={optimizers.map(({ type }) => ({ value: type, label: type }))}
          onChange={(optimizer) => set({ optimizer })}
        />
        <Choice
          label="Loss"
          value={settings.loss}
          options={losses
            .filter(({ targets, accepts }) => targets.includes('values') && accepts === null)
            .map(({ type }) => ({ value: type, label: type }))}
          onChange={(loss) => set({ loss })}
        />
        <div className={css['gap']} />
        <Slider label="Steps" value={steps} min={0} max={STEPS} step={1} onChange={setSteps} />
        <Slider
          label="w₀"
          value={start.w}
          min={w[0]}
          max={w[1]}
          step={(w[1] - w[0]) / 100}
          onChange={(value) => setStart({ ...start, w: value })}
        />
        {model === 'line' && (
          <Slider
            label="b₀"
            value={start.b}
            min={b[0]}
            max={b[1]}
            step={(b[1] - b[0]) / 100}
            onChange={(value) => setStart({ ...start, b: value })}
          />
        )}
        <Check label="Zoom out to the whole path" checked={whole} onChange={setWhole} />
      </aside>
    </>
  );
}

/** The interval with a little room around the finite ones of some numbers too. */
function covering([from, to]: Interval, numbers: readonly number[]): Interval {
  const finite = numbers.filter((number) => Math.abs(number) < 1e30);
  const [least, greatest] = [Math.min(from, ...finite), Math.max(to, ...finite)];
  const room = least < from || greatest > to ? (greatest - least) * 0.05 : 0;
  return [least - room, greatest + room];
}

function outcome({ points, losses: all }: Descent, steps: number): string {
  const at = Math.min(steps, points.length - 1);
  const { w, b } = placeOf(points[at]!);
  const value = all[at] ?? all.at(-1)!;
  const broken = all.findIndex((one) => !Number.isFinite(one));
  if (broken >= 0 && steps >= broken) {
    return `Diverged: every step overshoots more than the one before. The loss was ${lossText(all[3]!)} after step 3 and no number any more after step ${broken}.`;
  }
  if (at > 0 && value > all[0]! * 2)
    return `Diverging: the loss grew from ${lossText(all[0]!)} to ${lossText(value)} in ${at} steps.`;
  const bias = points[at]!['linear.bias'] ? `, b = ${decimal(b, 3)}` : '';
  return `After ${at} steps: w = ${decimal(w, 3)}${bias}, loss ${lossText(value)}`;
}

interface MapProps {
  readonly landscape: Landscape;
  /** The path so far. */
  readonly places: readonly Place[];
  readonly view: { readonly w: Interval; readonly b: Interval };
  readonly onStart: (start: Place) => void;
}

/** The loss over both parameters: the darker, the lower, with lines of equal loss. */
function Valley({ landscape, places, view, onStart }: MapProps) {
  const [[w0, w1], [b0, b1]] = [view.w, view.b];
  const { grid, lines } = useMemo(() => {
    const computed = gridOf([w0, w1], [b0, b1], SIDE, (w, b) =>
      landscape.lossAt(tensorsOf({ w, b }, 'line')),
    );
    const levels = doublingLevels(computed.values, 9);
    return { grid: computed, lines: levels.map((level) => contour(computed, level)).join('') };
  }, [landscape, w0, w1, b0, b1]);
  return (
    <Plot
      label="The loss for each w and b, with the path of training"
      x={view.w}
      y={view.b}
      xTitle="w"
      yTitle="b"
      lines={[
        {
          name: 'path',
          xs: places.map(({ w }) => w),
          ys: places.map(({ b }) => b),
          color: 'var(--curve-b)',
        },
      ]}
      behind={(scale) => (
        <>
          <foreignObject width={scale.width} height={scale.height}>
            <HeatMap grid={grid} />
          </foreignObject>
          <path
            className={css['contour']}
            transform={`scale(${scale.width} ${scale.height})`}
            vectorEffect="non-scaling-stroke"
            d={lines}
          />
        </>
      )}
      onDrag={(w, b) => onStart({ w, b })}
    >
      {(scale) => <Steps scale={scale} points={places.map(({ w, b }) => [w, b])} />}
    </Plot>
  );
}

/** The loss over the only parameter. */
function Parabola({ landscape, places, view, onStart }: MapProps) {
  const [from, to] = view.w;
  const lossOf = (w: number) => landscape.lossAt(tensorsOf({ w, b: 0 }, 'slope'));
  const curve = useMemo(() => {
    const xs = evenly([from, to], 201);
    return { xs, ys: xs.map(lossOf) };
  }, [landscape, from, to]);
  const points = places.map(({ w }): [number, number] => [w, lossOf(w)]);
  return (
    <Plot
      label="The loss for each w, with the path of training"
      x={view.w}
      y={[0, Math.max(...curve.ys)]}
      xTitle="w"
      yTitle="loss"
      lines={[
        { name: 'loss', ...curve, color: 'var(--curve-a)' },
        {
          name: 'path',
          xs: points.map(([w]) => w),
          ys: points.map(([, y]) => y),
          color: 'var(--curve-b)',
          faint: true,
        },
      ]}
      onDrag={(w) => onStart({ w, b: 0 })}
    >
      {(scale) => <Steps scale={scale} points={points} />}
    </Plot>
  );
}

interface StepsProps {
  readonly scale: Scale;
  readonly points: readonly (readonly [number, number])[];
}

/** After as many, steps are short: dots would only make the line thick. */
const MOST_DOTS = 24;

/** Dots for the steps of a path that are in view, the first and the last marked. */
function Steps({ scale, points }: StepsProps) {
  const seen = points
    .map(([x, y], i) => ({ i, x: scale.x(x), y: scale.y(y) }))
    .filter(({ x, y }) => x >= -1 && x <= scale.width + 1 && y >= -1 && y <= scale.height + 1);
  return (
    <>
      {seen.slice(0, MOST_DOTS).map(({ i, x, y }) => (
        <circle key={i} className={css['step']} cx={x} cy={y} r={2.5} />
      ))}
      {seen
        .filter(({ i }) => i === 0 || i === points.length - 1)
        .map(({ i, x, y }) => (
          <g key={i}>
            <circle className={css['point']} data-start={i === 0} cx={x} cy={y} r={6} />
            <text className={css['bandName']} x={x + 10} y={y} dy="0.32em">
              {i === 0 ? 'start' : `step ${i}`}
            </text>
          </g>
        ))}
    </>
  );
}

function HeatMap({ grid: { columns, rows, values } }: { readonly grid: Grid }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useUi((state) => state.dark);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const logs = values.map((value) => Math.log(Math.min(value, Number.MAX_VALUE)));
    const [least, greatest] = [Math.min(...logs), Math.max(...logs)];
    context.clearRect(0, 0, columns, rows);
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent');
    logs.forEach((value, i) => {
      context.globalAlpha = 0.75 * (1 - (value - least) / (greatest - least || 1)) ** 1.5;
      context.fillRect(i % columns, rows - 1 - Math.floor(i / columns), 1, 1);
    });
  }, [values, columns, rows, dark]);
  return <canvas ref={canvas} className={css['heat']} width={columns} height={rows} />;
}

function LossCurve({ descent: { losses: all }, step }: { readonly descent: Descent; readonly step: number }) {
  const logs = all.map((value) => Math.log10(Math.min(Math.max(value, 1e-12), 1e38)));
  const least = Math.min(...logs);
  const greatest = Math.max(...logs, least + 1);
  return (
    <div className={css['low']}>
      <Plot
        label="The loss after each step"
        x={[0, Math.max(all.length - 1, 1)]}
        y={[least, greatest]}
        xTitle="step"
        yTitle="log₁₀ loss"
        lines={[{ name: 'loss', xs: all.map((_, i) => i), ys: logs, color: 'var(--curve-b)' }]}
      >
        {(scale) => (
          <line className={css['cursor']} x1={scale.x(step)} x2={scale.x(step)} y2={scale.height} />
        )}
      </Plot>
    </div>
  );
}
