import { formula, type ParamsOf } from '../../base/fields.js';
import { computeFormula, readFormula, renameInFormula } from '../../base/formula.js';
import { invariant, problem } from '../../base/problem.js';
import { defineSchedule } from './define.js';

/** Functions of a formula, with Python's names. */
const FUNCTIONS = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  floor: Math.floor,
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
};

const params = {
  lr_lambda: formula({
    default: '0.95 ** epoch',
    required: 'named',
    label: 'Factor',
    help: 'The rate is multiplied by it. It may use epoch (from 0), epochs (of the run), pi, min, max, exp, log, sqrt, sin, cos, floor, abs.',
    vocabulary: {
      values: ['epoch', 'epochs', 'pi'],
      functions: {
        exp: 'one',
        log: 'one',
        sqrt: 'one',
        sin: 'one',
        cos: 'one',
        floor: 'one',
        abs: 'one',
        min: 'several',
        max: 'several',
      },
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
      inputs[0]!.map((_, i) => {
        const apply: (...numbers: number[]) => number = FUNCTIONS[name as keyof typeof FUNCTIONS];
        return apply(...inputs.map((input) => input[i]!));
      }),
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
    const functions = Object.keys(FUNCTIONS).filter((name) => !['abs', 'min', 'max'].includes(name));
    const names = Object.fromEntries([...functions, 'pi'].map((name) => [name, `math.${name}`]));
    return `lr_lambda=lambda epoch: ${renameInFormula(lr_lambda, { ...names, epochs: String(epochs) })}`;
  },
});
