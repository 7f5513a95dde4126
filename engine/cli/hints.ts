import type { ProblemCode } from '../base/problem.js';
import type { Command } from './command.js';

/** Advice on a problem, for all commands or by command. */
type Hint = string | { readonly [command: string]: string };

const FETCH = 'Download it with "layerloom data fetch", or with "npm run setup" in a checkout.';

/** Advice with command-line options, which the catalog's sentences don't mention because the window shows them too. */
const HINTS: { readonly [C in ProblemCode]?: Hint } = {
  'io/file-exists': 'Overwrite it with --force, or choose another file with --out.',
  'io/run-exists': 'Continue it with --resume, or choose another folder with --out.',
  'io/unwritable-folder': 'Choose another folder with --out.',
  'missing-data/table': 'Give its file with --data FILE.',
  'missing-data/cifar10': FETCH,
  'bad-data/cifar10-file': FETCH,
  'bad-data/cifar10-size': FETCH,
  'bad-data/cifar10-label': FETCH,
  'missing-data/download': 'Use a copy that you have with "layerloom data fetch ARCHIVE.tar.gz".',
  'bad-checkpoint/none': 'Train without --resume first.',
  'bad-checkpoint/other-run': 'To start over, train without --resume.',
  'advice/epochs-done': 'Request more with --epochs.',
  'advice/chosen-encoding': 'Choose another with --encoding NAME.',
  'bad-data/names-encoding': 'Choose another with --encoding NAME.',
  'bad-data/table-broken-text': 'Choose another encoding with --encoding NAME.',
  'advice/chosen-target': 'Choose another with --target COLUMN.',
  'advice/columns-unused': 'Choose the inputs with --inputs COLUMN,COLUMN.',
  'advice/row-numbers': 'Leave it out with --inputs COLUMN,COLUMN.',
  'bad-data/images-transparent': 'Choose the color with --background white or --background black.',
  'advice/chosen-values': 'Choose that with --task classes.',
  'advice/chosen-form': 'Choose another size with --size N.',
  'advice/chosen-labels': 'Choose them with --labels NAME.',
  'bad-data/classes-like-splits': 'To make them classes all the same, use --labels Folders.',
  'bad-data/classes-in-classes': 'Choose with --labels Folders or --labels "Inner folders".',
  'bad-data/classes-like-parts': 'To make them classes all the same, use --labels Folders.',
  'bad-data/table-rows-omitted': 'To fill empty cells, use --missing fill.',
  'bad-data/table-used-rows': { new: 'To fill empty cells, use --missing fill.' },
  'bad-project/not-json': { train: 'To train on data, make a project of them first: layerloom new PATH.' },
  'bad-data/empty-split': { evaluate: 'Judge it on the samples that train with --split train.' },
  'bad-argument/pixels': 'Export with --input tensor.',
  'bad-onnx/foreign': {
    verify: 'Give the project to compare it with: --project FILE.loom.',
    predict: 'Only files exported by Layerloom can be used for prediction.',
  },
};

/** Problems for which the command's usage is shown. */
const USAGE_HELPS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'bad-argument/unknown-option',
  'bad-argument/no-value',
  'bad-argument/unwanted-value',
  'bad-argument/missing-option',
  'bad-argument/count',
]);

/** Lines that a command adds to a problem's sentence; may be empty. */
export function hintsOf(
  code: ProblemCode,
  { name, usage }: Pick<Command, 'name' | 'usage'>,
): readonly string[] {
  const hint = HINTS[code];
  const advice = typeof hint === 'object' ? hint[name] : hint;
  return [
    ...(advice === undefined ? [] : [advice]),
    ...(USAGE_HELPS.has(code) ? [`Usage: layerloom ${usage}`] : []),
  ];
}
