import { openFolder } from '../io/files.js';
import { listRuns, restoreRun, runsBeside, trashedRuns, trashRun } from '../runs/folder.js';
import type { RunEpoch, RunSummary } from '../runs/record.js';
import { type Command, onlyArgument, wordOption } from './command.js';
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
  usage: 'runs FILE.loom|FILE.onnx [--delete RUN | --restore RUN] [--json]',
  summary:
    'Lists the runs of a project or an exported model, newest first. A deleted run can be restored for 30 days.',
  run: async (positionals, options, terminal) => {
    const folder = openFolder(runsBeside(onlyArgument('file', positionals)));
    const listed = (await listRuns(folder)).map(({ runId }) => runId);
    const deleted = wordOption(options, 'delete', listed, null);
    const restored = wordOption(options, 'restore', await trashedRuns(folder), null);
    if (deleted !== null) await trashRun(folder, deleted, Date.now());
    if (restored !== null) await restoreRun(folder, restored);
    const found = await listRuns(folder);
    const lines = options['json']
      ? found.map((run) => JSON.stringify({ event: 'run', ...run }))
      : [found.length === 0 ? 'no runs' : grid([HEAD, ...found.map(rowOf)])];
    for (const line of lines) terminal.stdout.write(`${line}\n`);
    return 0;
  },
};
