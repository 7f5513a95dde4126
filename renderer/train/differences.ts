import { numberText } from '../../engine/base/numbers.js';
import type { Project } from '../../engine/project/schema.js';

/** A setting that differs between projects. */
export interface Difference {
  readonly setting: string;
  /** Its value in each project, in order; null if a project has no such setting. */
  readonly values: readonly (string | null)[];
}

/** The differences between projects, in file order: data, layers, training. */
export function differences(projects: readonly Project[]): Difference[] {
  const described = projects.map(settingsOf);
  const settings = [...new Set(described.flatMap((one) => [...one.keys()]))];
  return settings
    .map((setting) => ({ setting, values: described.map((one) => one.get(setting) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function settingsOf({ data, model, training }: Project): ReadonlyMap<string, string> {
  const { source, ...choices } = data;
  return new Map([
    ['Data', 'name' in source ? source.name : 'CIFAR-10'],
    ...Object.entries(choices).map(([key, value]): [string, string] => [titled(key), written(value)]),
    ['Layers', String(model.layers.length)],
    ...model.layers.map(({ name, type, params }): [string, string] => [
      `Layer ${name}`,
      written({ type, ...params }),
    ]),
    ...Object.entries(training).map(([key, value]): [string, string] => [titled(key), written(value)]),
  ]);
}

/** A readable project value; typed values use PyTorch notation: `SGD(lr=0.01)`. */
function written(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(written).join(', ');
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  const { type, ...rest } = value as Readonly<Record<string, unknown>>;
  const settings = Object.entries(rest).map(([name, one]) => `${name}=${written(one)}`);
  return typeof type === 'string' ? `${type}(${settings.join(', ')})` : settings.join(', ');
}

/** `batchSize` becomes `Batch size`. */
function titled(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words[0]!.toUpperCase() + words.slice(1);
}
