import { familyOf, ProblemError } from '../../engine/base/problem.js';
import { messageOf, placeText } from '../../engine/text/index.js';
import { channels, type ChannelName, type Input, type Output, type Reply } from '../ipc/contract.js';
import type { Failure } from '../ipc/define.js';
import { FailureError, ShellError } from './shellError.js';

/** What the main process does for each channel. */
export type Handlers = { readonly [N in ChannelName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };

type AnyHandler = (input: unknown) => unknown;

/** Gets a failure that nobody foresaw, for the log. */
export type Report = (channel: string, problem: unknown) => void;

/**
 * Answers one call: checks what came in, runs the handler, checks what goes out. Never rejects: whatever
 * goes wrong becomes a failure as data.
 */
export async function answer(
  name: ChannelName,
  raw: unknown,
  handlers: Handlers,
  report: Report,
): Promise<Reply<unknown>> {
  const { input, output } = channels[name];
  const parsed = input.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') ?? '';
    const found = `${where ? `${where}: ` : ''}${issue?.message ?? 'does not fit'}`;
    return {
      ok: false,
      code: 'bad-request',
      message: `${name} was called with something it does not take: ${found}`,
    };
  }
  try {
    // The table holds one handler a channel with exactly that channel's input.
    const handler = handlers[name] as AnyHandler;
    return { ok: true, value: output.parse(await handler(parsed.data)) };
  } catch (problem) {
    return failureOf(problem, (unknown) => report(name, unknown));
  }
}

/** A failure as data. What is neither the engine's nor the shell's error is reported and called internal. */
export function failureOf(problem: unknown, report: (problem: unknown) => void): Failure {
  if (problem instanceof FailureError) return problem.failure;
  if (problem instanceof ShellError) return { ok: false, code: problem.code, message: problem.message };
  if (problem instanceof ProblemError) {
    const { code, fixes, where } = problem.problem;
    return {
      ok: false,
      code: familyOf(code),
      message: messageOf(problem.problem),
      ...(where && { where: placeText(where) }),
      ...(fixes[0] && { repair: fixes[0] }),
    };
  }
  report(problem);
  const message = problem instanceof Error ? problem.message : String(problem);
  return {
    ok: false,
    code: 'internal',
    message: `Something unexpected happened: ${message}. The log has more.`,
  };
}
