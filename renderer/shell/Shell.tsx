import { useDeferredValue } from 'react';
import { restartEngine } from '../actions/train.js';
import { show, WORKSPACES } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { ErrorBoundary } from '../ui/ErrorBoundary.js';
import { useApp, useDocument, useTraining, useUi } from '../useApp.js';
import { SCREENS } from '../workspaces.js';
import { DropTarget } from './DropTarget.js';
import { Notices } from './Notices.js';
import { Overlays } from './Overlays.js';
import css from './shell.module.css';
import { StartScreen } from './StartScreen.js';
import { StatusBar } from './StatusBar.js';
import { TitleBar } from './TitleBar.js';

/** The root component of the window. */
export function Shell() {
  const document = useDocument((state) => state.document?.token);
  // Rendering a workspace takes too long to block a click: the rail updates first.
  const workspace = useDeferredValue(useUi((state) => state.workspace));
  const { Screen } = SCREENS[workspace];
  return (
    <div className={css['app']}>
      <TitleBar />
      <EngineBanner />
      {document !== undefined ? (
        <>
          <Rail />
          <main className={css['main']}>
            <ErrorBoundary key={`${workspace} ${document}`} name="This screen">
              <Screen />
            </ErrorBoundary>
          </main>
        </>
      ) : (
        <StartScreen />
      )}
      <StatusBar />
      <Overlays />
      <Notices />
      <DropTarget />
    </div>
  );
}

const ENGINE_TROUBLE = {
  died: 'The engine stopped unexpectedly. Your project is intact, and training up to the last checkpoint is kept.',
  hung: 'The engine has not responded for half a minute. It may be busy with a very large step: wait, or restart it. Training up to the last checkpoint is kept.',
} as const;

/** A banner that says that the engine crashed or hangs, and offers to restart it. */
function EngineBanner() {
  const app = useApp();
  const state = useTraining(({ engine }) => engine?.state);
  if (state !== 'died' && state !== 'hung') return null;
  return (
    <div className={css['banner']} role="alert">
      <p>{ENGINE_TROUBLE[state]}</p>
      <Button onClick={() => void restartEngine(app)}>Restart engine</Button>
    </div>
  );
}

/** The navigation bar of the workspaces. */
function Rail() {
  const app = useApp();
  const current = useUi((state) => state.workspace);
  return (
    <nav className={css['rail']} aria-label="Workspaces">
      {WORKSPACES.map(({ id, title }) => {
        const { Icon } = SCREENS[id];
        return (
          <button
            key={id}
            type="button"
            className={css['railItem']}
            aria-current={id === current ? 'page' : undefined}
            onClick={() => show(app, id)}
          >
            <Icon size={20} strokeWidth={1.6} aria-hidden="true" />
            {title}
          </button>
        );
      })}
    </nav>
  );
}
