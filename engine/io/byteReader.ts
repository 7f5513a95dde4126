/** Takes bytes from pieces as they come, in the amounts that are asked for. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  /** What has come and is not yet taken. */
  #held: Uint8Array[] = [];
  #length = 0;
  /** Bytes that have been taken. */
  position = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next bytes; fewer where the source ends before. What is held never exceeds what was asked for by much. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length);
    this.#drop(bytes.length);
    return bytes;
  }

  /** The same without taking them. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#length < length && (await this.#more()));
    const bytes = new Uint8Array(Math.min(length, this.#length));
    let at = 0;
    for (const piece of this.#held) {
      if (at === bytes.length) break;
      const part = piece.subarray(0, bytes.length - at);
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** Leaves bytes out. */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      if (this.#length === 0 && !(await this.#more())) return;
      const part = Math.min(left, this.#length);
      this.#drop(part);
      left -= part;
    }
  }

  /** Ends the source. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #more(): Promise<boolean> {
    const next = await this.#pieces.next();
    if (next.done) return false;
    this.#held.push(next.value);
    this.#length += next.value.length;
    return true;
  }

  #drop(length: number): void {
    this.position += length;
    this.#length -= length;
    let left = length;
    while (left > 0) {
      const first = this.#held[0]!;
      if (first.length <= left) {
        this.#held.shift();
        left -= first.length;
      } else {
        this.#held[0] = first.subarray(left);
        left = 0;
      }
    }
  }
}
