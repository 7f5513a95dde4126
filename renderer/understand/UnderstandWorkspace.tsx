import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { shownRun } from '../state/training.js';
import { NoWeights } from '../train/NoWeights.js';
import { EmptyState } from '../ui/EmptyState.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument, useTraining, useUnderstand } from '../useApp.js';
import { PageActionsSlot } from './Answer.js';
import { pagesFor } from './pages.js';
import { useTrained } from './RunChoice.js';
import css from './understand.module.css';

/** The Understand workspace: pages about the chosen run's model, and pages that need none. */
export function UnderstandWorkspace() {
  const app = useApp();
  const trained = useTrained(useTraining(useShallow(shownRun)));
  const data = useDocument(({ project }) => project?.data);
  const opened = useUnderstand(({ page }) => page);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const pages = data ? pagesFor(trained?.project.data ?? data) : [];
  const current = pages.find(({ id }) => id === opened) ?? pages[0];
  if (!current) return <NoModel />;
  return (
    <Tabs.Root
      className={css['workspace']}
      value={current.id}
      onValueChange={(page) => app.understand.setState({ page: page as string })}
    >
      <div className={css['head']}>
        <Tabs.List className={css['tabs']} aria-label="Understand">
          {pages.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id} className={uiCss['tab']}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={css['actions']} ref={setSlot} />
      </div>
      {pages.map((page) => (
        <Tabs.Panel key={page.id} value={page.id} className={css['page']}>
          <PageActionsSlot value={slot}>
            {!page.needsRun ? (
              <page.Page />
            ) : trained ? (
              <page.Page key={trained.runId} trained={trained} />
            ) : (
              <NoModel />
            )}
          </PageActionsSlot>
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

/** A placeholder where the chosen run has no weights to look at. */
function NoModel() {
  const shown = useTraining(useShallow(shownRun));
  if (shown && shown.text === null) return <EmptyState title="Opening the run" text="This takes a moment." />;
  return (
    <NoWeights
      shown={shown}
      text="After training, this page shows what the model has learned and where it fails. It follows a run while it trains."
    />
  );
}
