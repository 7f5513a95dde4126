import type { StoreApi } from 'zustand/vanilla';
import type { LoomApi } from '../electron/ipc/contract.js';
import { runMenuCommand } from './actions/commands.js';
import { importTable } from './actions/data.js';
import { autosave, openFile } from './actions/file.js';
import { followOthers } from './actions/runs.js';
import type { ImageLibrary } from './images/library.js';
import { type Browse, createBrowse, resetBrowse } from './state/browse.js';
import { createDiagnose, createDocument, type Diagnose, type DocumentStore } from './state/document.js';
import { createDuplicates, type Duplicates } from './state/duplicates.js';
import { createFetching, type Fetching } from './state/fetching.js';
import { createTraining, type Training } from './state/training.js';
import { createUi, type Ui, WORKSPACES } from './state/ui.js';
import { createUnderstand, resetUnderstand, type Understand } from './state/understand.js';
import { createJobs, type Jobs } from './jobs.js';
import { valueOrNotice } from './loom.js';

/**
 * The application: its state and its services. State and actions are functions of it, and components get it from a
 * context (`useApp`), so any number of them can exist, in tests without a window too.
 */
export interface App {
  /** The calls to the main process. */
  readonly loom: LoomApi;
  readonly jobs: Jobs;
  readonly images: ImageLibrary;
  readonly document: DocumentStore;
  readonly ui: StoreApi<Ui>;
  readonly training: StoreApi<Training>;
  readonly browse: StoreApi<Browse>;
  readonly duplicates: StoreApi<Duplicates>;
  readonly fetching: StoreApi<Fetching>;
  readonly understand: StoreApi<Understand>;
  readonly diagnose: Diagnose;
  /** The canvas while it is mounted. */
  readonly canvas: { current: CanvasHandle | null };
  /** Actions in progress that must not start twice; see `once`. */
  readonly running: Map<unknown, Promise<void>>;
  /** Ends every subscription, timer, and worker. */
  readonly dispose: () => void;
}

/** Canvas operations available to commands. */
interface CanvasHandle {
  /** Restores the opening view: the whole graph, or its beginning if it is long. */
  readonly open: () => void;
  /** Zooms to show the whole graph, however small. */
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** Pans the view, in screen pixels. */
  readonly pan: (x: number, y: number) => void;
  /** Moves the selected nodes, in canvas pixels. */
  readonly nudge: (x: number, y: number) => void;
}

/** Makes an application that listens to the main process until it is disposed. It owns `images` from then on. */
export function createApp({ loom, images }: Pick<App, 'loom' | 'images'>): App {
  const jobs = createJobs(loom);
  const app: App = {
    loom,
    jobs,
    images,
    document: createDocument(),
    ui: createUi(),
    training: createTraining(),
    browse: createBrowse(),
    duplicates: createDuplicates(),
    fetching: createFetching(),
    understand: createUnderstand(),
    diagnose: createDiagnose(),
    canvas: { current: null },
    running: new Map(),
    dispose: () => subscriptions.forEach((end) => end()),
  };
  const { on } = loom;
  const subscriptions = [
    on.engineState((engine) => app.training.setState({ engine })),
    on.theme(({ dark }) => app.ui.setState({ dark })),
    on.menu((id) => runMenuCommand(app, id)),
    on.openRequest((file) => void openFile(app, file)),
    on.dataDropped(({ kind }) => {
      if (kind === 'table') void importTable(app, 'dropped');
      else app.ui.setState({ dropped: true, overlay: 'photos' });
    }),
    autosave(app),
    followOthers(app),
    // A newly opened project is browsed from the start, even if it is about the same images.
    app.document.subscribe(({ document }, before) => {
      if (document?.token === before.document?.token) return;
      resetBrowse(app);
      resetUnderstand(app);
    }),
    jobs.dispose,
    images.dispose,
  ];
  void valueOrNotice(app, loom.engine.info()).then((engine) => engine && app.training.setState({ engine }));
  void valueOrNotice(app, loom.theme.get()).then((theme) => theme && app.ui.setState({ dark: theme.dark }));
  void loom.app.ready({ workspaces: WORKSPACES });
  return app;
}
