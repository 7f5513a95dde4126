import { availableParallelism } from 'node:os';
import { LoomError } from '../errors.js';
import { createNodeEnvironment } from '../io/environment.js';
import { exportRun } from '../jobs/export.js';
import { openRun } from '../jobs/openRun.js';
import { OUTPUTS } from '../onnx/exportModel.js';
import type { Command } from './commands.js';
import { fileArgument, textOption, wordOption } from './options.js';
import { certificateRows, table } from './printer.js';

const USAGE =
  'export DIR --out FILE.onnx [--input tensor|pixels] [--output logits|log_probabilities|probabilities|prediction]';

/** `layerloom export`. */
export const exportCommand: Command = {
  name: 'export',
  usage: USAGE,
  summary: "Writes a run's model as an ONNX file and proves it.",
  options: { out: { type: 'string' }, input: { type: 'string' }, output: { type: 'string' } },
  run: async (positionals, options) => {
    const folder = fileArgument(positionals, USAGE);
    const path = textOption(options, 'out');
    if (path === undefined)
      throw new LoomError('bad-argument', `--out is missing. Usage: layerloom ${USAGE}`);
    const input = wordOption(options, 'input', ['tensor', 'pixels'], 'tensor');
    const output = wordOption(options, 'output', [...OUTPUTS, 'natural'], 'natural');
    const env = createNodeEnvironment(() => undefined);
    const run = await openRun(folder, availableParallelism(), env);
    const { certificate } = await exportRun(
      run,
      { path, input, output: output === 'natural' ? null : output },
      env,
    );
    const text = options['json']
      ? JSON.stringify({ event: 'done', onnx: path, certificate })
      : table([['file', path], ...certificateRows(certificate)]);
    process.stdout.write(`${text}\n`);
    return 0;
  },
};
