import type { ParseArgsConfig } from 'node:util';
import { data } from './data.js';
import { exportCommand } from './export.js';
import { predict } from './predict.js';
import { summary } from './summary.js';
import { train } from './train.js';
import { verify } from './verify.js';

/** Options as `parseArgs` gives them. */
export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** One command of the command line. `--json` and `--help` are understood by all. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Runs it; gives the exit status. Throws LoomError for everything that goes wrong. */
  readonly run: (positionals: readonly string[], options: OptionValues) => Promise<number>;
}

/** Every command, in the order of the help text. */
export const commands: readonly Command[] = [train, exportCommand, verify, predict, summary, data];
