import type { Reply } from '../electron/ipc/contract.js';
import type { Problem } from '../engine/base/problem.js';
import { messageOf } from '../engine/text/index.js';
import { notice } from './state/ui.js';
import type { App } from './app.js';

/** A call to the main process that failed; its message is for people. */
export class CallError extends Error {
  constructor(readonly problem: Problem) {
    super(messageOf(problem));
    this.name = 'CallError';
  }
}

/** The value of a call. Throws `CallError` when it failed: for callers that show the failure themselves. */
export async function valueOf<T>(reply: Promise<Reply<T>>): Promise<T> {
  const answer = await reply;
  if (!answer.ok) throw new CallError(answer.problem);
  return answer.value;
}

/** The value of a call; a failure is shown as a notice and gives null. */
export const valueOrNotice = <T>(app: App, reply: Promise<Reply<T>>): Promise<T | null> =>
  orNotice(app, valueOf(reply));

/** The value of a promise; the failure of a call is shown as a notice and gives null. */
export async function orNotice<T>(app: App, value: Promise<T>): Promise<T | null> {
  try {
    return await value;
  } catch (problem) {
    if (!(problem instanceof CallError)) throw problem;
    notice(app, 'bad', problem.message);
    return null;
  }
}

/** The longest report that the main process takes. */
const MAX_REPORT = 10_000;

/** Writes a problem that nobody foresaw to the log. */
export function report(app: App, { stack, message }: Error): void {
  void app.loom.app.report({ text: (stack ?? message).slice(0, MAX_REPORT) });
}
