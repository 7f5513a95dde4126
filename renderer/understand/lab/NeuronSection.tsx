import { useState } from 'react';
import { computeNeuron, type Neuron } from '../../../engine/evaluate/functions.js';
import { decimal } from '../../ui/format.js';
import { Slider } from '../../ui/Slider.js';
import uiCss from '../../ui/ui.module.css';
import { ActivationChoice, NONE } from './ActivationChoice.js';
import css from './lab.module.css';
import { Plot } from './Plot.js';
import { evenly, type Interval } from './scale.js';

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
          onDrag={(value) => setX(Math.min(Math.max(Math.round(value * 20) / 20, X[0]), X[1]))}
        >
          {(scale) => (
            <>
              <line className={css['cursor']} x1={scale.x(x)} x2={scale.x(x)} y2={scale.height} />
              <circle className={css['point']} cx={scale.x(x)} cy={scale.y(output)} r={5} />
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
