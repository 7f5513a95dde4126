import { failure } from '../base/problem.js';
import { exportOnnx } from '../jobs/export.js';
import { INPUTS, OUTPUTS } from '../exchange/onnx/exportModel.js';
import { type Command, onlyArgument, runHere, textOption, wordOption } from './command.js';
import { certificateRows, table } from './printer.js';

const USAGE = `export DIR --out FILE.onnx [--input ${INPUTS.join('|')}] [--output ${OUTPUTS.join('|')}] [--include-data]`;

/** `layerloom export`. */
export const exportCommand: Command = {
  name: 'export',
  usage: USAGE,
  summary: "Writes a run's model as an ONNX file and proves it.",
  options: {
    out: { type: 'string' },
    input: { type: 'string' },
    output: { type: 'string' },
    'include-data': { type: 'boolean' },
  },
  run: async (positionals, options) => {
    const run = onlyArgument('folder', positionals);
    const out = textOption(options, 'out');
    if (out === undefined) throw failure('bad-argument/missing-option', { option: 'out' });
    const input = wordOption(options, 'input', INPUTS, null);
    const output = wordOption(options, 'output', OUTPUTS, null);
    const includeData = options['include-data'] === true;
    const { onnx, certificate } = await runHere(exportOnnx, { run, out, input, output, includeData });
    const text = options['json']
      ? JSON.stringify({ event: 'done', onnx, certificate })
      : table([['file', onnx], ...certificateRows(certificate)]);
    process.stdout.write(`${text}\n`);
    return 0;
  },
};
