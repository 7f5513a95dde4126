import type { ProblemCode } from '../base/problem.js';
import type { Command } from './commands.js';

/** Advice on a problem, for every command or for some. */
type Hint = string | { readonly [command: string]: string };

/** Options of the command line that help with a problem; sentences of the window name none. */
const HINTS: { readonly [C in ProblemCode]?: Hint } = {
  'bad-checkpoint/none': 'Train without --resume first.',
  'bad-checkpoint/other-run': 'Without --resume, training begins anew.',
  'bad-argument/pixels': 'Export with --input tensor.',
  'bad-onnx/foreign': {
    train: 'Draw the network as a project (.loom) and train that.',
    verify: 'Give the project to compare it with: --project FILE.loom.',
    predict: 'Only files exported by Layerloom can be used for prediction.',
  },
};

/** Problems that the usage of a command helps with. */
const USAGE_HELPS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'bad-argument/unknown-option',
  'bad-argument/no-value',
  'bad-argument/unwanted-value',
  'bad-argument/missing-option',
  'bad-argument/count',
]);

/** What the command line adds to a problem's sentence; empty where it knows nothing more. */
export function hintsOf(code: ProblemCode, command: Command | undefined): readonly string[] {
  if (!command) return [];
  const hint = HINTS[code];
  const advice = typeof hint === 'object' ? hint[command.name] : hint;
  return [
    ...(advice === undefined ? [] : [advice]),
    ...(USAGE_HELPS.has(code) ? [`Usage: layerloom ${command.usage}`] : []),
  ];
}
