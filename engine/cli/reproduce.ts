import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { failure } from '../base/problem.js';
import { openFolder } from '../io/files.js';
import { reproduced } from '../jobs/reproduced.js';
import { train } from '../jobs/train.js';
import { serializeProject } from '../project/parse.js';
import { makeNumberedRun, Run } from '../runs/folder.js';
import { messageOf } from '../text/index.js';
import { createControl } from '../train/control.js';
import { type Command, INTERRUPTED, onlyArgument, printResult, runHere } from './command.js';
import { createPrinter } from './printer.js';

/** `layerloom reproduce`. */
export const reproduce: Command = {
  name: 'reproduce',
  usage: 'reproduce DIR [--json]',
  summary:
    'Trains a finished run again from its record, as a run beside it, and says whether the weights came out bit-identical, and if not, what differs.',
  run: async (positionals, options, terminal) => {
    const path = resolve(onlyArgument('folder', positionals));
    const run = new Run(openFolder(path));
    const { threads, backend, state, reproducible } = await run.summary('1');
    if (!reproducible) {
      const because = state === 'finished' ? 'weights' : 'unfinished';
      throw failure('bad-checkpoint/not-reproducible', { because }, { where: { kind: 'file', path } });
    }
    const project = serializeProject(await run.project());
    const again = await makeNumberedRun(openFolder(dirname(path)));
    const control = createControl(() => setImmediate());
    terminal.onInterrupt(control.stop);
    const { progress: report, done } = createPrinter(reproduce, options['json'] === true, terminal);
    try {
      const input = { project, out: again.path, threads, backend };
      const result = await runHere(terminal, train, input, { report, control });
      done(result);
      if (result.reason === 'stopped') return INTERRUPTED;
    } finally {
      await again.removeIfEmpty();
    }
    const found = await runHere(terminal, reproduced, { run: path, again: again.path });
    const identical = found.code === 'advice/reproduced';
    printResult(terminal, options, { event: 'reproduced', identical, ...found.facts }, () =>
      messageOf(found),
    );
    return identical ? 0 : 1;
  },
};
