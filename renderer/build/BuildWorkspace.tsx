import { ReactFlowProvider } from '@xyflow/react';
import { type RefObject, useCallback, useRef } from 'react';
import { flushSync } from 'react-dom';
import { modelCode, trainCode } from '../../engine/exchange/torch/code.js';
import { openInspector, type InspectorTab } from '../state/ui.js';
import { Inspector, type InspectorPages } from '../ui/Inspector.js';
import { useApp, useDocument, useUi } from '../useApp.js';
import css from './build.module.css';
import { Canvas } from './Canvas.js';
import { LayerTab } from './LayerTab.js';
import { Listing } from './Listing.js';
import { Palette } from './Palette.js';
import { SummaryTab } from './SummaryTab.js';
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
