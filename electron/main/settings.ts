import { readFileSync } from 'node:fs';
import { atomicWrite } from '../../engine/io/atomicWrite.js';
import { z } from '../../engine/base/zod.js';
import { serialQueue } from './serialQueue.js';

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

/** A store of settings in a file. */
export interface SettingsStore {
  readonly get: () => Settings;
  readonly set: (change: Partial<Settings>) => void;
  /** Resolves when everything set so far is on disk. */
  readonly flush: () => Promise<void>;
}

/** Opens the settings. A missing or damaged file yields the defaults, since nothing in it is irreplaceable. */
export function openSettings(path: string, report: (problem: unknown) => void): SettingsStore {
  let settings = read(path);
  const writing = serialQueue();
  return {
    get: () => settings,
    set: (change) => {
      settings = { ...settings, ...change };
      const text = JSON.stringify(settings, null, 1);
      writing(() => atomicWrite(path, text)).catch(report);
    },
    flush: () => writing(() => Promise.resolve()),
  };
}

function read(path: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return settingsSchema.parse({});
  }
}
