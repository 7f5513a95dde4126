import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { processPort } from '../processPort.js';
import { watch } from './watchdog.js';

// A process of its own: Chromium ends a process whose memory runs out, and the system ends the largest one. It computes
// in one worker thread, so that this thread can always answer.

// The window goes first where both want the same core; the threads that start from here inherit this.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const worker = new Worker(join(__dirname, 'engineWorker.cjs'));
const { post, listen } = processPort;
listen(watch(worker, { post, memory: () => process.memoryUsage.rss() }));

// A new thread is a new process: onnxruntime crashes on some systems when a second thread loads it
// (https://github.com/microsoft/onnxruntime/issues/20084, 24486, 13086).
worker.on('error', (error) => console.error(error));
worker.on('exit', (code) => process.exit(code));
