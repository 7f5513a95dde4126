import { formula, type ParamsOf } from '../../base/fields.js';
import { computeFormula, readFormula, renameInFormula } from '../../base/formula.js';
import { invariant, problem } from '../../base/problem.js';
import { defineSchedule } from './define.js';

interface FormulaFunction {
  readonly takes: 'one' | 'several';
  readonly apply: (...numbers: number[]) => number;
  /** Its name in Python. */
  readonly python: string;
}

const math = (name: string, apply: (number: number) => number): FormulaFunction => ({
  takes: 'one',
  apply,
  python: `math.${name}`,
});

const FUNCTIONS: Readonly<Record<string, FormulaFunction>> = {
  exp: math('exp', Math.exp),
  log: math('log', Math.log),
  sqrt: math('sqrt', Math.sqrt),
  sin: math('sin', Math.sin),
  cos: math('cos', Math.cos),
  floor: math('floor', Math.floor),
  abs: { takes: 'one', apply: Math.abs, python: 'abs' },
  min: { takes: 'several', apply: Math.min, python: 'min' },
  max: { takes: 'several', apply: Math.max, python: 'max' },
};

/** A column of the functions. */
const each = <K extends keyof FormulaFunction>(part: K) =>
  Object.fromEntries(Object.entries(FUNCTIONS).map(([name, one]) => [name, one[part]]));

const params = {
  lr_lambda: formula({
    default: '0.95 ** epoch',
    required: 'named',
    label: 'Factor',
    help: 'The rate is multiplied by it. It may use epoch (from 0), epochs (of the run), pi, min, max, exp, log, sqrt, sin, cos, floor, abs.',
    vocabulary: {
      values: ['epoch', 'epochs', 'pi'],
      functions: each('takes'),
    },
  }),
};

/** The factor in each of the first `count` epochs of a run. */
function factors({ lr_lambda }: ParamsOf<typeof params>, epochs: number, from: number, count: number) {
  const read = readFormula(lr_lambda, params.lr_lambda.vocabulary);
  invariant('formula' in read, 'the schema has read the formula');
  const values: Readonly<Record<string, readonly number[]>> = {
    epoch: Array.from({ length: count }, (_, i) => from + i),
    epochs: new Array<number>(count).fill(epochs),
    pi: new Array<number>(count).fill(Math.PI),
  };
  return computeFormula(read.formula, {
    length: count,
    value: (name) => values[name]!,
    call: (name, inputs) =>
      inputs[0]!.map((_, i) => FUNCTIONS[name]!.apply(...inputs.map((input) => input[i]!))),
  });
}

/** Epochs whose factors are checked before a run. */
const MOST_CHECKED = 10_000;

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html */
export const lambdaLR = defineSchedule({
  type: 'LambdaLR',
  summary: 'Multiplies the rate by a formula of your own.',
  params,
  every: 'epoch',
  rate: (params, base, { epoch, epochs }) => base * factors(params, epochs, epoch, 1)[0]!,
  check: (params, epochs) => {
    const found = factors(params, epochs, 0, Math.min(epochs, MOST_CHECKED));
    const epoch = found.findIndex((factor) => !Number.isFinite(factor) || factor < 0);
    if (epoch === -1) return null;
    const where = { kind: 'project', path: ['training', 'schedule', 'lr_lambda'] } as const;
    return problem('bad-project/rate-factor', { epoch, factor: found[epoch]! }, { where });
  },
  python: ({ lr_lambda }, { epochs }) => {
    const names = { ...each('python'), pi: 'math.pi', epochs: String(epochs) };
    return `lr_lambda=lambda epoch: ${renameInFormula(lr_lambda, names)}`;
  },
});
