import type { LayerCategory } from '../../engine/nn/layers/define.js';

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
