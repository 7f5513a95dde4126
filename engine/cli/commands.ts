import type { ParseArgsConfig } from 'node:util';
import { data } from './data.js';
import { exportCommand } from './export.js';
import { predict } from './predict.js';
import { summary } from './summary.js';
import { train } from './train.js';
import { verify } from './verify.js';

/** Option values from `parseArgs`. */
export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** A command of the command line. All commands accept `--json` and `--help`. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Runs the command and returns the exit status. Throws LoomError for every failure. */
  readonly run: (positionals: readonly string[], options: OptionValues) => Promise<number>;
}

/** All commands, in the order of the help text. */
export const commands: readonly Command[] = [train, exportCommand, verify, predict, summary, data];
