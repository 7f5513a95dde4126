import { useDeferredValue } from 'react';
import { EngineBanner } from './shell/EngineBanner.js';
import { Notices } from './shell/Notices.js';
import { Overlays } from './shell/Overlays.js';
import { Rail } from './shell/Rail.js';
import css from './shell/shell.module.css';
import { StartScreen } from './shell/StartScreen.js';
import { StatusBar } from './shell/StatusBar.js';
import { TitleBar } from './shell/TitleBar.js';
import { useDocument } from './state/document.js';
import { useUi } from './state/ui.js';
import { ErrorBoundary } from './ui/ErrorBoundary.js';
import { SCREENS } from './workspaces.js';

/** The root component of the window. */
export function App() {
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
