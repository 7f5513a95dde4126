import { useMemo, useState } from 'react';
import {
  activationRange,
  type ActivationRange,
  computeLayers,
  elementwiseActivations,
} from '../../../engine/evaluate/functions.js';
import { append } from '../../actions/edit.js';
import { notice } from '../../state/ui.js';
import { lineOf, Swatch } from '../../train/Chart.js';
import { Button } from '../../ui/Button.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { decimal } from '../../ui/format.js';
import { Slider } from '../../ui/controls.js';
import uiCss from '../../ui/ui.module.css';
import { useApp } from '../../useApp.js';
import { clamp, Cursor, evenly, type Interval, Plot, type PlotLine, type Scale } from '../Plot.js';
import css from './lab.module.css';

const X: Interval = [-5, 5];
const XS = evenly(X, 401);

/** Activations over each other, with their slopes and ranges. */
export function ActivationsSection() {
  const [shown, setShown] = useState<readonly string[]>(['Tanh', 'ReLU', 'Sigmoid']);
  const [chosen, setChosen] = useState('Tanh');
  const [x, setX] = useState(0.1);
  const drawn = useMemo(
    () => shown.map((type, place) => ({ type, ...lineOf(place), ...computeLayers([{ type }], XS) })),
    [shown],
  );
  const range = useMemo(() => activationRange(chosen), [chosen]);
  const lines = (of: 'values' | 'slopes'): PlotLine[] =>
    drawn.map(({ type, color, dash, [of]: ys }) => ({ name: type, color, dash, xs: XS, ys }));
  const choose = (type: string) => {
    setChosen(type);
    if (!shown.includes(type)) setShown([...shown, type]);
  };
  const toggle = (type: string) =>
    setShown(shown.includes(type) ? shown.filter((one) => one !== type) : [...shown, type]);
  const cursor = (scale: Scale) => <Cursor scale={scale} x={x} />;
  const round = (value: number) => setX(clamp(Math.round(value * 20) / 20, X));
  return (
    <>
      <div className={css['stage']}>
        <h3>
          f(x) <small>the shaded part is where {chosen} is sensitive to its input</small>
        </h3>
        <Plot
          label={`Curves of ${shown.join(', ')}`}
          x={X}
          y={[-2, 3]}
          lines={lines('values')}
          behind={(scale) => <Ranges scale={scale} range={range} />}
          onDrag={round}
        >
          {cursor}
        </Plot>
        <h3>
          f′(x) <small>its slope: how much of the gradient passes</small>
        </h3>
        <Plot
          label={`Slopes of ${shown.join(', ')}`}
          x={X}
          y={[-0.25, 1.25]}
          xTitle="x"
          lines={lines('slopes')}
          behind={(scale) => <Ranges scale={scale} range={range} unlabeled />}
          onDrag={round}
        >
          {cursor}
        </Plot>
      </div>
      <aside className={css['side']} aria-label="Activations">
        <Slider label="x" value={x} min={X[0]} max={X[1]} step={0.05} onChange={setX} />
        <table className={`${uiCss['table'] ?? ''} ${css['functions'] ?? ''}`}>
          <ColumnHeads titles={['Activation', 'f(x)', 'f′(x)']} />
          <tbody>
            {elementwiseActivations.map(({ type }) => {
              const at = computeLayers([{ type }], [x]);
              const place = shown.indexOf(type);
              return (
                <tr key={type} data-chosen={type === chosen}>
                  <th scope="row">
                    <div>
                      <input
                        type="checkbox"
                        aria-label={`Draw ${type}`}
                        checked={place >= 0}
                        onChange={() => toggle(type)}
                      />
                      <button type="button" aria-pressed={type === chosen} onClick={() => choose(type)}>
                        {type}
                      </button>
                      {place >= 0 && <Swatch {...lineOf(place)} />}
                    </div>
                  </th>
                  <td>{decimal(at.values[0]!)}</td>
                  <td>{decimal(at.slopes[0]!)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <About type={chosen} range={range} />
      </aside>
    </>
  );
}

interface RangesProps {
  readonly scale: Scale;
  readonly range: ActivationRange;
  readonly unlabeled?: boolean;
}

/** Enough room for the name of a range, in pixels. */
const ROOM = 64;

function Ranges({ scale, range: { sensitive }, unlabeled = false }: RangesProps) {
  const [from, to] = sensitive.map((value) => scale.x(clamp(value, X))) as [number, number];
  const parts = [
    { name: 'saturated', from: 0, to: from },
    { name: 'sensitive', from, to },
    { name: 'saturated', from: to, to: scale.width },
  ];
  return (
    <>
      <rect className={css['band']} x={from} width={to - from} height={scale.height} />
      {!unlabeled &&
        parts
          .filter((part) => part.to - part.from > ROOM)
          .map((part) => (
            <text
              key={part.from}
              className={css['bandName']}
              x={(part.from + part.to) / 2}
              y={14}
              textAnchor="middle"
            >
              {part.name}
            </text>
          ))}
    </>
  );
}

interface AboutProps {
  readonly type: string;
  readonly range: ActivationRange;
}

function About({ type, range: { min, max, sensitive } }: AboutProps) {
  const app = useApp();
  const { summary } = elementwiseActivations.find((layer) => layer.type === type)!;
  const [from, to] = sensitive;
  const facts = [
    ['Output', `${decimal(min)} … ${decimal(max)}`],
    ['Sensitive', `${decimal(from, 1)} … ${decimal(to, 1)}`],
    [
      'Saturated',
      [Number.isFinite(from) && `below ${decimal(from, 1)}`, Number.isFinite(to) && `above ${decimal(to, 1)}`]
        .filter(Boolean)
        .join(', ') || 'nowhere',
    ],
  ];
  const add = () => {
    append(app, type);
    notice(app, 'ok', `${type} was added to the model.`);
  };
  return (
    <section aria-label={type}>
      <h3 className={uiCss['section']}>{type}</h3>
      <p className={css['text']}>{summary}</p>
      <dl className={css['facts']}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={add}>Add {type} to the model</Button>
    </section>
  );
}
