import { availableParallelism } from 'node:os';
import { failure } from '../base/problem.js';
import { createNodeEnvironment } from '../io/environment.js';
import { exportRun } from '../jobs/export.js';
import { openRun } from '../jobs/openRun.js';
import { OUTPUTS } from '../exchange/onnx/exportModel.js';
import type { Command } from './commands.js';
import { onlyArgument, textOption, wordOption } from './options.js';
import { certificateRows, table } from './printer.js';

const INPUTS = ['tensor', 'pixels'] as const;

const USAGE = `export DIR --out FILE.onnx [--input ${INPUTS.join('|')}] [--output ${OUTPUTS.join('|')}]`;

/** `layerloom export`. */
export const exportCommand: Command = {
  name: 'export',
  usage: USAGE,
  summary: "Writes a run's model as an ONNX file and proves it.",
  options: { out: { type: 'string' }, input: { type: 'string' }, output: { type: 'string' } },
  run: async (positionals, options) => {
    const folder = onlyArgument('folder', positionals);
    const path = textOption(options, 'out');
    if (path === undefined) throw failure('bad-argument/missing-option', { option: 'out' });
    const input = wordOption(options, 'input', INPUTS, 'tensor');
    const output = wordOption(options, 'output', OUTPUTS, null);
    const env = createNodeEnvironment(() => undefined);
    const run = await openRun(folder, availableParallelism(), env);
    const { certificate } = await exportRun(run, { path, input, output }, env);
    const text = options['json']
      ? JSON.stringify({ event: 'done', onnx: path, certificate })
      : table([['file', path], ...certificateRows(certificate)]);
    process.stdout.write(`${text}\n`);
    return 0;
  },
};
