import { ReactFlowProvider } from '@xyflow/react';
import { type RefObject, useCallback, useRef } from 'react';
import { flushSync } from 'react-dom';
import { modelCode, trainCode } from '../../engine/exchange/torch/code.js';
import { summarize } from '../../engine/nn/model/summary.js';
import { select } from '../state/document.js';
import { type InspectorTab, openInspector } from '../state/ui.js';
import { ColumnHeads } from '../ui/ColumnHeads.js';
import { bytes, count, megabytes, shape } from '../ui/format.js';
import { Inspector, type InspectorPages } from '../ui/Inspector.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDiagnosis, useDocument, useUi } from '../useApp.js';
import css from './build.module.css';
import { Canvas } from './Canvas.js';
import { LayerTab } from './LayerTab.js';
import { Listing } from './Listing.js';
import { Palette } from './Palette.js';
import { TrainingTab } from './TrainingTab.js';

/** The Build workspace: palette, canvas, and inspector. */
export function BuildWorkspace() {
  const app = useApp();
  const nameField = useRef<HTMLInputElement>(null);
  const editLayer = useCallback(() => {
    // Render the tab first, so that the field exists when it is focused.
    flushSync(() => openInspector(app, 'layer'));
    nameField.current?.focus();
  }, []);
  const folded = useUi((state) => state.folded);
  const columns = [
    !folded.layers && 'clamp(168px, 20vw, 220px)',
    'minmax(0, 1fr)',
    !folded.inspector && 'clamp(296px, 22vw, 440px)',
  ];
  return (
    <ReactFlowProvider>
      <div className={css['workspace']} style={{ gridTemplateColumns: columns.filter(Boolean).join(' ') }}>
        {!folded.layers && <Palette />}
        <Canvas onEdit={editLayer} />
        {!folded.inspector && <BuildInspector nameField={nameField} />}
      </div>
    </ReactFlowProvider>
  );
}

interface PageProps {
  /** Receives the name field of the selected layer. */
  readonly nameField: RefObject<HTMLInputElement | null>;
}

const PAGES: InspectorPages<InspectorTab, PageProps> = {
  layer: { title: 'Layer', Page: LayerTab },
  training: { title: 'Training', Page: TrainingTab },
  summary: { title: 'Summary', Page: SummaryTab },
  code: { title: 'Code', Page: CodeTab },
};

function BuildInspector(props: PageProps) {
  const app = useApp();
  const tab = useUi((state) => state.inspectorTab);
  return (
    <Inspector
      label="Inspector"
      pages={PAGES}
      tab={tab}
      onTab={(inspectorTab) => app.ui.setState({ inspectorTab })}
      props={props}
    />
  );
}

/** The project as PyTorch code. */
function CodeTab() {
  const project = useDocument((state) => state.project);
  if (!project) return null;
  return (
    <>
      <Listing name="model.py" code={modelCode(project)} />
      <Listing name="train.py" code={trainCode(project)} />
    </>
  );
}

/** The model summary in the style of torchinfo: output shapes, parameters, multiply-adds, and memory. */
function SummaryTab() {
  const app = useApp();
  const diagnosis = useDiagnosis();
  const selection = useDocument((state) => state.selection);
  if (!diagnosis?.model) {
    const text =
      diagnosis?.reports.length === 0
        ? 'The model has no layers yet.'
        : 'The summary appears when every layer is valid. The graph shows the problems.';
    return <p className={css['about']}>{text}</p>;
  }
  const { model } = diagnosis;
  const { rows, parameters, multAdds, memory } = summarize(model);
  const totals = [
    ['Parameters', count(parameters)],
    ['Multiply-adds for one sample', count(multAdds)],
    ['Input', megabytes(memory.input)],
    ['Forward and backward pass', megabytes(memory.pass)],
    ['Memory for parameters', megabytes(memory.parameters)],
    ['Estimated total', megabytes(memory.input + memory.pass + memory.parameters)],
  ];
  return (
    <>
      <dl className={css['totals']}>
        {totals.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table className={`${uiCss['table'] ?? ''} ${css['summary'] ?? ''}`}>
        <ColumnHeads
          titles={[
            'Layer',
            'Parameters',
            'Mult-adds',
            <span key="memory" title="The output for one sample">
              Memory
            </span>,
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-selected={selection.includes(row.id) || undefined}>
              <td>
                <button type="button" title={`Select ${row.name}`} onClick={() => select(app, [row.id])}>
                  {row.name}
                </button>
                <small>
                  {row.type} {shape(row.output)}
                </small>
              </td>
              <td>{count(row.parameters)}</td>
              <td>{count(row.multAdds)}</td>
              <td>{bytes(row.outputBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
