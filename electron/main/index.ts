import './environment.js';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, nativeTheme } from 'electron';
import log from 'electron-log/main';
import { Documents } from './documents.js';
import { Engine } from './engine.js';
import { appHandlers, themeOf } from './handlers/app.js';
import { dataHandlers } from './handlers/data.js';
import { engineHandlers } from './handlers/engine.js';
import { imageHandlers } from './handlers/images.js';
import { confirmDiscard, projectHandlers } from './handlers/project.js';
import { installMenu } from './menu.js';
import { APP_ORIGIN, registerScheme, serveApp } from './protocol.js';
import { openRecovery } from './recovery.js';
import { lockDown } from './security.js';
import { openSettings } from './settings.js';
import { serveCalls } from './serve.js';
import type { Push, Shell } from './shell.js';
import { isTableFile } from './tableFiles.js';
import { Tokens } from './tokens.js';
import { createWindow } from './window.js';

const RECENT_FILES = 10;

// enableSandbox overrides --no-sandbox, which root needs: every child process would abort.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerScheme();

if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

function start(): void {
  const userData = app.getPath('userData');
  log.transports.file.resolvePathFn = () => path.join(userData, 'logs', 'main.log');
  log.transports.console.level = false;
  log.info(`Layerloom ${app.getVersion()} on Electron ${process.versions.electron}`);
  process.on('unhandledRejection', (problem) => log.error('unhandled', problem));

  const resources = app.isPackaged ? process.resourcesPath : path.join(app.getAppPath(), 'assets');
  const settings = openSettings(path.join(userData, 'settings.json'), (problem) => log.error(problem));
  const recovery = openRecovery(path.join(userData, 'recovery'));
  const files = new Tokens();

  // Until the window listens, what it should hear waits.
  let waiting: (() => void)[] | null = [];
  const push: Push = (name, payload) => {
    const send = () => window.webContents.send(`push:${name}`, payload);
    if (waiting) waiting.push(send);
    else if (!window.isDestroyed()) send();
  };

  const data = dataFolder(resources, userData);
  const engine = new Engine({
    file: path.join(__dirname, 'worker.cjs'),
    dataFolder: data,
    onState: (state) => push('engineState', state),
    onEvents: (jobId, events) => push('engineEvents', { jobId, events }),
    log: (message, detail) => log.error(message, detail),
  });
  const documents = new Documents(recovery, path.join(userData, 'unsaved'), (opened) => {
    const others = settings.get().recent.filter((recent) => recent.path !== opened);
    settings.set({ recent: [{ path: opened, openedAt: Date.now() }, ...others].slice(0, RECENT_FILES) });
    refreshMenu();
  });

  const requestOpen = (file: string) =>
    push('openRequest', { token: files.of(file), name: path.basename(file, '.loom') });
  const refreshMenu = () =>
    installMenu(
      (command) => push('menu', command),
      settings.get().recent.map((recent) => ({
        name: path.basename(recent.path),
        open: () => requestOpen(recent.path),
      })),
    );

  let droppedData: string | null = null;
  const dropped = (file: string) => {
    if (file.endsWith('.loom')) requestOpen(file);
    else {
      droppedData = file;
      push('dataDropped', { kind: isTableFile(file) ? 'table' : 'images' });
    }
  };

  let closing = false;
  const shell: Shell = {
    window: () => window,
    push,
    documents,
    engine,
    recovery,
    settings,
    files,
    dataFolder: data,
    exampleFolder: path.join(resources, 'examples'),
    takeDropped: () => {
      const taken = droppedData;
      droppedData = null;
      return taken;
    },
    logFile: log.transports.file.getFile().path,
    windowReady: () => {
      const sends = waiting ?? [];
      waiting = null;
      for (const send of sends) send();
    },
    closeNow: () => {
      closing = true;
      window.close();
    },
    refreshMenu,
  };

  nativeTheme.themeSource = settings.get().theme;
  nativeTheme.on('updated', () => push('theme', themeOf(settings.get().theme)));
  serveApp(path.join(app.getAppPath(), 'out', 'renderer'), data);
  lockDown((address) => address.startsWith(`${APP_ORIGIN}/`));
  serveCalls(
    {
      ...projectHandlers(shell),
      ...dataHandlers(shell),
      ...imageHandlers(shell),
      ...engineHandlers(shell),
      ...appHandlers(shell),
    },
    { ownFrame: () => window.webContents.mainFrame, onDropped: dropped, log },
  );
  refreshMenu();
  engine.start();

  const window = createWindow(settings, path.join(resources, 'icons', 'icon.png'));
  window.on('close', (event) => {
    const edited = documents.edited();
    if (closing || edited === null) return;
    event.preventDefault();
    void confirmDiscard(window, edited).then((choice) => {
      if (choice === 'save') push('menu', 'file.saveAndClose');
      if (choice === 'discard') shell.closeNow();
    });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('the window died', reason);
    // Unsaved work is in its recovery copy: a fresh window offers it.
    documents.forgetAll();
    waiting = [];
    window.webContents.reload();
  });

  for (const file of projectsIn(process.argv)) requestOpen(file);
  app.on('second-instance', (_event, argv) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    for (const file of projectsIn(argv)) requestOpen(file);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    requestOpen(file);
  });

  let left = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (left) return;
    event.preventDefault();
    void Promise.all([documents.closeAll(), engine.leave(), settings.flush()])
      .catch((problem: unknown) => log.error('while quitting', problem))
      .finally(() => {
        left = true;
        app.quit();
      });
  });
}

/** Project files among a command line's words. */
function projectsIn(argv: readonly string[]): string[] {
  return argv
    .slice(1)
    .filter((word) => word.endsWith('.loom') && existsSync(word))
    .map((word) => path.resolve(word));
}

/** Where CIFAR-10 is: named by the environment, packed with the app, or fetched into the user's folder. */
function dataFolder(resources: string, userData: string): string {
  const packed = path.join(resources, 'data');
  return process.env['LAYERLOOM_DATA_DIR'] ?? (existsSync(packed) ? packed : path.join(userData, 'data'));
}
