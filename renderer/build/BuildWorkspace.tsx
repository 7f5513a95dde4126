import { Tabs } from '@base-ui/react/tabs';
import { type RefObject, useCallback, useRef } from 'react';
import { flushSync } from 'react-dom';
import { modelCode, trainCode } from '../../engine/exchange/torch/code.js';
import { INSPECTOR_TABS, type InspectorTab } from '../state/ui.js';
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
    flushSync(() => app.ui.setState({ inspectorTab: 'layer' }));
    nameField.current?.focus();
  }, []);
  return (
    <div className={css['workspace']}>
      <Palette />
      <Canvas onEdit={editLayer} />
      <Inspector nameField={nameField} />
    </div>
  );
}

interface InspectorProps {
  /** Receives the name field of the selected layer. */
  readonly nameField: RefObject<HTMLInputElement | null>;
}

interface InspectorPage {
  readonly title: string;
  readonly Page: (props: InspectorProps) => React.JSX.Element | null;
}

const PAGES: Readonly<Record<InspectorTab, InspectorPage>> = {
  layer: { title: 'Layer', Page: LayerTab },
  training: { title: 'Training', Page: TrainingTab },
  summary: { title: 'Summary', Page: SummaryTab },
  code: { title: 'Code', Page: CodeTab },
};

/** The inspector: layer settings, training settings, model summary, and PyTorch code. */
function Inspector(props: InspectorProps) {
  const app = useApp();
  const tab = useUi((state) => state.inspectorTab);
  return (
    <Tabs.Root
      className={css['inspector']}
      value={tab}
      onValueChange={(value) => app.ui.setState({ inspectorTab: value as InspectorTab })}
    >
      <Tabs.List className={css['tabs']} aria-label="Inspector">
        {INSPECTOR_TABS.map((id) => (
          <Tabs.Tab key={id} value={id} className={css['tab']}>
            {PAGES[id].title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {INSPECTOR_TABS.map((id) => {
        const { Page } = PAGES[id];
        return (
          <Tabs.Panel key={id} value={id} className={css['panel']}>
            <Page {...props} />
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
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
