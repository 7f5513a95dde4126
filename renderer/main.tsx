import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { connect } from './connect/index.js';
import { ErrorBoundary } from './ui/ErrorBoundary.js';

// The summary of Linear contains a letter that is in a separate font file. Loading that file on first use would
// trigger a full relayout: with 300 nodes, 100 ms in the middle of a pan or drag.
void document.fonts.load('1em "Inter Variable"', 'ᵀ');

connect();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ErrorBoundary name="The window">
      <App />
    </ErrorBoundary>
  </StrictMode>,
);
