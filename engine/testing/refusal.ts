import { familyOf, problemOf, type Problem } from '../base/problem.js';
import { messageOf } from '../text/index.js';

/** A problem with what people read of it. */
export interface Told {
  readonly family: string;
  readonly problem: Problem;
  readonly message: string;
}

/** The problem of an error, with its words. */
export function told(error: unknown): Told {
  const problem = problemOf(error);
  return { family: familyOf(problem.code), problem, message: messageOf(problem) };
}

/** The problem that `work` ends with. */
export async function refusal(work: () => unknown): Promise<Told> {
  try {
    await work();
  } catch (error) {
    return told(error);
  }
  throw new Error('nothing was refused');
}
