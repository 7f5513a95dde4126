import { resolveParams, type SavedParams } from '../../engine/base/fields.js';
import { numberText } from '../../engine/base/numbers.js';
import { clippingOf, clippings } from '../../engine/nn/clipping.js';
import { lossOf } from '../../engine/nn/losses/index.js';
import { optimizerOf, optimizers, savedLearningRate } from '../../engine/nn/optimizers/index.js';
import { scheduleOf, schedules } from '../../engine/nn/schedules/index.js';
import { rateAt, warmUp } from '../../engine/nn/schedules/warmUp.js';
import {
  setOptimizer,
  setOptionalPart,
  setSchedule,
  setTraining,
  setTypedSetting,
  type TypedPart,
} from '../../engine/project/edits.js';
import { classCount } from '../../engine/project/samples.js';
import type { Declared, Project } from '../../engine/project/schema.js';
import { edit, endGroup } from '../state/document.js';
import { FindRateButton } from '../train/RateFinder.js';
import { acceptWhole, BatchFields, EpochsField, LossField } from '../train/RunFields.js';
import { Button } from '../ui/Button.js';
import { Check, Choice, TextField } from '../ui/controls.js';
import { FieldControls } from '../ui/FieldControls.js';
import { ProblemCard } from '../ui/ProblemCard.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDiagnosis, useDocument } from '../useApp.js';
import css from './build.module.css';

const named = (types: readonly { readonly type: string }[]) =>
  types.map(({ type }) => ({ value: type, label: type }));
const SCHEDULES = [{ value: 'none', label: 'None' }, ...named(schedules)];
const CLIPPINGS = [
  { value: 'none', label: 'None' },
  ...clippings.map(({ type, label }) => ({ value: type, label })),
];

/** Training settings: loss, optimizer, learning rate schedule, epochs, batches, and seed. */
export function TrainingTab() {
  const app = useApp();
  const training = useDocument((state) => state.project?.training);
  const diagnosis = useDiagnosis();
  // A new project is not wrong yet.
  const problem = diagnosis && diagnosis.reports.length > 0 ? diagnosis.whole[0] : undefined;
  if (!training) return null;
  const { loss, optimizer, clip, shuffle, seed } = training;
  return (
    <>
      <h3 className={uiCss['section']}>Loss</h3>
      <LossField />
      {problem && <ProblemCard problem={problem} />}
      <Settings part="loss" definition={lossOf(loss.type)} saved={loss} />
      <h3 className={uiCss['section']}>Optimizer</h3>
      <Choice
        label="Optimizer"
        help={optimizerOf(optimizer.type).summary}
        value={optimizer.type}
        options={named(optimizers)}
        onChange={(type) => edit(app, setOptimizer(type))}
      />
      <Settings part="optimizer" definition={optimizerOf(optimizer.type)} saved={optimizer} />
      <FindRateButton />
      <RateChanges training={training} />
      <Choice
        label="Gradient clipping"
        help={
          clip
            ? clippingOf(clip.type).summary
            : 'Limits gradients, so that a steep step does not throw the model off.'
        }
        value={clip?.type ?? 'none'}
        options={CLIPPINGS}
        onChange={(type) => edit(app, setOptionalPart('clip', type === 'none' ? null : type))}
      />
      {clip && <Settings part="clip" definition={clippingOf(clip.type)} saved={clip} />}
      <h3 className={uiCss['section']}>Run</h3>
      <StartingWeights />
      <EpochsField />
      <BatchFields />
      <Check
        label="Shuffle"
        help="Use a new sample order in each epoch."
        checked={shuffle}
        onChange={(value) => edit(app, setTraining({ shuffle: value }))}
      />
      <TextField
        label="Seed"
        help="The same seed gives the same run, with PyTorch’s random numbers."
        value={String(seed)}
        numeric
        accept={(text) =>
          acceptWhole(text, 0, (value) => edit(app, setTraining({ seed: value }), 'seed'), 2 ** 32 - 1)
        }
        onEnd={() => endGroup(app)}
      />
    </>
  );
}

