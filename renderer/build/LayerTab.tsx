import { memo, type RefObject } from 'react';
import { resolveParams } from '../../engine/base/fields.js';
import type { Problem } from '../../engine/base/problem.js';
import { layerCode } from '../../engine/exchange/torch/code.js';
import { layerOf } from '../../engine/nn/layers/index.js';
import { lossOf } from '../../engine/nn/losses/index.js';
import type { LayerReport } from '../../engine/nn/model/bind.js';
import { nameProblem, renameLayer, setParam } from '../../engine/project/edits.js';
import { isImages, sampleShape } from '../../engine/project/samples.js';
import { numel } from '../../engine/tensor/tensor.js';
import { headlineOf, sentenceOf } from '../../engine/text/index.js';
import { edit, endGroup } from '../state/document.js';
import { findingsAbout } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { TextField } from '../ui/controls.js';
import { FieldControls } from '../ui/FieldControls.js';
import { count, shape } from '../ui/format.js';
import { ProblemCard } from '../ui/ProblemCard.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDiagnosis, useDocument, useFindings } from '../useApp.js';
import css from './build.module.css';
import { CommandButton } from './CommandButton.js';
import { inputWords, outputWords } from './nodes.js';

interface LayerTabProps {
  /** Receives the name field of the layer. */
  readonly nameField: RefObject<HTMLInputElement | null>;
}

/** The selected layer: its name, problem, settings, and shapes. */
export function LayerTab({ nameField }: LayerTabProps) {
  const selection = useDocument((state) => state.selection);
  const diagnosis = useDiagnosis();
  const findings = useFindings();
  const report = diagnosis?.reports.find(({ spec }) => spec.id === selection[0]);
  if (selection.length > 1) return <Several count={selection.length} />;
  if (!report) return <Ends />;
  const { id } = report.spec;
  return <OneLayer key={id} report={report} findings={findingsAbout(findings, id)} nameField={nameField} />;
}

function Several({ count: number }: { readonly count: number }) {
  return (
    <>
      <p className={css['about']}>
        {number} layers are selected. Drag them, or move them with Alt and an arrow key.
      </p>
      <LayerButtons />
    </>
  );
}

/** Buttons for commands on the selected layers. */
function LayerButtons() {
  return (
    <div className={css['layerButtons']}>
      <CommandButton id="edit.duplicate">Duplicate</CommandButton>
      <CommandButton id="edit.delete">Delete</CommandButton>
    </div>
  );
}

interface OneLayerProps extends LayerTabProps {
  readonly report: LayerReport;
  /** Findings of the shown run about it. */
  readonly findings: readonly Problem[];
}

const OneLayer = memo(function OneLayer({ report, findings, nameField }: OneLayerProps) {
  const app = useApp();
  const { spec, bound, problem } = report;
  const definition = layerOf(spec.type);
  const params = bound?.params ?? resolveParams(definition.params, spec.params);
  const rename = (name: string): string | null => {
    const { project } = app.document.getState();
    const wrong = project && nameProblem(project, spec.id, name);
    if (!wrong) edit(app, renameLayer(spec.id, name), `name-${spec.id}`);
    return wrong && sentenceOf(wrong);
  };
  return (
    <>
      <div className={css['layerName']}>{spec.name}</div>
      <p className={css['about']}>
        {spec.type} · {definition.summary}
      </p>
      {problem && <ProblemCard problem={problem} />}
      {bound?.advice && <ProblemCard problem={bound.advice} />}
      {findings.map((found) => (
        <ProblemCard key={found.code} problem={found} title={headlineOf(found)} />
      ))}
      <TextField
        ref={nameField}
        label="Name"
        help="The key in PyTorch’s OrderedDict."
        value={spec.name}
        accept={rename}
        onEnd={() => endGroup(app)}
      />
      <FieldControls
        fields={definition.params}
        saved={spec.params}
        values={params}
        onChange={(name, value) => edit(app, setParam(spec.id, name, value), `param-${spec.id}-${name}`)}
        onEnd={() => endGroup(app)}
      />
      {bound && <Shapes bound={bound} />}
      <h3 className={uiCss['section']}>PyTorch</h3>
      <code className={css['about']}>{layerCode(spec.type, params)}</code>
      <LayerButtons />
    </>
  );
});

function Shapes({ bound }: { readonly bound: NonNullable<LayerReport['bound']> }) {
  const { input, output, parameters, buffers } = bound;
  return (
    <>
      <h3 className={uiCss['section']}>Shapes</h3>
      <div className={css['shapes']}>
        <b>input</b>
        <span>{shape(input)}</span>
        <span />
        <b>output</b>
        <span>{shape(output)}</span>
        <span />
        {[...parameters, ...buffers].map((item) => (
          <div key={item.path} style={{ display: 'contents' }}>
            <b>{item.name}</b>
            <span>{shape(item.shape)}</span>
            <span>{count(numel(item.shape))}</span>
          </div>
        ))}
      </div>
    </>
  );
}

/** The selected end of the chain, or both ends when nothing is selected. */
function Ends() {
  const end = useDocument((state) => state.selectedEnd);
  return (
    <>
      {end === null && <p className={css['about']}>Select a layer to see and change its settings.</p>}
      {end !== 'output' && <InputEnd />}
      {end !== 'input' && <OutputEnd />}
    </>
  );
}

/** The samples that enter the model, with links to their settings. */
function InputEnd() {
  const data = useDocument((state) => state.project?.data);
  if (!data) return null;
  return (
    <>
      <h3 className={uiCss['section']}>Input</h3>
      <p className={css['about']}>
        {isImages(data) && 'Images of '}
        {inputWords(data)}, as <code className={css['whole']}>{shape(sampleShape(data))}</code>
      </p>
      <div className={css['layerButtons']}>
        <CommandButton id="view.data">View the data</CommandButton>
        <CommandButton id="view.transforms">Transforms</CommandButton>
      </div>
    </>
  );
}

/** The model's answers and their loss, with links to their settings. */
function OutputEnd() {
  const app = useApp();
  const data = useDocument((state) => state.project?.data);
  const loss = useDocument((state) => state.project?.training.loss);
  // A new project is not wrong yet.
  const hasLayers = useDocument((state) => (state.project?.model.layers.length ?? 0) > 0);
  const diagnosis = useDiagnosis();
  if (!data || !loss) return null;
  return (
    <>
      <h3 className={uiCss['section']}>Output</h3>
      {hasLayers && diagnosis?.whole[0] && <ProblemCard problem={diagnosis.whole[0]} />}
      <p className={css['about']}>
        {outputWords(data)}, with loss <code>{loss.type}</code>: {lossOf(loss.type).summary}
      </p>
      <div className={css['layerButtons']}>
        <Button onClick={() => app.ui.setState({ inspectorTab: 'training' })}>Loss and optimizer</Button>
      </div>
    </>
  );
}
