import { familyOf, problemOf, type Problem } from '../base/problem.js';
import { messageOf } from '../text/index.js';

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
