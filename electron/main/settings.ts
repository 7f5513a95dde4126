import { readFileSync } from 'node:fs';
import { atomicWrite } from '../../engine/io/files.js';
import { z } from '../../engine/base/zod.js';
import { SerialQueue } from './serialQueue.js';

const RECENT_FILES = 10;

const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  window: z
    .strictObject({
      x: z.int().optional(),
      y: z.int().optional(),
      width: z.int().min(200),
      height: z.int().min(200),
      maximized: z.boolean(),
    })
    .nullable()
    .default(null),
  recent: z
    .array(z.strictObject({ path: z.string(), openedAt: z.number().nonnegative() }))
    .max(50)
    .default([]),
});

/** The app's persistent settings. */
export type Settings = z.output<typeof settingsSchema>;

/** Settings in a file. A missing or damaged file yields the defaults, since nothing in it is irreplaceable. */
export class SettingsStore {
  #settings: Settings;
  readonly #writing = new SerialQueue();

  constructor(
    private readonly path: string,
    private readonly report: (problem: unknown) => void,
  ) {
    this.#settings = read(path);
  }

  get(): Settings {
    return this.#settings;
  }

  set(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    const text = JSON.stringify(this.#settings, null, 1);
    this.#writing.run(() => atomicWrite(this.path, text)).catch(this.report);
  }

  /** Puts a file first among the recent ones. */
  addRecent(path: string): void {
    const others = this.#settings.recent.filter((recent) => recent.path !== path);
    this.set({ recent: [{ path, openedAt: Date.now() }, ...others].slice(0, RECENT_FILES) });
  }

  /** Resolves when everything set so far is on disk. */
  flush(): Promise<void> {
    return this.#writing.run(() => Promise.resolve());
  }
}

function read(path: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return settingsSchema.parse({});
  }
}
