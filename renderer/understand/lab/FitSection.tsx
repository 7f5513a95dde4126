import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useState } from 'react';
import { thermometer } from '../../../engine/data/table.js';
import { computeLayers, type SmallLayer } from '../../../engine/evaluate/functions.js';
import type { Project } from '../../../engine/project/schema.js';
import { templates } from '../../../engine/project/templates.js';
import { float32, toNumbers } from '../../../engine/tensor/tensor.js';
import { type Landscape, openLandscape, type Point } from '../../../engine/train/landscape.js';
import { Button } from '../../ui/Button.js';
import { Check, Choice, Slider } from '../../ui/controls.js';
import { loss as lossText } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { clamp, evenly, type Interval, type PlaceOf, Plot, type Scale } from '../Plot.js';
import css from './lab.module.css';
import { ActivationChoice, colorOf, LETTERS, NeuronTable, NONE } from './NeuronSection.js';

const X: Interval = [-3, 3];
const Y: Interval = [-2.5, 2.5];
const XS = evenly(X, 241);
const SAMPLES = evenly(X, 61);

/** Points to fit: the readings, standardized, or samples of a function. */
interface Target {
  readonly label: string;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

const sampled = (label: string, f: (x: number) => number): Target => ({
  label,
  xs: SAMPLES,
  ys: SAMPLES.map(f),
});

function standardized(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / spread);
}

const { t_u, t_c } = thermometer.columns as Readonly<Record<string, readonly number[]>>;

const TARGETS = {
  hill: sampled('A hill', (x) => 2 * Math.exp(-x * x) - 0.5),
  wave: sampled('A wave', (x) => 1.5 * Math.sin(1.6 * x)),
  step: sampled('Two steps', (x) => (x < -1 ? -1.2 : x < 1 ? 0.2 : 1.4)),
  thermometer: { label: 'The thermometer, standardized', xs: standardized(t_u!), ys: standardized(t_c!) },
} as const satisfies Readonly<Record<string, Target>>;
type TargetId = keyof typeof TARGETS;

/** A neuron and the weight with which it counts: its part of the sum is `v · f(w·x + b)`. */
interface Part {
  readonly w: number;
  readonly b: number;
  readonly v: number;
}

/** A hidden layer whose neurons are added up. */
interface Network {
  readonly parts: readonly Part[];
  /** The bias of the output. */
  readonly bias: number;
}

const NETWORK: Network = {
  parts: [
    { w: 2, b: 4, v: 0.5 },
    { w: 2, b: 1.5, v: 0.5 },
    { w: 2, b: -1.5, v: 0.5 },
    { w: 2, b: -4, v: 0.5 },
  ],
  bias: 0,
};

const tensorsOf = ({ parts, bias }: Network): Point => ({
  'hidden_linear.weight': float32(
    [parts.length, 1],
    parts.map(({ w }) => w),
  ),
  'hidden_linear.bias': float32(
    [parts.length],
    parts.map(({ b }) => b),
  ),
  'output_linear.weight': float32(
    [1, parts.length],
    parts.map(({ v }) => v),
  ),
  'output_linear.bias': float32([1], [bias]),
});

function networkOf(tensors: Point): Network {
  const read = (path: string) => toNumbers(tensors[path]!);
  const [w, b, v] = [read('hidden_linear.weight'), read('hidden_linear.bias'), read('output_linear.weight')];
  return { parts: w.map((_, i) => ({ w: w[i]!, b: b[i]!, v: v[i]! })), bias: read('output_linear.bias')[0]! };
}

function layersOf({ parts, bias }: Network, activation: string): readonly SmallLayer[] {
  const hidden = { weight: parts.map(({ w }) => w), bias: parts.map(({ b }) => b) };
  return [
    { type: 'Linear', params: { out_features: parts.length }, tensors: hidden },
    { type: activation },
    {
      type: 'Linear',
      params: { out_features: 1 },
      tensors: { weight: parts.map(({ v }) => v), bias: [bias] },
    },
  ];
}

const curveOf = (network: Network, activation: string) =>
  computeLayers(layersOf(network, activation), XS).values;

/** The template with as many neurons, whose data are the target. */
function projectOf(target: Target, activation: string): Project {
  const { project } = templates.find(({ id }) => id === 'tanh-regressor')!;
  const [hidden, , output] = project.model.layers;
  return {
    ...project,
    data: {
      source: { kind: 'inline', name: 'target', columns: { x: [...target.xs], y: [...target.ys] } },
      inputs: ['x'],
      targets: ['y'],
      validation: null,
      transforms: [],
    },
    model: {
      layers: [
        { ...hidden!, params: { out_features: LETTERS.length } },
        { id: 'f', name: 'f', type: activation, params: {} },
        output!,
      ],
    },
    training: { ...project.training, optimizer: { type: 'Adam', lr: 0.02 } },
  };
}

const short = (value: number) => Number(value.toFixed(3));

const TRAINED_STEPS = 300;
const STEPS_PER_FRAME = 6;

