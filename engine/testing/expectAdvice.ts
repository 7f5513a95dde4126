import { expect } from 'vitest';
import { advise } from '../project/advice.js';
import type { Advice } from '../project/advice.js';
import { sentenceOf } from '../text/index.js';
import type { DataSpec } from '../project/schema.js';

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