/** The schedule of the learning rate and the warm-up before it. */
function RateChanges({ training }: { readonly training: Project['training'] }) {
  const app = useApp();
  const { schedule, warmUp: warming } = training;
  return (
    <>
      <Choice
        label="Learning rate schedule"
        help={schedule ? scheduleOf(schedule.type).summary : 'Changes the learning rate as a run goes on.'}
        value={schedule?.type ?? 'none'}
        options={SCHEDULES}
        onChange={(type) => edit(app, setSchedule(type === 'none' ? null : type))}
      />
      {(schedule ?? warming) && <ScheduleCurve training={training} />}
      {schedule && <Settings part="schedule" definition={scheduleOf(schedule.type)} saved={schedule} />}
      <Check
        label="Warm-up"
        help={`${warmUp.summary} In PyTorch: ${warmUp.type}.`}
        checked={warming !== undefined}
        onChange={(on) => edit(app, setOptionalPart('warmUp', on ? warmUp.type : null))}
      />
      {warming && <Settings part="warmUp" definition={warmUp} saved={warming} />}
    </>
  );
}

/** The exported model that new runs start from, with a way back to new weights. */
function StartingWeights() {
  const app = useApp();
  const file = useDocument((state) => state.startsFrom);
  if (!file) return null;
  return (
    <div className={uiCss['field']}>
      <p className={uiCss['help']}>New runs start from the weights in {file.name}.</p>
      <Button onClick={() => app.document.setState({ startsFrom: null })}>Start from new weights</Button>
    </div>
  );
}

interface SettingsProps {
  readonly part: TypedPart;
  readonly definition: Declared;
  readonly saved: { readonly type: string } & SavedParams;
}

function Settings({ part, definition, saved }: SettingsProps) {
  const app = useApp();
  const values = resolveParams(definition.params, saved);
  const classes = useDocument(({ project }) => (project ? classCount(project.data) : 1));
  return (
    <FieldControls
      key={definition.type}
      fields={definition.params}
      saved={saved}
      values={values}
      classes={classes}
      onChange={(name, value) => {
        if (value !== undefined) edit(app, setTypedSetting(part, name, value), `${part}-${name}`);
      }}
      onEnd={() => endGroup(app)}
    />
  );
}

type Training = Project['training'];

/** Size of the drawing and number of its points. */
const [WIDTH, HEIGHT, POINTS] = [240, 56, 240];
/** Steps of an epoch in the drawing: enough for the curve of a schedule that changes in every step. */
const STEPS_PER_EPOCH = 100;

/** The learning rate over a run, drawn; a sentence if it depends on the losses to come. */
function ScheduleCurve({ training }: { readonly training: Training }) {
  const rates = plannedRates(training);
  if (!rates) return <p className={css['curveNote']}>The rates depend on the losses of the run.</p>;
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const y = (rate: number) => (most === least ? HEIGHT / 2 : HEIGHT * (1 - (rate - least) / (most - least)));
  const points = rates.map((rate, i) => `${(i / (rates.length - 1)) * WIDTH},${y(rate).toFixed(1)}`);
  const [first, last, top] = [rates[0]!, rates.at(-1)!, most].map((rate) => numberText(rounded(rate)));
  return (
    <figure
      className={css['curve']}
      aria-label={`Learning rate from ${first} to ${last}, at most ${top}, over ${training.epochs} epochs`}
    >
      <span>{top}</span>
      <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" aria-hidden>
        <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>epoch 1: {first}</span>
        <span>
          {training.epochs}: {last}
        </span>
      </figcaption>
    </figure>
  );
}

/** Learning rates at equal distances over a run; null if they depend on the losses. */
export function plannedRates({
  schedule,
  warmUp: saved,
  optimizer,
  epochs,
}: Training): readonly number[] | null {
  const definition = schedule && scheduleOf(schedule.type);
  if (definition?.followsLoss) return null;
  const plan = {
    base: savedLearningRate(optimizer),
    schedule: definition ? { definition, params: resolveParams(definition.params, schedule) } : undefined,
    warmUp: saved && resolveParams(warmUp.params, saved),
  };
  const steps = epochs * STEPS_PER_EPOCH;
  return Array.from({ length: POINTS }, (_, i) => {
    const step = Math.round((i / (POINTS - 1)) * (steps - 1));
    const epoch = Math.floor(step / STEPS_PER_EPOCH);
    return rateAt(plan, { epoch, step, epochs, steps, losses: [] });
  });
}

/** A rate with three digits. */
const rounded = (rate: number) => Number(rate.toPrecision(3));
