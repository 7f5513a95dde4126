import { resolveParams, type SavedParams } from '../../engine/base/fields.js';
import { clippingOf, clippings } from '../../engine/nn/clipping.js';
import { lossOf } from '../../engine/nn/losses/index.js';
import { optimizerOf, optimizers } from '../../engine/nn/optimizers/index.js';
import { scheduleOf, schedules } from '../../engine/nn/schedules/index.js';
import { warmUp } from '../../engine/nn/schedules/warmUp.js';
import {
  setOptimizer,
  setOptionalPart,
  setSchedule,
  setTraining,
  setTypedSetting,
  type TypedPart,
} from '../../engine/project/edits.js';
import { classCount } from '../../engine/project/samples.js';
import type { Project } from '../../engine/project/schema.js';
import type { Declared } from '../../engine/project/settingsSchema.js';
import { edit, endGroup } from '../state/document.js';
import { FindRateButton } from '../train/RateFinder.js';
import { acceptWhole, BatchFields, EpochsField, LossField } from '../train/RunFields.js';
import { Button } from '../ui/Button.js';
import { Check, Choice, TextField } from '../ui/controls.js';
import { FieldControls } from '../ui/FieldControls.js';
import { ProblemCard } from '../ui/ProblemCard.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDiagnosis, useDocument } from '../useApp.js';
import { ScheduleCurve } from './ScheduleCurve.js';

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
