import { parseArgs } from 'node:util';
import { LoomError, type ErrorCode } from './base/errors.js';
import { familyOf, ProblemError } from './base/problem.js';
import { messageOf } from './text/index.js';
import { commands, type Command } from './cli/commands.js';
import { unknownName } from './base/names.js';

/** Failures that are not the user's input; everything else exits with 2. */
const FAILURES: ReadonlySet<ErrorCode> = new Set(['internal', 'certificate-failed']);

/** Exit status when a person pressed Ctrl+C; what shells use for SIGINT. */
const INTERRUPTED = 130;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    throw new LoomError(
      'bad-argument',
      unknownName(
        'command',
        name,
        commands.map((known) => known.name),
      ),
    );
  }
  return run(command, rest);
}

async function run(command: Command, args: string[]): Promise<number> {
  const { values, positionals } = parse(command, args);
  if (values['help']) {
    process.stdout.write(`layerloom ${command.usage}\n  ${command.summary}\n`);
    return 0;
  }
  return command.run(positionals, values);
}

function parse(command: Command, args: string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({
      args: attachNegatives(command, args),
      allowPositionals: true,
      options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (cause) {
    const { message } = cause as Error;
    const [, option] = /^Option '(--[\w-]+).* argument (?:missing|is ambiguous)/.exec(message) ?? [];
    const what = option === undefined ? message : `${option} wants a value`;
    throw new LoomError('bad-argument', `${what}. Usage: layerloom ${command.usage}`, { cause });
  }
}

/** `--epochs -1` as `--epochs=-1`: the option itself then says what it expects. */
function attachNegatives({ options }: Command, args: readonly string[]): string[] {
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

function asFailure(error: unknown): LoomError {
  if (error instanceof LoomError) return error;
  if (error instanceof ProblemError)
    return new LoomError(familyOf(error.problem.code), messageOf(error.problem));
  return new LoomError('internal', (error as Error).stack ?? String(error));
}

function report(error: unknown, json: boolean): number {
  const { code, message, where } = asFailure(error);
  if (code === 'interrupted') return INTERRUPTED;
  if (json)
    process.stdout.write(`${JSON.stringify({ event: 'error', code, message, where: where ?? null })}\n`);
  process.stderr.write(`layerloom: ${message}\n`);
  return FAILURES.has(code) ? 1 : 2;
}

// Who reads may stop before the end, as with "| head -1"; what is printed after that is lost, and that is all.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const args = process.argv.slice(2);
try {
  process.exitCode = await main(args);
} catch (error) {
  process.exitCode = report(error, args.includes('--json'));
}
