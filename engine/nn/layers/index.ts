import { failure } from '../../base/problem.js';
import type { LayerDefinition, Scores } from './define.js';
import { elu } from './elu.js';
import { gelu } from './gelu.js';
import { flatten } from './flatten.js';
import { maxPool2d } from './maxPool2d.js';
import { dropout } from './dropout.js';
import { conv2d } from './conv2d.js';
import { batchNorm2d } from './batchNorm2d.js';
import { batchNorm1d } from './batchNorm1d.js';
import { avgPool2d } from './avgPool2d.js';
import { adaptiveAvgPool2d } from './adaptiveAvgPool2d.js';
import { hardtanh } from './hardtanh.js';
import { leakyRelu } from './leakyRelu.js';
import { linear } from './linear.js';
import { logSoftmax } from './logSoftmax.js';
import { relu } from './relu.js';
import { sigmoid } from './sigmoid.js';
import { silu } from './silu.js';
import { softmax } from './softmax.js';
import { softplus } from './softplus.js';
import { tanh } from './tanh.js';

/** All layers, in the palette's order. A new one is one file and one line here. */
export const catalog: readonly LayerDefinition[] = [
  linear,
  flatten,
  conv2d,
  maxPool2d,
  avgPool2d,
  adaptiveAvgPool2d,
  batchNorm1d,
  batchNorm2d,
  dropout,
  tanh,
  relu,
  leakyRelu,
  sigmoid,
  hardtanh,
  softplus,
  elu,
  gelu,
  silu,
  softmax,
  logSoftmax,
];

const BY_TYPE: ReadonlyMap<string, LayerDefinition> = new Map(catalog.map((layer) => [layer.type, layer]));

/** The layer named `type`, or undefined. */
export function findLayer(type: string): LayerDefinition | undefined {
  return BY_TYPE.get(type);
}

/** The layer named `type`. Throws `bad-layer` when there is none. */
export function layerOf(type: string): LayerDefinition {
  const layer = findLayer(type);
  if (!layer) throw failure('bad-layer/unknown', { type });
  return layer;
}

/** The output of a classifier whose last layer has this type. */
export function scoresOf(lastLayer: string): Scores {
  return layerOf(lastLayer).scores ?? 'logits';
}
