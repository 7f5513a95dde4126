import { extname } from 'node:path';
import { failure } from '../base/problem.js';
import { INPUTS, OUTPUTS } from '../exchange/onnx/exportModel.js';
import { modelCode, trainCode } from '../exchange/torch/code.js';
import { atomicWrite, openFolder } from '../io/files.js';
import { exportOnnx } from '../jobs/export.js';
import { Run } from '../runs/folder.js';
import { type Command, onlyArgument, type OptionValues, runHere, textOption, wordOption } from './command.js';
import { certificateRows, table } from './printer.js';

const FORMATS = ['onnx', 'python', 'safetensors'] as const;
const USAGE = `export DIR --out FILE [--format ${FORMATS.join('|')}] [--input ${INPUTS.join('|')}] [--output ${OUTPUTS.join('|')}] [--include-data]`;

/** Writes what a run has in another format than ONNX. */
const WRITERS = {
  python: async (run: Run, out: string) => {
    const project = await run.project();
    if (extname(out) === '.py') return atomicWrite(out, modelCode(project));
    const folder = openFolder(out);
    await folder.make();
    await folder.write('model.py', modelCode(project));
    await folder.write('train.py', trainCode(project));
  },
  safetensors: async (run: Run, out: string) => atomicWrite(out, await run.weights()),
};

function refuseOnnxOptions(options: OptionValues): void {
  const name = ['input', 'output', 'include-data'].find((one) => options[one] !== undefined);
  if (name !== undefined) throw failure('bad-argument/onnx-only', {}, { where: { kind: 'option', name } });
}

/** `layerloom export`. */
export const exportCommand: Command = {
  name: 'export',
  usage: USAGE,
  summary:
    "Writes a run's model as an ONNX file and proves it; or its PyTorch code (a .py file with the network, a folder with train.py too), or its weights.",
  options: {
    out: { type: 'string' },
    format: { type: 'string' },
    input: { type: 'string' },
    output: { type: 'string' },
    'include-data': { type: 'boolean' },
  },
  run: async (positionals, options, terminal) => {
    const path = onlyArgument('folder', positionals);
    const out = textOption(options, 'out');
    if (out === undefined) throw failure('bad-argument/missing-option', { option: 'out' });
    const format = wordOption(options, 'format', FORMATS, 'onnx');
    if (format !== 'onnx') {
      refuseOnnxOptions(options);
      const run = new Run(openFolder(path));
      await run.checkIdle();
      await WRITERS[format](run, out);
      const text = options['json'] ? JSON.stringify({ event: 'done', file: out }) : table([['file', out]]);
      terminal.stdout.write(`${text}\n`);
      return 0;
    }
    const input = wordOption(options, 'input', INPUTS, null);
    const output = wordOption(options, 'output', OUTPUTS, null);
    const includeData = options['include-data'] === true;
    const { onnx, certificate } = await runHere(terminal, exportOnnx, {
      run: path,
      out,
      input,
      output,
      includeData,
    });
    const text = options['json']
      ? JSON.stringify({ event: 'done', onnx, certificate })
      : table([['file', onnx], ...certificateRows(certificate)]);
    terminal.stdout.write(`${text}\n`);
    return 0;
  },
};
