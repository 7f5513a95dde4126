import { X } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import type { AppInfo } from '../../electron/ipc/contract.js';
import { summarize } from '../../engine/nn/model/summary.js';
import { showTransforms } from '../actions/data.js';
import { goToProblem } from '../actions/edit.js';
import { restartEngine } from '../actions/runs.js';
import { ImageImport } from '../data/ImageImport.js';
import { TableImport } from '../data/TableImport.js';
import { valueOrNotice } from '../loom.js';
import { closeNotice, type Notice, openOverlay, type Overlay, show, WORKSPACES } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { ErrorBoundary } from '../ui/EmptyState.js';
import { count, size as sizeText } from '../ui/format.js';
import { useApp, useDiagnosis, useDocument, useTraining, useUi } from '../useApp.js';
import { SCREENS } from '../workspaces.js';
import { CommandPalette, Shortcuts } from './Commands.js';
import { DropTarget } from './DropTarget.js';
import { NewProject } from './NewProject.js';
import css from './shell.module.css';
import { StartScreen } from './StartScreen.js';
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

/** Problems, size of the model, device. */
function StatusBar() {
  const open = useDocument((state) => state.project !== null);
  return (
    <footer className={css['status']}>
      {open && <ModelStatus />}
      <span className={css['spring']} />
      <EngineStatus />
    </footer>
  );
}

function ModelStatus() {
  const app = useApp();
  const diagnosis = useDiagnosis();
  if (!diagnosis) return null;
  const { problems, dataProblems, model, reports } = diagnosis;
  if (reports.length === 0) return <span>No layers yet</span>;
  const found = problems.length + dataProblems.length;
  const size = model && summarize(model);
  const goToFirst = () => {
    if (problems[0]) goToProblem(app, problems[0]);
    else showTransforms(app);
  };
  return (
    <>
      {found === 0 ? (
        <span className={css['ok']}>✓ No problems</span>
      ) : (
        <button
          type="button"
          className={`${css['statusButton'] ?? ''} ${css['bad'] ?? ''}`}
          onClick={goToFirst}
        >
          ● {found === 1 ? '1 problem' : `${found} problems`}
        </button>
      )}
      {size && (
        <span>
          {count(size.parameters)} {size.parameters === 1 ? 'parameter' : 'parameters'} ·{' '}
          {sizeText(size.memory.parameters)}
        </span>
      )}
    </>
  );
}

const STATES = {
  idle: 'stopped',
  starting: 'starting',
  ready: 'ready',
  hung: 'not responding',
  died: 'stopped',
} as const;

function EngineStatus() {
  const engine = useTraining((state) => state.engine);
  const backend = useTraining((state) => state.backend);
  if (!engine) return null;
  return (
    <span>
      CPU · {engine.threads} {engine.threads === 1 ? 'thread' : 'threads'} ·{' '}
      {engine.state === 'ready' && backend !== null ? backend : `engine ${STATES[engine.state]}`}
    </span>
  );
}

const SHOWN_MS = 5000;
/** The same for a notice with a button. */
const OFFERED_MS = 20_000;

/** Notices, newest last, and the live region for screen-reader announcements. */
function Notices() {
  const notices = useUi((state) => state.notices);
  const announcement = useUi((state) => state.announcement);
  return (
    <>
      <div className={css['notices']} role="status" aria-live="polite">
        {notices.map((notice) => (
          <NoticeCard key={notice.id} {...notice} />
        ))}
      </div>
      <div className="visually-hidden" role="log" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}

function NoticeCard({ id, tone, text, action }: Notice) {
  const app = useApp();
  const offers = action !== undefined;
  useEffect(() => {
    if (tone === 'bad') return;
    const timer = setTimeout(() => closeNotice(app, id), offers ? OFFERED_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [app, id, tone, offers]);
  return (
    <div className={css['notice']} data-tone={tone}>
      <p>{text}</p>
      {action && (
        <Button
          onClick={() => {
            closeNotice(app, id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <Button look="quiet" label="Close" onClick={() => closeNotice(app, id)}>
        <X size={14} />
      </Button>
    </div>
  );
}

const OVERLAYS: Readonly<Record<Overlay, () => React.JSX.Element | null>> = {
  commands: CommandPalette,
  new: NewProject,
  table: TableImport,
  photos: ImageImport,
  shortcuts: Shortcuts,
  about: About,
};

/** The open overlay, if any. */
function Overlays() {
  const overlay = useUi((state) => state.overlay);
  if (!overlay) return null;
  const Shown = OVERLAYS[overlay];
  return <Shown />;
}

function About() {
  const app = useApp();
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => void valueOrNotice(app, app.loom.app.info()).then(setInfo), []);
  const facts = info && [
    ['Version', info.version],
    ['Electron', info.electron],
    ['Chromium', info.chromium],
    ['Node', info.node],
    ['onnxruntime', info.onnxruntime],
    ['Cores', String(info.cores)],
    ['Log', info.logFile],
  ];
  return (
    <Dialog title="About Layerloom" onClose={() => openOverlay(app, null)}>
      <dl className={css['facts']}>
        {facts?.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p style={{ marginTop: 16 }}>
        <Button onClick={() => void app.loom.app.showLog()}>Show log</Button>
      </p>
    </Dialog>
  );
}
