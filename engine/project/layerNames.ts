import type { LayerSpec } from '../nn/layers/define.js';
import type { Project } from './schema.js';

type Layers = readonly LayerSpec[];

/** The reason why a layer cannot have this name, as a sentence; null if it can. */
export function nameProblem(project: Project, id: string, name: string): string | null {
  if (!/^[A-Za-z0-9_]{1,64}$/.test(name)) return 'Use 1 to 64 letters, digits and underscores.';
  const taken = project.model.layers.some((layer) => layer.id !== id && layer.name === name);
  return taken ? `Another layer is already called ${name}.` : null;
}

/** An unused layer id. */
export function freeId(layers: Layers): string {
  const used = new Set(layers.map(({ id }) => id));
  let n = layers.length + 1;
  while (used.has(`l${n}`)) n++;
  return `l${n}`;
}

/** `wanted`, with a number appended if the name is already taken. */
export function freeName(layers: Layers, wanted: string): string {
  const used = new Set(layers.map(({ name }) => name));
  if (!used.has(wanted)) return wanted;
  const stem = wanted.replace(/_\d+$/, '');
  let n = 2;
  while (used.has(`${stem}_${n}`)) n++;
  return `${stem}_${n}`;
}

/** The default name of a new layer of a type: `AdaptiveAvgPool2d` becomes `adaptive_avg_pool2d`. */
export function baseName(type: string): string {
  return type
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
