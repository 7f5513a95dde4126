import { problem } from '../../engine/base/problem.js';
import { schemaIssues } from '../../engine/base/schemaIssues.js';
import { describeFailure } from '../../engine/jobs/protocol.js';
import { channels, type ChannelName, type Input, type Output, type Reply } from '../ipc/contract.js';

/** The main process's handler for each channel. */
export type Handlers = { readonly [N in ChannelName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };

type AnyHandler = (input: unknown) => unknown;

/** Receives the stacks of unexpected errors, for the log. */
export type Report = (channel: string, stack: string) => void;

/**
 * Answers one call: validates the input, runs the handler, validates the output. Never rejects: every error is
 * returned as a problem.
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
    const [issue] = schemaIssues(parsed.error);
    return { ok: false, problem: problem('shell/bad-request', { call: name, issue: issue! }) };
  }
  try {
    // `Handlers` guarantees that this handler accepts this channel's input.
    const handler = handlers[name] as AnyHandler;
    return { ok: true, value: output.parse(await handler(parsed.data)) };
  } catch (error) {
    const { problem: found, stack } = describeFailure(error);
    if (stack !== null) report(name, stack);
    return { ok: false, problem: found };
  }
}
