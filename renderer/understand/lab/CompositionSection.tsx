import { useId, useMemo, useState } from 'react';
import { computeFormula, type Misread, readFormula } from '../../../engine/base/formula.js';
import {
  computeLayers,
  computeNeuron,
  elementwiseActivations,
  type Neuron,
} from '../../../engine/evaluate/functions.js';
import { misreadText } from '../../../engine/text/index.js';
import { Button } from '../../ui/Button.js';
import { Check } from '../../ui/controls.js';
import uiCss from '../../ui/ui.module.css';
import { evenly, type Interval, Plot } from '../Plot.js';
import css from './lab.module.css';
import { ActivationChoice, colorOf, LETTERS, NeuronTable, NONE } from './NeuronSection.js';

const X: Interval = [-3, 3];
const XS = evenly(X, 241);

type Neurons = readonly Pick<Neuron, 'weight' | 'bias'>[];

/** The four neurons of figure 6.6 in "Deep Learning with PyTorch". */
const NEURONS: Neurons = [
  { weight: -2, bias: -1.25 },
  { weight: 1, bias: 0.75 },
  { weight: 4, bias: 1 },
  { weight: -3, bias: -1.5 },
];

/** The compositions of section 6.1.6, in the colors of their outermost neurons. */
const EXPRESSIONS: readonly { readonly text: string; readonly color: string }[] = [
  { text: 'A', color: colorOf(0) },
  { text: 'B', color: colorOf(1) },
  { text: 'A + B', color: 'var(--text)' },
  { text: 'C(A + B)', color: colorOf(2) },
  { text: 'D(A + B)', color: colorOf(3) },
  { text: 'C(A + B) + D(A + B)', color: 'var(--text)' },
];
const TEXTS = EXPRESSIONS.map(({ text }) => text);

/** The functions that an expression may use: the neurons, and every activation by itself. */
function functionsOf(neurons: Neurons, activation: string): Readonly<Record<string, (x: Values) => Values>> {
  const functions: Record<string, (x: Values) => Values> = {};
  for (const { type } of elementwiseActivations)
    functions[type] = (inputs) => computeLayers([{ type: activation === NONE ? NONE : type }], inputs).values;
  neurons.forEach((neuron, i) => {
    functions[LETTERS[i]!] = (inputs) => computeNeuron({ ...neuron, activation }, inputs).values;
  });
  return functions;
}

type Values = readonly number[];

/** The curve of an expression over x, or the reason why it cannot be read. A function's name alone is its value at x. */
function curveOf(text: string, functions: ReturnType<typeof functionsOf>) {
  const names = Object.keys(functions);
  const read = readFormula(text, {
    values: ['x', ...names],
    functions: Object.fromEntries(names.map((name) => [name, 'one'])),
  });
  if ('misread' in read) return { values: null, misread: read.misread };
  const values = computeFormula(read.formula, {
    length: XS.length,
    value: (name) => (name === 'x' ? XS : functions[name]!(XS)),
    call: (name, [inputs]) => functions[name]!(inputs!),
  });
  return { values, misread: null };
}

/** Neurons next to each other and after each other: sums and compositions bend curves into new ones. */
export function CompositionSection() {
  const [neurons, setNeurons] = useState(NEURONS);
  const [activation, setActivation] = useState('Tanh');
  const [straight, setStraight] = useState(false);
  const f = straight ? NONE : activation;
  const [texts, setTexts] = useState<readonly string[]>(TEXTS);
  const curves = useMemo(() => {
    const functions = functionsOf(neurons, f);
    return texts.map((text) => curveOf(text, functions));
  }, [texts, neurons, f]);
  const most = curves.reduce(
    (highest, { values }) =>
      values?.reduce((best, value) => Math.max(best, Math.abs(value)), highest) ?? highest,
    2.2,
  );
  const y: Interval = [-most, most];
  return (
    <>
      <div className={css['stage']}>
        <p className={css['lead']} role="status">
          {straight
            ? 'Without an activation, sums and compositions of lines are lines again: more layers add nothing.'
            : 'A and B see x. C and D see the sum A + B. Every step bends the curve a little more: change an expression to try others.'}
        </p>
        <div className={css['multiples']}>
          {curves.map(({ values, misread }, i) => (
            <Composition
              key={i}
              number={i + 1}
              text={texts[i]!}
              color={EXPRESSIONS[i]!.color}
              y={y}
              values={values}
              misread={misread}
              onChange={(text) => setTexts(texts.map((old, k) => (k === i ? text : old)))}
            />
          ))}
        </div>
      </div>
      <aside className={css['side']} aria-label="Neurons">
        <NeuronTable
          titles={['f(w·x + b)', 'w', 'b']}
          parts={[
            ['weight', 'Weight'],
            ['bias', 'Bias'],
          ]}
          neurons={neurons}
          onChange={(i, part, value) =>
            setNeurons(neurons.map((old, k) => (k === i ? { ...old, [part]: value } : old)))
          }
        />
        <ActivationChoice value={activation} onChange={setActivation} />
        <Check
          label="Without the activation"
          help="What would the network be if neurons were only w · x + b?"
          checked={straight}
          onChange={setStraight}
        />
        <Button
          className={css['reset']}
          disabled={neurons === NEURONS && texts === TEXTS}
          onClick={() => {
            setNeurons(NEURONS);
            setTexts(TEXTS);
          }}
        >
          Reset numbers and expressions
        </Button>
      </aside>
    </>
  );
}

interface CompositionProps {
  readonly number: number;
  readonly text: string;
  readonly color: string;
  readonly y: Interval;
  readonly values: readonly number[] | null;
  readonly misread: Misread | null;
  readonly onChange: (text: string) => void;
}

/** An expression to edit, and its curve or what cannot be read. */
function Composition({ number, text, color, y, values, misread, onChange }: CompositionProps) {
  const help = useId();
  return (
    <figure>
      <figcaption>
        <input
          className={uiCss['box']}
          aria-label={`Expression ${number}`}
          spellCheck={false}
          value={text}
          aria-invalid={misread !== null}
          aria-describedby={help}
          onChange={({ target }) => onChange(target.value)}
        />
      </figcaption>
      <p id={help} className={css['misread']} role="status">
        {misread && (
          <>
            <code aria-hidden>
              {text.slice(0, misread.from)}
              <mark>{text.slice(misread.from, misread.to) || ' '}</mark>
              {text.slice(misread.to)}
            </code>
            {misreadText(misread)}.
          </>
        )}
      </p>
      {values && <Plot label={text} x={X} y={y} lines={[{ name: text, xs: XS, ys: values, color }]} />}
    </figure>
  );
}
