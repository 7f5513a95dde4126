import { expect } from 'vitest';
import { advise } from '../project/advice/index.js';
import type { Advice } from '../project/advice/define.js';
import type { DataSpec } from '../project/schema.js';

/** How bad it is, what is said of it, and the repair's fields; null for none. */
export type ExpectedAdvice = [weight: Advice['weight'], message: RegExp, repair: object | null];

/** Expects what is worst about `data`. */
export function expectAdvice(data: DataSpec, ...[weight, message, repair]: ExpectedAdvice): void {
  const [first] = advise(data);
  expect(first).toMatchObject({ weight, message: expect.stringMatching(message) as string });
  if (repair) expect(first!.repair).toMatchObject(repair);
  else expect(first!.repair).toBeNull();
}
