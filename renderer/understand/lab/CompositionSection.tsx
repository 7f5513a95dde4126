import { useMemo, useState } from 'react';
import { computeNeuron, type Neuron } from '../../../engine/evaluate/functions.js';
import { Button } from '../../ui/Button.js';
import { Check } from '../../ui/Check.js';
import { NumberInput } from '../../ui/Slider.js';
import uiCss from '../../ui/ui.module.css';
import { ActivationChoice, NONE } from './ActivationChoice.js';
import css from './lab.module.css';
import { Plot } from './Plot.js';
import { evenly, type Interval } from './scale.js';

const X: Interval = [-3, 3];
const XS = evenly(X, 241);

type Letter = 'A' | 'B' | 'C' | 'D';
type Neurons = Readonly<Record<Letter, Pick<Neuron, 'weight' | 'bias'>>>;

/** The four neurons of figure 6.6 in "Deep Learning with PyTorch". */
const NEURONS: Neurons = {
  A: { weight: -2, bias: -1.25 },
  B: { weight: 1, bias: 0.75 },
  C: { weight: 4, bias: 1 },
  D: { weight: -3, bias: -1.5 },
};

const add = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]!);

/** Neurons next to each other and after each other: sums and compositions bend curves into new ones. */
export function CompositionSection() {
  const [neurons, setNeurons] = useState(NEURONS);
  const [activation, setActivation] = useState('Tanh');
  const [straight, setStraight] = useState(false);
  const f = straight ? NONE : activation;
  const curves = useMemo(() => {
    const apply = (letter: Letter, inputs: readonly number[]) =>
      computeNeuron({ ...neurons[letter], activation: f }, inputs).values;
    const [a, b] = [apply('A', XS), apply('B', XS)];
    const sum = add(a, b);
    const [c, d] = [apply('C', sum), apply('D', sum)];
    return [
      { name: 'A', ys: a, color: 'var(--curve-a)' },
      { name: 'B', ys: b, color: 'var(--curve-b)' },
      { name: 'A + B', ys: sum, color: 'var(--text)' },
      { name: 'C(A + B)', ys: c, color: 'var(--curve-c)' },
      { name: 'D(A + B)', ys: d, color: 'var(--curve-d)' },
      { name: 'C(A + B) + D(A + B)', ys: add(c, d), color: 'var(--text)' },
    ];
  }, [neurons, f]);
  const most = Math.max(2.2, ...curves.flatMap(({ ys }) => ys.map(Math.abs)));
  const y: Interval = [-most, most];
  const set = (letter: Letter, change: Partial<Neurons[Letter]>) =>
    setNeurons({ ...neurons, [letter]: { ...neurons[letter], ...change } });
  return (
    <>
      <div className={css['stage']}>
        <p className={css['lead']} role="status">
          {straight
            ? 'Without an activation, sums and compositions of lines are lines again: more layers add nothing.'
            : 'A and B see x. C and D see the sum A + B. Every step bends the curve a little more.'}
        </p>
        <div className={css['multiples']}>
          {curves.map(({ name, ys, color }) => (
            <figure key={name}>
              <figcaption>{name}</figcaption>
              <Plot label={name} x={X} y={y} lines={[{ name, xs: XS, ys, color }]} />
            </figure>
          ))}
        </div>
      </div>
      <aside className={css['side']} aria-label="Neurons">
        <table className={`${uiCss['table'] ?? ''} ${css['neurons'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">f(w·x + b)</th>
              <th scope="col">w</th>
              <th scope="col">b</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(neurons) as Letter[]).map((letter) => (
              <tr key={letter}>
                <th scope="row">
                  <i
                    className={uiCss['dot']}
                    style={{ background: `var(--curve-${letter.toLowerCase()})` }}
                  />
                  {letter}
                </th>
                {(['weight', 'bias'] as const).map((part) => (
                  <td key={part}>
                    <NumberInput
                      label={`${part === 'weight' ? 'Weight' : 'Bias'} of ${letter}`}
                      value={neurons[letter][part]}
                      min={-100}
                      max={100}
                      onChange={(value) => set(letter, { [part]: value })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <ActivationChoice value={activation} onChange={setActivation} />
        <Check
          label="Without the activation"
          help="What would the network be if neurons were only w · x + b?"
          checked={straight}
          onChange={setStraight}
        />
        <Button className={css['reset']} disabled={neurons === NEURONS} onClick={() => setNeurons(NEURONS)}>
          Reset the numbers
        </Button>
      </aside>
    </>
  );
}
