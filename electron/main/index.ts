import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, ipcMain, nativeTheme, protocol, session, utilityProcess } from 'electron';
import log from 'electron-log/main';
import { ElectronDesktop } from './desktop.js';
import { onOpenFile, projectsIn } from './files.js';
import { serveCalls } from './ipc.js';
import type { Fork } from './jobs.js';
import { lockDown, registerScheme, serveApp } from './protocol.js';
import { SettingsStore } from './settings.js';
import { Shell } from './shell.js';
import { MainWindow } from './window.js';

/** Vite's server under `npm run dev`; a packaged app knows none. */
const developmentServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];

// enableSandbox overrides --no-sandbox, which root needs: every child process would abort.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerScheme(protocol);

if (app.requestSingleInstanceLock()) onOpenFile(app, app.whenReady().then(start));
else app.quit();

/** Starts the app. Returns the function that opens a project for the system. */
function start(): (file: string) => void {
  const userData = app.getPath('userData');
  const resources = app.isPackaged ? process.resourcesPath : path.join(app.getAppPath(), 'assets');
  const dataFolder = dataFolderIn(resources, userData);
  startLog(path.join(userData, 'logs', 'main.log'));
  // electron-vite restarts the app so. Nothing is asked: unsaved work is offered at the next start.
  if (developmentServer !== undefined) process.once('SIGTERM', () => app.exit());

  serveApp(protocol, path.join(app.getAppPath(), 'out', 'renderer'), dataFolder, developmentServer);
  lockDown(app, session.defaultSession);
  const settings = new SettingsStore(path.join(userData, 'settings.json'), (problem) => log.error(problem));
  nativeTheme.themeSource = settings.get().theme;
  const window = new MainWindow(settings, path.join(resources, 'icons', 'icon.png'));
  const logFile = log.transports.file.getFile().path;
  const shell = new Shell({
    desktop: new ElectronDesktop(window),
    settings,
    fork: forkWith(dataFolder),
    userData,
    exampleFolder: path.join(resources, 'examples'),
    logFile,
    log: (message, detail) => log.error(message, detail),
  });
  nativeTheme.on('updated', () => shell.push('theme', shell.theme()));
  serveCalls(ipcMain, shell, () => window.browser.webContents.mainFrame);
  window.guard({
    confirmClose: async () => shell.confirmLoss(await shell.documents.loss()),
    onSave: () => shell.push('menu', 'file.saveAndClose'),
    onCrash: (reason) => {
      log.error('the window crashed', reason);
      shell.windowCrashed();
    },
    logFile,
  });
  quitAfter(() => shell.quit());

  const open = (file: string) => {
    window.bringForward();
    shell.requestOpen(file);
  };
  shell.start();
  projectsIn(process.argv, process.cwd()).forEach((file) => shell.requestOpen(file));
  app.on('second-instance', (_event, argv, folder) => {
    window.bringForward();
    projectsIn(argv, folder).forEach(open);
  });
  return open;
}

function startLog(file: string): void {
  log.transports.file.resolvePathFn = () => file;
  log.transports.console.level = false;
  log.info(`Layerloom ${app.getVersion()} on Electron ${process.versions.electron}`);
  process.on('unhandledRejection', (problem) => log.error('unhandled', problem));
}

/** The folder of CIFAR-10: named by the environment, packed with the app, or fetched into the user's folder. */
function dataFolderIn(resources: string, userData: string): string {
  const packed = path.join(resources, 'data');
  return process.env['LAYERLOOM_DATA_DIR'] ?? (existsSync(packed) ? packed : path.join(userData, 'data'));
}

function forkWith(dataFolder: string): Fork {
  // onnxruntime reads the first when its first thread starts; setting it later has no effect.
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1', LAYERLOOM_DATA_DIR: dataFolder };
  return (host) =>
    utilityProcess.fork(path.join(__dirname, `${host}.cjs`), [], { env, serviceName: `Layerloom ${host}` });
}

/** Quits once the window is closed and `end` has ended. */
function quitAfter(end: () => Promise<void>): void {
  const wait = (event: { preventDefault(): void }) => event.preventDefault();
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', wait);
  app.once('will-quit', () => {
    void end().then(() => {
      app.off('will-quit', wait);
      app.quit();
    });
  });
}
