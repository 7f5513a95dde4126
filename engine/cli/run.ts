import { parseArgs } from 'node:util';
import { unknownName } from '../base/names.js';
import { failure, type Family, familyOf, problemOf } from '../base/problem.js';
import { messageOf, placeText } from '../text/index.js';
import { type Command, INTERRUPTED, optionsOf, type Terminal } from './command.js';
import { data } from './data.js';
import { evaluate } from './evaluate.js';
import { explain } from './explain.js';
import { exportCommand } from './export.js';
import { newCommand } from './new.js';
import { predict } from './predict.js';
import { hintsOf } from './printer.js';
import { reproduce } from './reproduce.js';
import { runs } from './runs.js';
import { summary } from './summary.js';
import { train } from './train.js';
import { verify } from './verify.js';

/** All commands, in the order of the help text. */
const commands: readonly Command[] = [
  newCommand,
  train,
  runs,
  reproduce,
  exportCommand,
  verify,
  evaluate,
  explain,
  predict,
  summary,
  data,
];

/** Failures that are not the user's input; everything else exits with 2. */
const FAILURES: ReadonlySet<Family> = new Set(['internal', 'certificate-failed']);

/** Runs the command line with arguments; gives the exit status. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await main(args, terminal);
  } catch (error) {
    return report(error, args, terminal);
  }
}

async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    const known = commands.map((one) => one.name);
    throw failure('bad-argument/command', unknownName(name, known));
  }
  const { values, positionals } = parse(command, rest);
  if (values['help']) {
    terminal.stdout.write(`layerloom ${command.usage}\n  ${command.summary}\n`);
    return 0;
  }
  return command.run(positionals, values, terminal);
}

/** Arguments of a command. Node's own strict mode reports what it refuses in words only. */
function parse(
  command: Command,
  args: string[],
): Pick<ReturnType<typeof parseArgs>, 'values' | 'positionals'> {
  const options = optionsOf(command);
  const { values, positionals, tokens } = parseArgs({
    args: attachNegatives(options, args),
    allowPositionals: true,
    strict: false,
    tokens: true,
    options,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name: option, value, inlineValue } = token;
    const type = options[option]?.type;
    if (type === undefined) throw failure('bad-argument/unknown-option', { option });
    if (type === 'boolean' && value !== undefined) throw failure('bad-argument/unwanted-value', { option });
    if (type === 'string' && (value === undefined || (!inlineValue && value.startsWith('-')))) {
      throw failure('bad-argument/no-value', { option });
    }
  }
  return { values, positionals };
}

/** `--epochs -1` as `--epochs=-1`: the option itself then says what it expects. */
function attachNegatives(options: ReturnType<typeof optionsOf>, args: readonly string[]): string[] {
  return args.reduce<string[]>((attached, arg) => {
    const before = attached.at(-1) ?? '';
    const takesValue = before.startsWith('--') && options[before.slice(2)]?.type === 'string';
    return takesValue && /^-\d/.test(arg)
      ? [...attached.slice(0, -1), `${before}=${arg}`]
      : [...attached, arg];
  }, []);
}

function usage(): string {
  const lines = commands.map((command) => `  layerloom ${command.usage}\n      ${command.summary}\n`);
  return `Layerloom: train a drawn network, prove the exported file.\n\n${lines.join('')}`;
}

function report(error: unknown, args: readonly string[], terminal: Terminal): number {
  const command = commands.find(({ name }) => name === args[0]);
  const problem = problemOf(error);
  const code = familyOf(problem.code);
  if (code === 'interrupted') return INTERRUPTED;
  const message = messageOf(problem);
  if (args.includes('--json')) {
    const where = problem.where && placeText(problem.where);
    terminal.stdout.write(
      `${JSON.stringify({ event: 'error', code, problem: problem.code, message, where })}\n`,
    );
  }
  const lines = [`layerloom: ${message}`, ...(command ? hintsOf(problem.code, command) : [])];
  if (problem.code === 'internal/unexpected' && error instanceof Error) lines.push(error.stack ?? '');
  terminal.stderr.write(`${lines.join('\n')}\n`);
  return FAILURES.has(code) ? 1 : 2;
}
