import { familyOf, type Problem, problemOf } from '../base/problem.js';
import { messageOf, sentenceOf } from '../text/index.js';
import { expect } from 'vitest';
import { type Advice, advise } from '../project/advice.js';
import type { DataSpec } from '../project/schema.js';

/** A problem with the message that users read. */
export interface ReadableProblem {
  readonly family: string;
  readonly problem: Problem;
  readonly message: string;
}

/** The problem of an error, with its message. */
export function told(error: unknown): ReadableProblem {
  const problem = problemOf(error);
  return { family: familyOf(problem.code), problem, message: messageOf(problem) };
}

/** The problem that `work` fails with. */
export async function refusal(work: () => unknown): Promise<ReadableProblem> {
  try {
    await work();
  } catch (error) {
    return told(error);
  }
  throw new Error('nothing was refused');
}

/** Weight, sentence, and fields of the best fix; null for none. */
export type ExpectedAdvice = [weight: Advice['weight'], message: RegExp, fix: object | null];

/** Checks the most severe advice about `data`. */
export function expectAdvice(data: DataSpec, ...[weight, message, fix]: ExpectedAdvice): void {
  const [first] = advise(data);
  expect(first!.weight).toBe(weight);
  expect(sentenceOf(first!.problem)).toMatch(message);
  const [best] = first!.problem.fixes;
  if (fix) expect(best).toMatchObject(fix);
  else expect(best).toBeUndefined();
}
