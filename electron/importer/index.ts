import { loadImageDecoder } from './loadImageDecoder.js';

// Before anything that needs sharp is loaded.
loadImageDecoder();
void import('./serve.js');
