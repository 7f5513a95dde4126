import './environment.js';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { app, nativeTheme } from 'electron';
import log from 'electron-log/main';
import { followOpenRequests, createOpenRequests } from './openRequests.js';
import { Documents } from './documents.js';
import { Jobs } from './jobs.js';
import { appHandlers, themeOf } from './handlers/app.js';
import { dataHandlers } from './handlers/data.js';
import { engineHandlers } from './handlers/engine.js';
import { jobHandlers } from './handlers/jobs.js';
import { projectHandlers } from './handlers/project.js';
import { guardClose, quitAfter } from './quit.js';
import { installMenu, type WorkspaceItem } from './menu.js';
import { catchOpenFiles } from './openFiles.js';
import { createPushQueue } from './pushQueue.js';
import { APP_ORIGIN, registerScheme, serveApp } from './protocol.js';
import { openRecovery } from './recovery.js';
import { lockDown } from './security.js';
import { reloadCrashedWindow } from './reloadCrashed.js';
import { openSettings } from './settings.js';
import { serveCalls } from './serve.js';
import type { Shell } from './shell.js';
import { Tokens } from './tokens.js';
import { UnsavedRuns } from './unsavedRuns.js';
import { createWindow } from './window.js';

const RECENT_FILES = 10;
/** Vite's server under `npm run dev`; a packaged app knows none. */
const developmentServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];

// enableSandbox overrides --no-sandbox, which root needs: every child process would abort.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerScheme();
const onOpenFile = catchOpenFiles(app);

if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

function start(): void {
  const userData = app.getPath('userData');
  log.transports.file.resolvePathFn = () => path.join(userData, 'logs', 'main.log');
  log.transports.console.level = false;
  log.info(`Layerloom ${app.getVersion()} on Electron ${process.versions.electron}`);
  // electron-vite restarts the app so. Nothing is asked: unsaved work is offered at the next start.
  if (developmentServer !== undefined) process.once('SIGTERM', () => app.exit());
  process.on('unhandledRejection', (problem) => log.error('unhandled', problem));

  const resources = app.isPackaged ? process.resourcesPath : path.join(app.getAppPath(), 'assets');
  const settings = openSettings(path.join(userData, 'settings.json'), (problem) => log.error(problem));
  const recovery = openRecovery(path.join(userData, 'recovery'));
  const files = new Tokens();

  const pushQueue = createPushQueue(() => window);
  const { push } = pushQueue;
  const openRequests = createOpenRequests(push, files);
  const data = dataFolder(resources, userData);
  const engineState = () => ({ state: jobs.engine.state, threads: availableParallelism() });
  const jobs = new Jobs({
    dataFolder: data,
    onEngineState: () => push('engineState', engineState()),
    onUpdates: (id, updates) => push('jobUpdates', { id, updates }),
    log: (message, detail) => log.error(message, detail),
  });
  const unsavedRuns = new UnsavedRuns(
    path.join(userData, 'unsaved'),
    (folder) => jobs.isBusyIn(folder),
    (problem) => log.error('runs could not be moved beside their project', problem),
  );
  const documents = new Documents(recovery, unsavedRuns, (opened) => {
    const others = settings.get().recent.filter((recent) => recent.path !== opened);
    settings.set({ recent: [{ path: opened, openedAt: Date.now() }, ...others].slice(0, RECENT_FILES) });
    refreshMenu();
  });

  let workspaces: readonly WorkspaceItem[] = [];
  const refreshMenu = () =>
    installMenu(
      (command) => push('menu', command),
      settings.get().recent.map((recent) => ({
        name: path.basename(recent.path),
        open: () => openRequests.requestOpen(recent.path),
      })),
      workspaces,
    );

  const shell: Shell = {
    window: () => window,
    push,
    documents,
    jobs,
    engineState,
    recovery,
    settings,
    files,
    dataFolder: data,
    exampleFolder: path.join(resources, 'examples'),
    takeDropped: openRequests.takeDropped,
    logFile: log.transports.file.getFile().path,
    log: (message, detail) => log.error(message, detail),
    windowReady: (shown) => {
      workspaces = shown;
      refreshMenu();
      pushQueue.open();
    },
    closeNow: () => closeNow(),
    refreshMenu,
  };

  nativeTheme.themeSource = settings.get().theme;
  nativeTheme.on('updated', () => push('theme', themeOf(settings.get().theme)));
  serveApp(path.join(app.getAppPath(), 'out', 'renderer'), data, developmentServer);
  lockDown((address) => address.startsWith(`${APP_ORIGIN}/`));
  serveCalls(
    {
      ...projectHandlers(shell),
      ...dataHandlers(shell),
      ...engineHandlers(shell),
      ...jobHandlers(shell),
      ...appHandlers(shell),
    },
    { ownFrame: () => window.webContents.mainFrame, onDropped: openRequests.dropped, log },
  );
  refreshMenu();
  jobs.engine.start();

  const window = createWindow(settings, path.join(resources, 'icons', 'icon.png'));
  const closeNow = guardClose(window, documents, push);
  // Unsaved work is in its recovery copy: a fresh window offers it. What trains stops, for nobody there would
  // know of it; its run can be resumed.
  const prepare = () => {
    jobs.stopAll();
    documents.forgetAll();
    pushQueue.hold();
  };
  reloadCrashedWindow(window, prepare, closeNow);

  followOpenRequests(openRequests, window, onOpenFile);
  // The jobs first: they write the runs that the documents may then drop.
  quitAfter([() => jobs.quit(), () => documents.closeAll(), () => settings.flush()]);
}

/** The folder of CIFAR-10: named by the environment, packed with the app, or fetched into the user's folder. */
function dataFolder(resources: string, userData: string): string {
  const packed = path.join(resources, 'data');
  return process.env['LAYERLOOM_DATA_DIR'] ?? (existsSync(packed) ? packed : path.join(userData, 'data'));
}
