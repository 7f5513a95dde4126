import { prove } from '../exchange/onnx/certificate.js';
import { importedWeights } from '../exchange/onnx/importModel.js';
import {
  checkWeights,
  hashWeights,
  isAsWritten,
  originInput,
  originOutput,
  originProject,
  probeOutputs,
} from '../exchange/onnx/metadata.js';
import { readOnnx } from '../io/onnxFiles.js';
import { Mt19937 } from '../random/torch.js';
import { openRecipe } from '../train/recipe.js';
import { judgedRows, splitRows } from '../train/rows.js';
import { type Command, onlyArgument, printResult, textOption } from './command.js';
import { readProject, withData } from './inputs.js';
import { certificateRows, table } from './printer.js';

/** `layerloom verify`. */
export const verify: Command = {
  name: 'verify',
  usage: 'verify FILE.onnx [--project FILE.loom] [--data PATH]',
  summary: 'The certificate of a file: onnxruntime against the engine on every validation sample.',
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
      printResult(terminal, options, { event: 'done', onnx: path, certificate }, () =>
        table([['file', path], ...certificateRows(certificate)]),
      );
    } finally {
      await file.dispose();
    }
    return 0;
  },
};
