import { readOnnx } from '../io/onnxFiles.js';
import { prove } from '../exchange/onnx/certificate.js';
import { importedWeights } from '../exchange/onnx/importModel.js';
import {
  checkWeights,
  isAsWritten,
  hashWeights,
  probeOutputs,
  originInput,
  originOutput,
  originProject,
} from '../exchange/onnx/metadata.js';
import { openRecipe } from '../train/recipe.js';
import { Mt19937 } from '../random/mt19937.js';
import { type Command, onlyArgument, textOption } from './command.js';
import { certificateRows, table } from './printer.js';
import { readProject } from './train.js';
import { withData } from './withData.js';
import { judgedRows, splitRows } from '../train/rows.js';

const USAGE = 'verify FILE.onnx [--project FILE.loom] [--data PATH]';

/** `layerloom verify`. */
export const verify: Command = {
  name: 'verify',
  usage: USAGE,
  summary: 'The certificate of a file: onnxruntime against the engine on every validation sample.',
  options: { project: { type: 'string' }, data: { type: 'string' } },
  run: async (positionals, options, terminal) => {
    const path = onlyArgument('file', positionals);
    const imported = await readOnnx(path);
    const given = textOption(options, 'project');
    const project = await withData(
      given === undefined ? originProject(imported.metadata, path) : await readProject(given),
      textOption(options, 'data'),
      terminal,
    );
    const env = terminal.environments.engine();
    const recipe = await openRecipe(project, env.loadImages);
    const { model, source } = recipe;
    const tensors = importedWeights(model, imported, path);
    const output = originOutput(imported, path);
    const { backend } = await env.selectBackend('native', env.threads);
    const trained = { ...recipe, tensors };
    const rows = judgedRows(splitRows(source, Mt19937.fromSeed(project.training.seed)));
    const hash = hashWeights(model, tensors, env.hash);
    await checkWeights(imported.metadata, hash, () => probeOutputs(trained, backend), path);
    const file = await env.files.openOnnx(path);
    try {
      const input = originInput(imported);
      const proved = await prove(trained, file, { input, output }, rows, backend);
      const certificate = { ...proved, readers: isAsWritten(imported) ? proved.readers : [] };
      const text = options['json']
        ? JSON.stringify({ event: 'done', onnx: path, certificate })
        : table([['file', path], ...certificateRows(certificate)]);
      terminal.stdout.write(`${text}\n`);
    } finally {
      await file.dispose();
    }
    return 0;
  },
};
