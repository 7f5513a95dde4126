import { setImmediate } from 'node:timers/promises';
import { MAX_THREADS } from '../backends/backend.js';
import { failure } from '../base/problem.js';
import { openFolder } from '../io/files.js';
import { train as trainJob } from '../jobs/train.js';
import { clipGradNorm, clipGradValue } from '../nn/clipping.js';
import { setTraining } from '../project/edits.js';
import { serializeProject } from '../project/parse.js';
import { MAX_EPOCHS, type Project } from '../project/schema.js';
import { lastNumberedRun, makeNumberedRun, runsBeside } from '../runs/folder.js';
import { createControl } from '../train/control.js';
import {
  type Command,
  INTERRUPTED,
  numberOption,
  onlyArgument,
  type OptionValues,
  runHere,
  type Terminal,
  textOption,
  wholeOption,
  wordOption,
} from './command.js';
import { isModel, readStart, withData } from './inputs.js';
import { createPrinter } from './printer.js';

/** The folder of a training: as asked, or `name.runs/1`, `name.runs/2`, …: a new one, or the last one to go on with. */
async function inRunFolder<T>(
  file: string,
  { out, resume }: { readonly out: string | undefined; readonly resume: boolean },
  work: (folder: string) => Promise<T>,
): Promise<T> {
  if (out !== undefined) return work(out);
  const runs = openFolder(runsBeside(file));
  if (resume) {
    const last = await lastNumberedRun(runs);
    if (last) return work(last.path);
    throw failure('bad-checkpoint/none', {}, { where: { kind: 'file', path: runsBeside(file) } });
  }
  const made = await makeNumberedRun(runs);
  try {
    return await work(made.path);
  } finally {
    // Of a training that was refused, nothing stays.
    for (const folder of [made, runs]) await folder.removeIfEmpty();
  }
}

/** The options that limit gradients: PyTorch's functions with their settings. */
const CLIPPING = [
  { option: 'clip-norm', type: clipGradNorm.type, fields: clipGradNorm.params },
  { option: 'clip-value', type: clipGradValue.type, fields: clipGradValue.params },
];

/** The clipping of the project, or that of an option. */
function clipOption(options: OptionValues, { clip }: Project['training']): Pick<Project['training'], 'clip'> {
  const chosen = CLIPPING.flatMap(({ option, type, fields }) =>
    Object.entries(fields).flatMap(([param, field]) => {
      const limit = numberOption(options, option, field);
      return limit === null ? [] : [{ type, [param]: limit }];
    }),
  );
  if (chosen.length > 1)
    throw failure('bad-argument/one-option', { options: CLIPPING.map(({ option }) => option) });
  const [found = clip] = chosen;
  return found ? { clip: found } : {};
}

async function run(
  positionals: readonly string[],
  options: OptionValues,
  terminal: Terminal,
): Promise<number> {
  const file = onlyArgument('file', positionals);
  const project = await withData(await readStart(file), textOption(options, 'data'), terminal);
  const resume = options['resume'] === true;
  const printer = createPrinter(train, options['json'] === true, terminal);
  const control = createControl(() => setImmediate());
  terminal.onInterrupt(control.stop);
  const withOptions = setTraining({
    epochs: wholeOption(options, 'epochs', { min: 1, max: MAX_EPOCHS }, project.training.epochs),
    seed: wholeOption(options, 'seed', { min: 0 }, project.training.seed),
    ...clipOption(options, project.training),
  });
  const input = {
    project: serializeProject(withOptions(project)),
    from: isModel(file) ? file : null,
    resume,
    threads: wholeOption(options, 'threads', { min: 1, max: MAX_THREADS }, null),
    backend: wordOption(options, 'backend', ['native', 'reference'], 'native'),
    logSteps: wholeOption(options, 'log-steps', { min: 0 }, 0),
    export: options['no-export'] !== true,
  };
  const following = { report: printer.progress, control };
  const done = await inRunFolder(file, { out: textOption(options, 'out'), resume }, (out) =>
    runHere(terminal, trainJob, { ...input, out }, following),
  );
  printer.done(done);
  return done.reason === 'stopped' ? INTERRUPTED : 0;
}

/** `layerloom train`. */
export const train: Command = {
  name: 'train',
  usage:
    'train FILE.loom|FILE.onnx [--data PATH] [--out DIR] [--resume] [--epochs N] [--seed N] [--clip-norm N | --clip-value N] [--threads N] [--backend native|reference] [--log-steps N] [--no-export] [--json]',
  summary:
    'Trains a project, or goes on with an exported model; exports model.onnx and proves it. Ctrl+C saves; --resume goes on.',
  run,
};
