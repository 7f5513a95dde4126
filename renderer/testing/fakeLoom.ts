import type { ChannelName, LoomApi, Pushes, Reply } from '../../electron/ipc/contract.js';

interface FakeCall {
  readonly name: ChannelName;
  readonly input: unknown;
}

/** A main process that answers as it is told, for tests of the window's logic. */
export class FakeLoom {
  /** Every call so far. */
  readonly calls: FakeCall[] = [];
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  readonly #answers = new Map<ChannelName, Reply<unknown>>();

  /** The calls and subscriptions; a call without an answer gets null. */
  readonly api = {
    ...Object.fromEntries(
      ['project', 'data', 'engine', 'runs', 'jobs', 'app', 'theme'].map((area) => [
        area,
        new Proxy(
          {},
          {
            get: (_, call: string) => (input: unknown) => this.#call(`${area}.${call}` as ChannelName, input),
          },
        ),
      ]),
    ),
    on: new Proxy({}, { get: (_, name: string) => (listener: () => void) => this.#listen(name, listener) }),
  } as unknown as LoomApi;

  /** Sets the value that a channel answers with. */
  answer(name: ChannelName, value: unknown): void {
    this.#answers.set(name, { ok: true, value });
  }

  /** Makes a channel fail. */
  fail(name: ChannelName, failure: Extract<Reply<never>, { readonly ok: false }>): void {
    this.#answers.set(name, failure);
  }

  /** The inputs of a channel's calls so far. */
  inputs(name: ChannelName): readonly unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ input }) => input);
  }

  /** Sends a message to the window. */
  push<P extends keyof Pushes>(name: P, payload: Pushes[P]): void {
    this.#listeners.get(name)?.forEach((listener) => listener(payload as never));
  }

  /** Number of subscriptions that have not ended. */
  get subscriptions(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }

  #call(name: ChannelName, input: unknown): Promise<unknown> {
    this.calls.push({ name, input });
    return Promise.resolve(this.#answers.get(name) ?? { ok: true, value: null });
  }

  #listen(name: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }
}
