import type { ParamValue } from '../../engine/base/fields.js';
import { literal } from '../../engine/base/python.js';
import type { LayerCategory, LayerDefinition } from '../../engine/nn/layers/define.js';

/** A layer's signature as in PyTorch's documentation: `nn.Linear(in_features, out_features, bias=True)`. */
export function signature({ type, params }: LayerDefinition): string {
  const parts = Object.entries(params).map(([name, field]) =>
    field.required === 'positional' ? name : `${name}=${literal(field.default)}`,
  );
  return `nn.${type}(${parts.join(', ')})`;
}

/** A short description of a layer's settings: those without a PyTorch default, and those that differ from it. */
export function detail(definition: LayerDefinition, params: Readonly<Record<string, ParamValue>>): string {
  const { in_features, out_features, in_channels, out_channels } = params;
  const from = in_features ?? in_channels;
  const to = out_features ?? out_channels;
  const flow = from !== undefined && to !== undefined ? [`${String(from)} → ${String(to)}`] : [];
  const others = Object.entries(definition.params).flatMap(([name, field]) => {
    const value = params[name];
    if (FLOW.has(name) || value === undefined) return [];
    if (field.kind === 'bool') return value === field.default ? [] : [value === true ? name : `no ${name}`];
    const differs = literal(value) !== literal(field.default);
    if (field.required !== 'positional' && (!differs || 'sameAs' in field)) return [];
    if (name === 'kernel_size' && field.kind === 'pair') return [bothSides(value)];
    return [`${WORDS[name] ?? name} ${written(value)}`];
  });
  return [...flow, ...others].join(' · ');
}

const FLOW = new Set(['in_features', 'out_features', 'in_channels', 'out_channels']);
const WORDS: Readonly<Record<string, string>> = {
  kernel_size: 'kernel',
  num_features: 'channels',
  output_size: 'output',
  padding: 'pad',
};

/** A kernel as people write it: 3×3. */
function bothSides(value: ParamValue): string {
  return Array.isArray(value) ? value.join('×') : `${String(value)}×${String(value)}`;
}

function written(value: ParamValue): string {
  return Array.isArray(value) ? value.join('×') : String(value);
}

/** The title and color of each category, in palette order. */
export const CATEGORIES: Readonly<Record<LayerCategory, { readonly title: string; readonly hue: string }>> = {
  linear: { title: 'Linear', hue: 'var(--cat-linear)' },
  shape: { title: 'Shape', hue: 'var(--cat-shape)' },
  convolution: { title: 'Convolution', hue: 'var(--cat-conv)' },
  pooling: { title: 'Pooling', hue: 'var(--cat-pool)' },
  activation: { title: 'Activation', hue: 'var(--cat-activation)' },
  normalization: { title: 'Normalization', hue: 'var(--cat-norm)' },
  regularization: { title: 'Regularization', hue: 'var(--cat-regular)' },
};
