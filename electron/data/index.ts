import { loadImageDecoder } from './loadImageDecoder.js';

// A process of its own, so that a corrupt image that crashes the decoder, or memory that it leaks, can't affect the app.

// Must run before any module that imports sharp.
loadImageDecoder();
void import('./serve.js');
