import type { Failure, ShellCode } from '../ipc/define.js';

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

/** A failure that another process has put into words already. */
export class FailureError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = 'FailureError';
  }
}
