import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { openFolder } from '../io/files.js';
import { readOnnx } from '../io/onnxFiles.js';
import { originProject } from '../exchange/onnx/metadata.js';
import { evaluate as evaluateJob } from '../jobs/evaluate.js';
import { serializeProject } from '../project/parse.js';
import { Run } from '../runs/folder.js';
import { type Command, onlyArgument, runHere, textOption, wholeOption, wordOption } from './command.js';
import { evaluationText } from './evaluationReport.js';
import { withData } from './withData.js';

const USAGE = 'evaluate DIR|FILE.onnx [--split validation|train] [--translate N] [--data PATH] [--json]';

/** `layerloom evaluate`. */
export const evaluate: Command = {
  name: 'evaluate',
  usage: USAGE,
  summary:
    'How good a run or an exported file is: accuracy, confusion matrix and calibration, or errors; with --translate, on images that are moved.',
  options: { split: { type: 'string' }, translate: { type: 'string' }, data: { type: 'string' } },
  run: async (positionals, options, terminal) => {
    const path = onlyArgument('file or folder', positionals);
    const found = await stat(path).catch(() => null);
    const isFile = found?.isFile() ?? extname(path) === '.onnx';
    const data = textOption(options, 'data');
    const origin = async () =>
      isFile ? originProject((await readOnnx(path)).metadata, path) : new Run(openFolder(path)).project();
    const evaluated = await runHere(
      terminal,
      evaluateJob,
      {
        run: isFile ? null : path,
        file: isFile ? path : null,
        project: data === undefined ? null : serializeProject(await withData(await origin(), data, terminal)),
        split: wordOption(options, 'split', ['validation', 'train'], 'validation'),
        translate: wholeOption(options, 'translate', { min: 1, max: 64 }, null),
      },
      {
        report: ({ done, total }) => {
          if (terminal.stderr.isTTY)
            terminal.stderr.write(`\r\x1b[K${done === total ? '' : `shift ${done}/${total}`}`);
        },
      },
    );
    terminal.stdout.write(`${options['json'] ? JSON.stringify(evaluated) : evaluationText(evaluated)}\n`);
    return 0;
  },
};
