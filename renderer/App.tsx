import { useDeferredValue } from 'react';
import { BuildWorkspace } from './build/BuildWorkspace.js';
import { DataWorkspace } from './data/DataWorkspace.js';
import { ExportWorkspace } from './export/ExportWorkspace.js';
import { EngineBanner } from './shell/EngineBanner.js';
import { Notices } from './shell/Notices.js';
import { Overlays } from './shell/Overlays.js';
import { Rail } from './shell/Rail.js';
import css from './shell/shell.module.css';
import { StartScreen } from './shell/StartScreen.js';
import { StatusBar } from './shell/StatusBar.js';
import { TitleBar } from './shell/TitleBar.js';
import { useDocument } from './state/document.js';
import { useUi, type Workspace } from './state/ui.js';
import { ErrorBoundary } from './ui/ErrorBoundary.js';
import { TrainWorkspace } from './train/TrainWorkspace.js';

const SCREENS: Readonly<Record<Workspace, () => React.JSX.Element | null>> = {
  build: BuildWorkspace,
  data: DataWorkspace,
  train: TrainWorkspace,
  export: ExportWorkspace,
};

/** The window. */
export function App() {
  const document = useDocument((state) => state.document?.token);
  // Making a workspace takes longer than a click may wait: the rail answers first.
  const workspace = useDeferredValue(useUi((state) => state.workspace));
  const Screen = SCREENS[workspace];
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
