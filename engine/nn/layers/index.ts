import { failure } from '../../base/problem.js';
import type { LayerDefinition, Scores } from './define.js';
import { elu } from './elu.js';
import { gelu } from './gelu.js';
import { flatten } from './flatten.js';
import { maxPool2d } from './maxPool2d.js';
import { dropout } from './dropout.js';
import { dropout2d } from './dropout2d.js';
import { conv2d } from './conv2d.js';
import { batchNorm2d } from './batchNorm2d.js';
import { batchNorm1d } from './batchNorm1d.js';
import { avgPool1d } from './avgPool1d.js';
import { conv1d } from './conv1d.js';
import { convTranspose2d } from './convTranspose2d.js';
import { instanceNorm2d } from './instanceNorm2d.js';
import { maxPool1d } from './maxPool1d.js';
import { reflectionPad2d } from './reflectionPad2d.js';
import { unflatten } from './unflatten.js';
import { upsample } from './upsample.js';
import { zeroPad2d } from './zeroPad2d.js';
import { avgPool2d } from './avgPool2d.js';
import { adaptiveAvgPool2d } from './adaptiveAvgPool2d.js';
import { groupNorm } from './groupNorm.js';
import { hardsigmoid } from './hardsigmoid.js';
import { hardswish } from './hardswish.js';
import { hardtanh } from './hardtanh.js';
import { identity } from './identity.js';
import { layerNorm } from './layerNorm.js';
import { leakyRelu } from './leakyRelu.js';
import { linear } from './linear.js';
import { logSoftmax } from './logSoftmax.js';
import { mish } from './mish.js';
import { prelu } from './prelu.js';
import { relu } from './relu.js';
import { relu6 } from './relu6.js';
import { sigmoid } from './sigmoid.js';
import { silu } from './silu.js';
import { softmax } from './softmax.js';
import { softmin } from './softmin.js';
import { softplus } from './softplus.js';
import { tanh } from './tanh.js';

/** All layers, in the palette's order. A new one is one file and one line here. */
export const catalog: readonly LayerDefinition[] = [
  linear,
  flatten,
  unflatten,
  identity,
  zeroPad2d,
  reflectionPad2d,
  upsample,
  conv1d,
  conv2d,
  convTranspose2d,
  maxPool1d,
  maxPool2d,
  avgPool1d,
  avgPool2d,
  adaptiveAvgPool2d,
  batchNorm1d,
  batchNorm2d,
  instanceNorm2d,
  layerNorm,
  groupNorm,
  dropout,
  dropout2d,
  tanh,
  relu,
  leakyRelu,
  prelu,
  relu6,
  sigmoid,
  hardsigmoid,
  hardtanh,
  softplus,
  elu,
  gelu,
  silu,
  hardswish,
  mish,
  softmax,
  softmin,
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
