import { useEffect, useState } from 'react';
import { losses } from '../../../engine/nn/losses/index.js';
import { optimizers } from '../../../engine/nn/optimizers/index.js';
import { type Descent, type Landscape, openLandscape } from '../../../engine/train/landscape.js';
import { Check, Choice, NumberInput, Segments, Slider } from '../../ui/controls.js';
import { decimal, loss as lossText } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import type { Interval } from '../Plot.js';
import css from './lab.module.css';
import { LossCurve, Parabola, Valley } from './LandscapeMap.js';
import {
  INPUTS,
  type Inputs,
  type Place,
  placeOf,
  projectOf,
  type Settings,
  tensorsOf,
} from './thermometerModel.js';

const RATES = ['1e-4', '1e-3', '1e-2', '1e-1'] as const;
const STEPS = 300;

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
  const along = (interval: Interval, of: keyof Place) =>
    whole
      ? covering(
          interval,
          places.map((place) => place[of]),
        )
      : interval;
  const view = { w: along(w, 'w'), b: along(b, 'b') };
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
