import type { ShellCode } from '../ipc/define.js';

/** A failure that the shell itself finds; the window gets its code and message. */
export class ShellError extends Error {
  constructor(
    readonly code: ShellCode,
    message: string,
  ) {
    super(message);
    this.name = 'ShellError';
  }
}
