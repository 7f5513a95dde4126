import { dataPlaces } from '../../engine/io/dataSets.js';
import { serve } from '../../engine/worker.js';
import { processPort } from '../processPort.js';
import { loadImageDecoder } from './loadImageDecoder.js';

// A process of its own, so that a corrupt image that crashes the decoder, or memory that it leaks, can't affect the app.

// Must run before any module that imports sharp.
loadImageDecoder();
void import('../../engine/io/dataEnvironment.js').then(({ createDataEnvironment }) =>
  serve(createDataEnvironment(dataPlaces(process.env)), processPort),
);
