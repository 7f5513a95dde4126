import { constants, setPriority } from 'node:os';
import { loadOnnxRuntime } from '../../engine/backends/onnxruntime/session.js';
import { createNodeEnvironment } from '../../engine/io/environment.js';
import type { JobCommand } from '../../engine/jobs/protocol.js';
import { serve } from '../../engine/worker.js';

// A process of its own: Chromium ends a process whose memory runs out, and the system ends the largest one.

// The window goes first where both want the same core; onnxruntime's threads inherit this.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

serve(createNodeEnvironment(), {
  post: (message) => process.parentPort.postMessage(message),
  listen: (receive) => process.parentPort.on('message', ({ data }: { data: JobCommand }) => receive(data)),
  close: () => process.exit(),
});

// Not at the first job, whose first loss would wait for it. Where it cannot be loaded, that job says why.
try {
  loadOnnxRuntime();
} catch {
  // It computes without it then.
}
