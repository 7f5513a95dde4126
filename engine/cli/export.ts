import { extname } from 'node:path';
import { failure, type Problem } from '../base/problem.js';
import { INPUTS, OUTPUTS } from '../exchange/onnx/exportModel.js';
import { modelCode, trainCode } from '../exchange/torch/code.js';
import { atomicWrite, openFolder } from '../io/files.js';
import { exportOnnx } from '../jobs/export.js';
import { Run } from '../runs/folder.js';
import { messageOf } from '../text/index.js';
import {
  type Command,
  onlyArgument,
  type OptionValues,
  printResult,
  runHere,
  type Terminal,
  textOption,
  wordOption,
} from './command.js';
import { certificateRows, table } from './printer.js';

const FORMATS = ['onnx', 'python', 'safetensors'] as const;

/** Writes what a run has in another format than ONNX; gives what is to be said about its checkpoint. */
const WRITERS = {
  python: async (run: Run, out: string): Promise<Problem | null> => {
    const project = await run.project();
    if (extname(out) === '.py') {
      await atomicWrite(out, modelCode(project));
      return null;
    }
    const folder = openFolder(out);
    await folder.make();
    await folder.write('model.py', modelCode(project));
    await folder.write('train.py', trainCode(project));
    return null;
  },
  safetensors: async (run: Run, out: string): Promise<Problem | null> => {
    const { value, note } = await run.weights();
    await atomicWrite(out, value);
    return note;
  },
};

function tell(note: Problem | null, { stderr }: Terminal): void {
  if (note) stderr.write(`note: ${messageOf(note)}\n`);
}

function refuseOnnxOptions(options: OptionValues): void {
  const name = ['input', 'output', 'include-data'].find((one) => options[one] !== undefined);
  if (name !== undefined) throw failure('bad-argument/onnx-only', {}, { where: { kind: 'option', name } });
}

/** `layerloom export`. */
export const exportCommand: Command = {
  name: 'export',
  usage: `export DIR --out FILE [--format ${FORMATS.join('|')}] [--input ${INPUTS.join('|')}] [--output ${OUTPUTS.join('|')}] [--include-data]`,
  summary:
    "Writes a run's model as an ONNX file and proves it; or its PyTorch code (a .py file with the network, a folder with train.py too), or its weights.",
  run: async (positionals, options, terminal) => {
    const path = onlyArgument('folder', positionals);
    const out = textOption(options, 'out');
    if (out === undefined) throw failure('bad-argument/missing-option', { option: 'out' });
    const format = wordOption(options, 'format', FORMATS, 'onnx');
    if (format !== 'onnx') {
      refuseOnnxOptions(options);
      const run = new Run(openFolder(path));
      await run.checkIdle();
      tell(await WRITERS[format](run, out), terminal);
      printResult(terminal, options, { event: 'done', file: out }, () => table([['file', out]]));
      return 0;
    }
    const input = wordOption(options, 'input', INPUTS, null);
    const output = wordOption(options, 'output', OUTPUTS, null);
    const includeData = options['include-data'] === true;
    const asked = { run: path, out, input, output, includeData };
    const { onnx, certificate, note } = await runHere(terminal, exportOnnx, asked);
    tell(note, terminal);
    printResult(terminal, options, { event: 'done', onnx, certificate }, () =>
      table([['file', onnx], ...certificateRows(certificate)]),
    );
    return 0;
  },
};
