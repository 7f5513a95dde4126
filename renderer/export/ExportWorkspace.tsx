import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { rowCount, tableOf } from '../../engine/data/table.js';
import { lossOf, naturalScores } from '../../engine/nn/losses/index.js';
import { parseProject } from '../../engine/project/parse.js';
import { isImages, targetsOf } from '../../engine/project/samples.js';
import type { Project, TableDataSpec } from '../../engine/project/schema.js';
import { exportOnnx, exportWeights, type OnnxChoice, savePython } from '../actions/export.js';
import { isActive, shownRun, type ShownRun } from '../state/training.js';
import { NoWeights } from '../train/NoWeights.js';
import { Button } from '../ui/Button.js';
import { Check, Choice } from '../ui/controls.js';
import { count, loss, percent } from '../ui/format.js';
import { useApp, useDocument, useTraining } from '../useApp.js';
import { Certificate } from './Certificate.js';
import css from './export.module.css';

const INPUTS = {
  images: [
    { value: 'tensor', label: 'Tensor, transformed' },
    { value: 'pixels', label: 'Raw RGB pixels' },
  ],
  table: [
    { value: 'columns', label: 'Columns, as in the table' },
    { value: 'tensor', label: 'Tensor, transformed' },
  ],
} as const;
const INPUT_HELP = {
  tensor: 'float32, already transformed as in training.',
  pixels: 'uint8 pixels as stored here; the file includes the transforms.',
  columns: 'One input for each column, under its name; the file encodes text and empty cells.',
} as const;
const OUTPUTS = [
  { value: 'logits', label: 'Logits' },
  { value: 'log_probabilities', label: 'Log-probabilities' },
  { value: 'probabilities', label: 'Probabilities' },
  { value: 'prediction', label: 'Prediction (class index)' },
] as const;

/** The Export workspace: options on the left, the certificate on the right. */
export function ExportWorkspace() {
  const shown = useTraining(useShallow(shownRun));
  if (!shown || shown.epochs.length === 0) {
    return (
      <NoWeights
        shown={shown}
        text="An export contains the trained weights. After writing the file, Layerloom runs it with onnxruntime and verifies that its outputs match this model on every validation sample."
      />
    );
  }
  return (
    <div className={css['workspace']}>
      {shown.text !== null && <Options key={shown.runId} shown={shown} text={shown.text} />}
      <Certificate />
    </div>
  );
}

interface OptionsProps {
  readonly shown: ShownRun;
  /** The project as trained; the open project and its data may have changed since. */
  readonly text: string;
}

function Options({ shown, text }: OptionsProps) {
  const app = useApp();
  const trained = useMemo(() => parseProject(text), [text]);
  const images = isImages(trained.data);
  const classes = targetsOf(trained.data).kind === 'classes';
  const busy = useTraining((state) => isActive(state.live) || state.exported?.status === 'running');
  const [choice, setChoice] = useState<OnnxChoice>(() => ({
    input: images ? 'tensor' : 'columns',
    output: naturalScores(trained.model.layers.at(-1)!.type, lossOf(trained.training.loss.type)),
    includeData: false,
  }));
  const last = shown.epochs.at(-1);
  const figure =
    last?.validationAccuracy != null
      ? `${percent(last.validationAccuracy)} validation accuracy`
      : last?.trainLoss != null
        ? `training loss ${loss(last.trainLoss)}`
        : '';
  return (
    <section className={css['options']} aria-label="Export">
      <h2>Export</h2>
      <p>
        The model after epoch {count(shown.epochs.length)}, with {figure}.
      </p>
      <Warnings shown={shown} trained={trained} />
      <h3>ONNX</h3>
      <p>One file for phones, servers, browsers, and any language with onnxruntime bindings.</p>
      <Choice
        label="Input"
        help={INPUT_HELP[choice.input]}
        value={choice.input}
        options={INPUTS[images ? 'images' : 'table']}
        onChange={(input) => setChoice({ ...choice, input })}
      />
      {classes && (
        <Choice
          label="Output"
          value={choice.output}
          options={OUTPUTS.map((option) => ({ ...option, value: option.value as OnnxChoice['output'] }))}
          onChange={(output) => setChoice({ ...choice, output })}
        />
      )}
      {!isImages(trained.data) && trained.data.source.kind === 'inline' && (
        <Check
          label="Include the data"
          help={`So that training can go on from this file. It then includes ${includedData(trained.data)}.`}
          checked={choice.includeData}
          onChange={(includeData) => setChoice({ ...choice, includeData })}
        />
      )}
      <div className={css['buttons']}>
        <Button
          look="primary"
          disabled={busy}
          onClick={() =>
            void exportOnnx(app, shown.runId, {
              input: choice.input,
              output: classes ? choice.output : 'values',
              includeData: choice.includeData,
            })
          }
        >
          Export and prove…
        </Button>
      </div>
      <h3>PyTorch</h3>
      <p>The same model as code, and its weights under the same names.</p>
      <div className={css['buttons']}>
        <Button onClick={() => void savePython(app, 'model.py', trained)}>model.py…</Button>
        <Button onClick={() => void savePython(app, 'train.py', trained)}>train.py…</Button>
        <Button onClick={() => void exportWeights(app, shown.runId)}>weights.safetensors…</Button>
      </div>
    </section>
  );
}

/** The part of a table that an exported file can include. */
function includedData(data: TableDataSpec): string {
  const columns = [...data.inputs, ...data.targets];
  return `all ${count(rowCount(tableOf(data.source)!))} rows of ${new Intl.ListFormat('en-US').format(columns)}`;
}

interface WarningsProps {
  readonly shown: ShownRun;
  readonly trained: Project;
}

/** Warnings about the run to export: still training, failed, or out of date. */
function Warnings({ shown, trained }: WarningsProps) {
  const project = useDocument((state) => state.project);
  const failed = shown.live ? shown.live.status === 'failed' : shown.run?.state === 'failed';
  return (
    <>
      {isActive(shown.live) && (
        <p className={css['warning']}>This model is still training. Stop it, or wait for its last epoch.</p>
      )}
      {failed && (
        <p className={css['warning']}>
          This run failed. You can export its last good checkpoint, from epoch {count(shown.epochs.length)}.
        </p>
      )}
      {project && isStale(project, trained) && (
        <p className={css['warning']}>
          The model or its data has changed since this run. The export contains the model as trained; train
          again to export the new one.
        </p>
      )}
    </>
  );
}

/** Returns whether the project's model or data has changed since the run was trained. */
function isStale({ model, data }: Project, trained: Project): boolean {
  return JSON.stringify([model, data]) !== JSON.stringify([trained.model, trained.data]);
}
