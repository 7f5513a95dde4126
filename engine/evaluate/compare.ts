import type { JudgedSample } from './samples.js';

/** The change from one model's answer to another's. */
export type Change = 'fixed' | 'broken' | 'bothWrong' | 'bothRight';

const isRight = ({ truth, predicted }: JudgedSample) => truth === predicted;

/** The second model's answers for the samples that both were asked about, by what changed. */
export function compareSamples(
  before: readonly JudgedSample[],
  after: readonly JudgedSample[],
): Readonly<Record<Change, readonly JudgedSample[]>> {
  const earlier = new Map(before.map((sample) => [sample.row, isRight(sample)]));
  const where = (wasRight: boolean, right: boolean) =>
    after.filter((sample) => earlier.get(sample.row) === wasRight && isRight(sample) === right);
  return {
    fixed: where(false, true),
    broken: where(true, false),
    bothWrong: where(false, false),
    bothRight: where(true, true),
  };
}
