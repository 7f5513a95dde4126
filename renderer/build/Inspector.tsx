import { Tabs } from '@base-ui/react/tabs';
import type { RefObject } from 'react';
import { INSPECTOR_TABS, type InspectorTab } from '../state/ui.js';
import css from './build.module.css';
import { CodeTab } from './CodeTab.js';
import { LayerTab } from './LayerTab.js';
import { SummaryTab } from './SummaryTab.js';
import { TrainingTab } from './TrainingTab.js';
import { useApp, useUi } from '../useApp.js';

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
export function Inspector(props: InspectorProps) {
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
