import { useDeferredValue } from 'react';
import { EngineBanner } from './EngineBanner.js';
import { Notices } from './Notices.js';
import { Overlays } from './Overlays.js';
import { Rail } from './Rail.js';
import css from './shell.module.css';
import { StartScreen } from './StartScreen.js';
import { StatusBar } from './StatusBar.js';
import { TitleBar } from './TitleBar.js';
import { ErrorBoundary } from '../ui/ErrorBoundary.js';
import { SCREENS } from '../workspaces.js';
import { useDocument, useUi } from '../useApp.js';

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
    </div>
  );
}
