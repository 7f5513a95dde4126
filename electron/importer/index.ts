import { loadImageDecoder } from './loadImageDecoder.js';

// Must run before any module that imports sharp.
loadImageDecoder();
void import('./serve.js');
