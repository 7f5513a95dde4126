import { familyOf, ProblemError } from '../../engine/base/problem.js';
import { messageOf, placeText } from '../../engine/text/index.js';
import { channels, type ChannelName, type Input, type Output, type Reply } from '../ipc/contract.js';
import type { Failure } from '../ipc/define.js';
import { FailureError, ShellError } from './shellError.js';

/** The main process's handler for each channel. */
export type Handlers = { readonly [N in ChannelName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };

type AnyHandler = (input: unknown) => unknown;

/** Receives unexpected errors, for the log. */
export type Report = (channel: string, problem: unknown) => void;

/**
 * Answers one call: validates the input, runs the handler, validates the output. Never rejects: every error is
 * returned as a `Failure`.
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
    const found = `${where ? `${where}: ` : ''}${issue?.message ?? 'is invalid'}`;
    return {
      ok: false,
      code: 'bad-request',
      message: `${name} received invalid input: ${found}`,
    };
  }
  try {
    // `Handlers` guarantees that this handler accepts this channel's input.
    const handler = handlers[name] as AnyHandler;
    return { ok: true, value: output.parse(await handler(parsed.data)) };
  } catch (problem) {
    return failureOf(problem, (unknown) => report(name, unknown));
  }
}

/** Converts an error to a failure. Errors of neither the engine nor the shell are reported and become `internal`. */
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
    message: `An unexpected error occurred: ${message}. See the log for details.`,
  };
}
