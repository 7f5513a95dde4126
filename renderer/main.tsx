import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { commands, runCommand } from './actions/commands.js';
import { copyText, pasteText, removeSelected } from './actions/edit.js';
import { acceptsText, matches } from './actions/keys.js';
import { type App, createApp } from './app.js';
import { createImageLibrary } from './images/library.js';
import { report } from './loom.js';
import { Shell } from './shell/Shell.js';
import { notice } from './state/ui.js';
import { ErrorBoundary } from './ui/EmptyState.js';
import { AppContext } from './useApp.js';

// The summary of Linear contains a letter that is in a separate font file. Loading that file on first use would
// trigger a full relayout: with 300 nodes, 100 ms in the middle of a pan or drag.
void document.fonts.load('1em "Inter Variable"', 'ᵀ');

const app = createApp({ loom: window.loom, images: createImageLibrary() });
const stopListening = listenToWindow(app);
const root = createRoot(document.getElementById('root')!);
root.render(
  <StrictMode>
    <AppContext value={app}>
      <ErrorBoundary name="The window">
        <Shell />
      </ErrorBoundary>
    </AppContext>
  </StrictMode>,
);
// A reload, by hot reloading too, makes a new application.
window.addEventListener('pagehide', () => {
  root.unmount();
  stopListening();
  app.dispose();
});

/**
 * Connects an application to the browser window: unexpected errors, shortcuts, the clipboard, and the theme, until
 * the returned function is called.
 */
function listenToWindow(app: App): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  listenToErrors(app, signal);
  listenToKeys(app, signal);
  listenToClipboard(app, signal);
  const unsubscribe = app.ui.subscribe(({ dark }) => {
    const { dataset } = document.documentElement;
    const theme = dark ? 'dark' : 'light';
    if (dataset['theme'] !== theme) dataset['theme'] = theme;
  });
  return () => {
    controller.abort();
    unsubscribe();
  };
}

/** Shows and logs uncaught errors and unhandled promise rejections. */
function listenToErrors(app: App, signal: AbortSignal): void {
  const handle = (problem: unknown) => {
    // Ignore Chromium's ResizeObserver loop notification, which is not an `Error`.
    if (!(problem instanceof Error)) return;
    report(app, problem);
    notice(app, 'bad', `Unexpected error: ${problem.message}. See the log for details.`);
  };
  window.addEventListener('error', ({ error }) => handle(error), { signal });
  window.addEventListener('unhandledrejection', ({ reason }) => handle(reason), { signal });
}

/** Runs commands by their keyboard shortcuts. */
function listenToKeys(app: App, signal: AbortSignal): void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const inText = acceptsText(event.target);
    const command = commands.find(
      ({ keys, onGraph }) => keys?.some((key) => matches(event, key)) && !(onGraph && inText),
    );
    if (!command) return;
    // Shortcuts are disabled while a dialog is open; graph shortcuts other than undo and redo work only in Build.
    const { overlay, workspace } = app.ui.getState();
    if (overlay !== null || (command.onGraph && workspace !== 'build' && !command.id.endsWith('do'))) return;
    event.preventDefault();
    runCommand(app, command.id);
  };
  window.addEventListener('keydown', onKeyDown, { signal });
}

/** Copies, cuts, and pastes layers on the graph; text fields keep the native behavior. */
function listenToClipboard(app: App, signal: AbortSignal): void {
  const onGraph = (event: ClipboardEvent) =>
    app.ui.getState().workspace === 'build' &&
    !acceptsText(event.target) &&
    window.getSelection()?.isCollapsed !== false;
  const copyLayers = (event: ClipboardEvent): boolean => {
    const text = onGraph(event) ? copyText(app) : null;
    if (text === null) return false;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    return true;
  };
  const cutLayers = (event: ClipboardEvent) => {
    if (copyLayers(event)) removeSelected(app);
  };
  const pasteLayers = (event: ClipboardEvent) => {
    if (onGraph(event)) pasteText(app, event.clipboardData?.getData('text/plain') ?? '');
  };
  document.addEventListener('copy', copyLayers, { signal });
  document.addEventListener('cut', cutLayers, { signal });
  document.addEventListener('paste', pasteLayers, { signal });
}
