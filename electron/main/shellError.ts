import type { Failure, ShellCode } from '../ipc/define.js';

/** A failure of the shell itself; its code and message are sent to the window. */
export class ShellError extends Error {
  constructor(
    readonly code: ShellCode,
    message: string,
  ) {
    super(message);
    this.name = 'ShellError';
  }
}

/** A failure received from another process. */
export class FailureError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = 'FailureError';
  }
}
