import { useState } from 'react';
import { computeNeuron, elementwiseActivations, type Neuron } from '../../../engine/evaluate/functions.js';
import { Choice, NumberInput, Slider } from '../../ui/controls.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { decimal } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { clamp, Cursor, evenly, type Interval, Plot } from '../Plot.js';
import understandCss from '../understand.module.css';
import css from './lab.module.css';

const X: Interval = [-5, 5];
const XS = evenly(X, 401);

/** One neuron: a line, then an activation. */
export function NeuronSection() {
  const [neuron, setNeuron] = useState<Neuron>({ weight: 2, bias: -1, activation: 'Tanh' });
  const [x, setX] = useState(1.5);
  const { weight, bias, activation } = neuron;
  const line = { ...neuron, activation: NONE };
  const [inside] = computeNeuron(line, [x]).values as [number];
  const [output] = computeNeuron(neuron, [x]).values as [number];
  const set = (change: Partial<Neuron>) => setNeuron({ ...neuron, ...change });
  const name = activation === NONE ? '' : activation;
  return (
    <>
      <div className={css['stage']}>
        <h3>
          o = {name || 'f'}(w · x + b) <small>the dashed line is w · x + b, before the activation</small>
        </h3>
        <Plot
          label={`The neuron's output for x from ${X[0]} to ${X[1]}`}
          x={X}
          y={[-3, 3]}
          xTitle="x"
          yTitle="o"
          lines={[
            {
              name: 'line',
              xs: XS,
              ys: computeNeuron(line, XS).values,
              color: 'var(--text-3)',
              dash: [4, 4],
            },
            { name: 'neuron', xs: XS, ys: computeNeuron(neuron, XS).values, color: 'var(--curve-a)' },
          ]}
          onDrag={(value) => setX(clamp(Math.round(value * 20) / 20, X))}
        >
          {(scale) => (
            <>
              <Cursor scale={scale} x={x} />
              <circle className={understandCss['point']} cx={scale.x(x)} cy={scale.y(output)} r={5} />
            </>
          )}
        </Plot>
        <p className={css['formula']} role="status">
          o = {name}({decimal(weight, 2)} · {decimal(x, 2)} + {decimal(bias, 2).replace(/^−.*/, '($&)')}) ={' '}
          {name}({decimal(inside, 2)}) = <b>{decimal(output)}</b>
        </p>
      </div>
      <aside className={css['side']} aria-label="The neuron">
        <Slider label="w" value={weight} min={-5} max={5} step={0.05} onChange={(w) => set({ weight: w })} />
        <Slider label="b" value={bias} min={-5} max={5} step={0.05} onChange={(b) => set({ bias: b })} />
        <Slider label="x" value={x} min={X[0]} max={X[1]} step={0.05} onChange={setX} />
        <ActivationChoice value={activation} onChange={(type) => set({ activation: type })} />
        <h3 className={uiCss['section']}>To try</h3>
        <ul className={css['hints']}>
          <li>The weight w makes the curve steeper, and turns it around when it is negative.</li>
          <li>The bias b moves it left and right: its middle is at x = −b / w.</li>
          <li>Without an activation, the neuron is a straight line, whatever w and b are.</li>
        </ul>
      </aside>
    </>
  );
}

/** The names of neurons that are shown together. */
export const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** The color of the i-th of them. */
export const colorOf = (i: number): string => `var(--curve-${LETTERS[i]!.toLowerCase()})`;

interface NeuronTableProps<P extends string> {
  /** The titles of the columns. */
  readonly titles: readonly string[];
  /** The numbers of a neuron, in the order of the columns, with their names. */
  readonly parts: readonly (readonly [part: P, name: string])[];
  readonly neurons: readonly Readonly<Record<P, number>>[];
  readonly onChange: (i: number, part: P, value: number) => void;
}

/** Neurons with numbers to type. */
export function NeuronTable<P extends string>({ titles, parts, neurons, onChange }: NeuronTableProps<P>) {
  return (
    <table className={`${uiCss['table'] ?? ''} ${css['neurons'] ?? ''}`}>
      <ColumnHeads titles={titles} />
      <tbody>
        {neurons.map((neuron, i) => (
          <tr key={i}>
            <th scope="row">
              <i className={uiCss['dot']} style={{ background: colorOf(i) }} />
              {LETTERS[i]}
            </th>
            {parts.map(([part, name]) => (
              <td key={part}>
                <NumberInput
                  label={`${name} of ${LETTERS[i]!}`}
                  value={neuron[part]}
                  min={-100}
                  max={100}
                  onChange={(value) => onChange(i, part, value)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The type of the layer that stands for no activation. */
export const NONE = 'Identity';

interface ActivationChoiceProps {
  readonly value: string;
  readonly onChange: (type: string) => void;
}

/** One of the activations, or none. */
export function ActivationChoice({ value, onChange }: ActivationChoiceProps) {
  return (
    <Choice
      label="Activation f"
      value={value}
      options={[
        { value: NONE, label: 'None: a straight line' },
        ...elementwiseActivations.map(({ type }) => ({ value: type, label: type })),
      ]}
      onChange={onChange}
    />
  );
}
