import type { JobCommand } from '../engine/jobs/protocol.js';
import type { Port } from '../engine/worker.js';

/** The way from a utility process to the main process. */
export const processPort: Port = {
  post: (message) => process.parentPort.postMessage(message),
  listen: (receive) => process.parentPort.on('message', ({ data }: { data: JobCommand }) => receive(data)),
  close: () => process.exit(),
};
