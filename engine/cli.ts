import { runCommandLine } from './cli/run.js';
import { createDataEnvironment } from './io/dataEnvironment.js';
import { dataPlaces } from './io/dataSets.js';
import { createNodeEnvironment } from './io/environment.js';

// The command line as a process: its arguments, streams, signals and exit status.

const { argv, env, stdout, stderr } = process;
const places = dataPlaces(env);

// The reader may stop early, as with "| head -1"; only later output is lost.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommandLine(argv.slice(2), {
  stdout,
  stderr,
  onInterrupt: (stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    stdout.once('error', stop);
  },
  environments: {
    engine: () => createNodeEnvironment(places),
    data: () => createDataEnvironment(places),
  },
});
