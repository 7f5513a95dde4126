import { randomBytes } from 'node:crypto';

/** A name that cannot be guessed and says nothing: what the window gets instead of a path. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}

/** Things under opaque names; the same thing keeps its name. */
export class Tokens {
  readonly #paths = new Map<string, string>();
  readonly #tokens = new Map<string, string>();

  /** The token of a path. */
  of(path: string): string {
    const known = this.#tokens.get(path);
    if (known) return known;
    const token = newToken();
    this.#tokens.set(path, token);
    this.#paths.set(token, path);
    return token;
  }

  /** The path of a token that was given out. */
  path(token: string): string | undefined {
    return this.#paths.get(token);
  }
}
