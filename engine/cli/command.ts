import { setImmediate } from 'node:timers/promises';
import type { ParseArgsConfig } from 'node:util';
import type { FloatField } from '../base/fields.js';
import { failure } from '../base/problem.js';
import type { z } from '../base/zod.js';
import type { Job } from '../jobs/define.js';
import type { Environments, Host } from '../jobs/environment.js';
import { createControl, type RunControl } from '../train/control.js';

/** Option values from `parseArgs`. */
export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** A stream of text, such as the process's standard output. */
interface Output {
  readonly write: (text: string) => unknown;
  /** True if a person watches, so that a line may change while work goes on. */
  readonly isTTY?: boolean;
}

/** Everything that a command reaches beyond its arguments: the process's own, or a test's. */
export interface Terminal {
  /** Results. */
  readonly stdout: Output;
  /** Notes, progress and failures. */
  readonly stderr: Output;
  /** Calls `stop` when the person, or the reader of the results, has had enough, which would otherwise end the process. */
  readonly onInterrupt: (stop: () => void) => void;
  /** The environments that jobs run in. */
  readonly environments: { readonly [H in Host]: () => Environments[H] };
}

/** A command of the command line. All commands accept `--json` and `--help`. */
export interface Command {
  readonly name: string;
  /** Its arguments and options, which are parsed as they are written here: `--out FILE` has a value, `--force` has none. */
  readonly usage: string;
  readonly summary: string;
  /** Runs the command and returns the exit status. Throws ProblemError for every failure. */
  readonly run: (
    positionals: readonly string[],
    options: OptionValues,
    terminal: Terminal,
  ) => Promise<number>;
}

/** Exit status when a person pressed Ctrl+C; what shells use for SIGINT. */
export const INTERRUPTED = 130;

/** The options that a command's usage names. */
export function optionsOf({ usage }: Pick<Command, 'usage'>): NonNullable<ParseArgsConfig['options']> {
  const named = usage.matchAll(/--([a-z-]+)( \w)?/g);
  const options = Array.from(
    named,
    ([, name, value]) => [name!, { type: value ? 'string' : 'boolean' }] as const,
  );
  return { ...Object.fromEntries(options), json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };
}

/** Prints a result as JSON if that was asked for, else as text. */
export function printResult(
  { stdout }: Terminal,
  options: OptionValues,
  result: object,
  text: () => string,
): void {
  stdout.write(`${options['json'] === true ? JSON.stringify(result) : text()}\n`);
}

/** An integer option within a range; `fallback` if it isn't given. */
export function wholeOption<T>(
  options: OptionValues,
  name: string,
  { min, max = Number.MAX_SAFE_INTEGER }: { readonly min: number; readonly max?: number },
  fallback: T,
): number | T {
  const given = options[name];
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw failure(
      'bad-argument/range',
      { found: String(given), min, max: max === Number.MAX_SAFE_INTEGER ? null : max },
      { where: { kind: 'option', name } },
    );
  }
  return value;
}

/** A number option for a field; null if it isn't given. */
export function numberOption(
  options: OptionValues,
  name: string,
  { min, max }: Pick<FloatField, 'min' | 'max'>,
): number | null {
  const given = options[name];
  if (given === undefined) return null;
  const value = given === '' ? NaN : Number(given);
  if (value >= min && value <= max) return value;
  throw failure(
    'bad-argument/number',
    { found: String(given), min, max },
    { where: { kind: 'option', name } },
  );
}

/** An option with a fixed set of values; `fallback` if it isn't given. */
export function wordOption<const T extends string, const F>(
  options: OptionValues,
  name: string,
  words: readonly T[],
  fallback: F,
): T | F {
  const given = options[name];
  if (given === undefined) return fallback;
  const found = words.find((word) => word === given);
  if (found === undefined) {
    throw failure(
      'bad-argument/word',
      { found: String(given), known: words },
      { where: { kind: 'option', name } },
    );
  }
  return found;
}

/** A text option; undefined if it isn't given. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const given = options[name];
  return typeof given === 'string' ? given : undefined;
}

/** The single file or folder argument of a command. */
export function onlyArgument(
  expected: 'file' | 'folder' | 'file or folder',
  positionals: readonly string[],
): string {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw failure('bad-argument/count', { expected, found: positionals.length });
  }
  return path;
}

/** A command's callbacks and control of a job. */
interface Following<Progress> {
  readonly report?: (progress: Progress) => void;
  readonly control?: RunControl;
}

/** Does a job on a terminal's own machine, to its end. */
export function runHere<H extends Host, I extends z.ZodType, P extends z.ZodType, R extends z.ZodType>(
  { environments }: Terminal,
  job: Job<string, H, I, P, R, unknown>,
  input: z.input<I>,
  { report = () => undefined, control = createControl(() => setImmediate()) }: Following<z.output<P>> = {},
): Promise<z.output<R>> {
  const { signal } = new AbortController();
  return job.run(job.input.parse(input), { environment: environments[job.host](), report, control, signal });
}
