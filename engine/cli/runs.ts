import { openFolder } from '../io/files.js';
import { listRuns, runsBeside } from '../runs/folder.js';
import type { RunEpoch, RunSummary } from '../runs/record.js';
import { type Command, onlyArgument } from './command.js';
import { figure, grid, percent } from './printer.js';

const HEAD = ['run', 'state', 'epochs', 'validation loss', 'accuracy', 'name'];

const accuracyOf = (last: RunEpoch | null) => percent(last?.validationAccuracy ?? null);

const rowOf = ({ runId, state, epochs, epochsDone, last, name }: RunSummary): string[] => [
  runId,
  state,
  `${epochsDone}/${epochs}`,
  figure(last?.validationLoss ?? null),
  accuracyOf(last),
  name ?? '',
];

/** `layerloom runs`. */
export const runs: Command = {
  name: 'runs',
  usage: 'runs FILE.loom|FILE.onnx',
  summary: 'Lists the runs of a project or an exported model, newest first.',
  run: async (positionals, options, terminal) => {
    const found = await listRuns(openFolder(runsBeside(onlyArgument('file', positionals))));
    const lines = options['json']
      ? found.map((run) => JSON.stringify({ event: 'run', ...run }))
      : [found.length === 0 ? 'no runs' : grid([HEAD, ...found.map(rowOf)])];
    for (const line of lines) terminal.stdout.write(`${line}\n`);
    return 0;
  },
};