/** Four neurons to drag until their sum fits a curve. */
export function FitSection() {
  const [network, setNetwork] = useState(NETWORK);
  const [targetId, setTargetId] = useState<TargetId>('hill');
  const [activation, setActivation] = useState('Tanh');
  const [straight, setStraight] = useState(false);
  const [training, setTraining] = useState(false);
  const [landscape, setLandscape] = useState<Landscape | null>(null);
  const target = TARGETS[targetId];
  const f = straight ? NONE : activation;
  useEffect(() => {
    let current = true;
    void openLandscape(projectOf(target, f)).then((opened) => current && setLandscape(opened));
    return () => {
      current = false;
      setTraining(false);
    };
  }, [target, f]);
  useEffect(() => {
    if (!training || !landscape) return;
    let frame = 0;
    let current = true;
    const play = (points: readonly Point[], at: number) => {
      if (!current) return;
      setNetwork(networkOf(points[Math.min(at, points.length - 1)]!));
      if (at >= points.length - 1) setTraining(false);
      else frame = requestAnimationFrame(() => play(points, at + STEPS_PER_FRAME));
    };
    void landscape.descend(tensorsOf(network), TRAINED_STEPS).then(({ points }) => play(points, 0));
    return () => {
      current = false;
      cancelAnimationFrame(frame);
    };
  }, [training, landscape]);
  const change = (i: number, part: Partial<Part>) => {
    setTraining(false);
    setNetwork({ ...network, parts: network.parts.map((old, k) => (k === i ? { ...old, ...part } : old)) });
  };
  const lines = useMemo(
    () => [
      ...network.parts.map((part, i) => ({
        name: LETTERS[i]!,
        xs: XS,
        ys: curveOf({ parts: [part], bias: 0 }, f),
        color: colorOf(i),
        dash: [5, 4],
      })),
      { name: 'sum', xs: XS, ys: curveOf(network, f), color: 'var(--text)' },
    ],
    [network, f],
  );
  return (
    <>
      <div className={css['stage']}>
        <h3>
          o = v · f(w · x + b), added up for A to D <small>drag the letters onto the dots</small>
        </h3>
        <Plot
          label={`The sum of the neurons beside the target: ${target.label}`}
          x={X}
          y={Y}
          xTitle="x"
          lines={lines}
          interactive
          behind={(scale) => <Points scale={scale} target={target} />}
        >
          {(scale, at) =>
            network.parts.map((part, i) => (
              <Handle key={i} {...{ i, part, scale, at, f }} onChange={(moved) => change(i, moved)} />
            ))
          }
        </Plot>
        <p className={css['formula']} role="status">
          Mean squared error <b>{landscape && lossText(landscape.lossAt(tensorsOf(network)))}</b>
          {straight && ' · without an activation, the sum of four lines is one line'}
        </p>
      </div>
      <aside className={css['side']} aria-label="Neurons">
        <Choice
          label="Curve to fit"
          value={targetId}
          options={(Object.keys(TARGETS) as TargetId[]).map((id) => ({
            value: id,
            label: TARGETS[id].label,
          }))}
          onChange={setTargetId}
        />
        <ActivationChoice value={activation} onChange={setActivation} />
        <Check label="Without the activation" checked={straight} onChange={setStraight} />
        <NeuronTable
          titles={['', 'w', 'b', 'v']}
          parts={[
            ['w', 'w'],
            ['b', 'b'],
            ['v', 'v'],
          ]}
          neurons={network.parts.map(({ w, b, v }) => ({ w: short(w), b: short(b), v: short(v) }))}
          onChange={(i, part, value) => change(i, { [part]: value })}
        />
        <div className={css['gap']} />
        <Slider
          label="bias"
          value={short(network.bias)}
          min={Y[0]}
          max={Y[1]}
          step={0.05}
          onChange={(bias) => setNetwork({ ...network, bias })}
        />
        <div className={`${uiCss['actions'] ?? ''} ${css['reset'] ?? ''}`}>
          <Button disabled={training || !landscape} onClick={() => setTraining(true)}>
            Let training do it
          </Button>
          <Button disabled={network === NETWORK} onClick={() => setNetwork(NETWORK)}>
            Start over
          </Button>
        </div>
        <p className={uiCss['help']}>
          {TRAINED_STEPS} steps of Adam on all points, from where the neurons are.
        </p>
      </aside>
    </>
  );
}

function Points({ scale, target: { xs, ys } }: { readonly scale: Scale; readonly target: Target }) {
  return xs.map((x, i) => (
    <circle key={x} className={css['target']} cx={scale.x(x)} cy={scale.y(ys[i]!)} r={3} />
  ));
}

interface HandleProps {
  /** Its place among the neurons. */
  readonly i: number;
  readonly part: Part;
  readonly scale: Scale;
  readonly at: PlaceOf;
  readonly f: string;
  readonly onChange: (part: Partial<Part>) => void;
}

/** A neuron's letter, where `w·x + b` is 1: sideways it moves the neuron, up and down it scales its part of the sum. */
function Handle({ i, part: { w, b, v }, scale, at, f, onChange }: HandleProps) {
  const height = useMemo(() => computeLayers([{ type: f }], [1]).values[0]!, [f]);
  const x = clamp((1 - b) / w, X);
  const y = clamp(v * height, Y);
  const moveTo = (toX: number, toY: number) =>
    onChange({ b: 1 - w * clamp(toX, X), v: clamp(toY, Y) / height });
  const drag = (event: PointerEvent<SVGGElement>) => {
    if ((event.buttons & 1) === 1) moveTo(...at(event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? 0.5 : 0.1;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => moveTo(x - by, y),
      ArrowRight: () => moveTo(x + by, y),
      ArrowUp: () => moveTo(x, y + by),
      ArrowDown: () => moveTo(x, y - by),
      PageUp: () => onChange({ w: w * 1.1, b: 1 - w * 1.1 * x }),
      PageDown: () => onChange({ w: w / 1.1, b: 1 - (w / 1.1) * x }),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <g
      className={css['handle']}
      role="button"
      tabIndex={0}
      aria-label={`Neuron ${LETTERS[i]!}: arrow keys move it, Page Up and Page Down change how steep it is`}
      transform={`translate(${scale.x(x)} ${scale.y(y)})`}
      style={{ fill: colorOf(i) }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={onKeyDown}
    >
      <circle r={11} />
      <text textAnchor="middle" dy="0.35em">
        {LETTERS[i]}
      </text>
    </g>
  );
}
