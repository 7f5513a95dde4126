import { randomBytes } from 'node:crypto';

/** Creates an opaque, unguessable id that the window receives instead of a path. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}

/** A two-way map of paths and opaque tokens; a path keeps its token. */
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

  /** The path of a token; undefined if it is unknown. */
  path(token: string): string | undefined {
    return this.#paths.get(token);
  }
}
