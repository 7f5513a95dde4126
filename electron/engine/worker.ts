import { parentPort } from 'node:worker_threads';
import { loadOnnxRuntime } from '../../engine/backends/onnxruntime/session.js';
import { dataPlaces } from '../../engine/io/dataSets.js';
import { createNodeEnvironment } from '../../engine/io/environment.js';
import type { JobCommand } from '../../engine/jobs/protocol.js';
import { serve } from '../../engine/worker.js';

// The thread that computes, the only one that ever loads onnxruntime.

const environment = createNodeEnvironment(dataPlaces(process.env));

serve(environment, {
  post: (message) => parentPort!.postMessage(message),
  listen: (receive) => parentPort!.on('message', (command: JobCommand) => receive(command)),
  close: () => void environment.models.dispose().finally(() => parentPort!.close()),
});

// Not at the first job, whose first loss would wait for it. Where it cannot be loaded, that job says why.
try {
  loadOnnxRuntime();
} catch {
  // It computes without it then.
}
