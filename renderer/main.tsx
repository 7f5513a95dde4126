import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from './app.js';
import { createImageLibrary } from './images/library.js';
import { Shell } from './shell/Shell.js';
import { ErrorBoundary } from './ui/ErrorBoundary.js';
import { AppContext } from './useApp.js';
import { listenToWindow } from './windowEvents.js';

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
