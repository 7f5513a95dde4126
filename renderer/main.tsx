import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { connect } from './connect/index.js';
import { ErrorBoundary } from './ui/ErrorBoundary.js';

// Linear's sentence has a letter of a font file of its own. Loaded when it is first read, the file would have the
// page lay out all it shows anew: with 300 nodes, 100 ms in the middle of a movement.
void document.fonts.load('1em "Inter Variable"', 'ᵀ');

connect();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ErrorBoundary name="The window">
      <App />
    </ErrorBoundary>
  </StrictMode>,
);
