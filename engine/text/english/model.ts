import type { OutputRequirement } from '../../base/facts.js';
import { numberText } from '../../base/numbers.js';
import { formatShape } from '../../base/shape.js';
import { count, counted } from './phrases.js';
import type { Sentences } from '../language.js';

/** The model: layers, shapes, output and loss. */
export const model = {
  'bad-layer/none': () => 'The model has no layers. Add at least one.',
  'bad-layer/unknown': ({ type }) => `There is no layer type "${type}".`,
  'bad-layer/name': () => 'Use 1 to 64 letters, digits and underscores.',
  'bad-layer/reserved-name': ({ name, free }) =>
    `PyTorch’s modules already have a member ${name}. Use ${free}, for example.`,
  'bad-layer/name-taken': ({ name }) => `Another layer is already called ${name}.`,
  'bad-shape/size': ({ param, found, expected, input }) =>
    `${param} should be ${expected}: the input is ${formatShape(input)}, but ${param} is ${found}.`,
  'bad-shape/not-flat': ({ features, input }) =>
    `Expected input [B, ${features}], got ${formatShape(input)}. Put a Flatten layer before it.`,
  'bad-shape/rank': ({ layout, input }) => `Expected input ${layout}, got ${formatShape(input)}.`,
  'bad-shape/no-axis': ({ param, axis, rank }) =>
    `${param} is ${axis}, but the input has ${rank} axes: choose one from ${-rank} to ${rank - 1}.`,
  'bad-shape/flatten-range': ({ start, end, input }) =>
    `start_dim must be at least 1 (the batch axis stays) and not after end_dim; got ${start} and ${end} for ${formatShape(input)}.`,
  'bad-shape/bounds': ({ lower, upper, values }) =>
    `${lower} must be less than ${upper}; got ${values[0]} and ${values[1]}.`,
  'bad-shape/groups': ({ param, value, groups }) =>
    `${param} (${value}) should be a multiple of groups (${groups}).`,
  'bad-shape/kernel': ({ kernel, input }) =>
    `kernel_size ${formatShape(kernel)} is larger than the padded image ${formatShape(input)}. Use a smaller kernel or fewer pools before it.`,
  'bad-shape/padding': ({ padding, kernel }) =>
    `padding ${formatShape(padding)} should be at most half of kernel_size ${formatShape(kernel)}.`,
  'bad-shape/fill': ({ mode, widest, input }) =>
    `The padding is wider than what "${mode}" can fill: at most ${widest} for ${formatShape(input)}.`,
  'bad-shape/same-stride': () =>
    'padding "same" keeps the size of the input, which a stride above 1 does not. Set stride to 1, or padding to a number.',
  'bad-shape/output-padding': ({ output_padding, stride }) =>
    `output_padding ${formatShape(output_padding)} should be less than stride ${formatShape(stride)}.`,
  'bad-shape/unflatten': ({ sizes, length }) =>
    `unflattened_size ${formatShape(sizes)} should multiply to ${length}, with at most one −1 for the rest.`,
  'bad-shape/unflatten-batch': () => 'dim must be at least 1: the batch axis stays.',
  'bad-shape/align-corners': () =>
    'align_corners is for mode "bilinear" only. Choose that mode, or turn align_corners off.',
  'bad-shape/one-pixel': () =>
    'An image of one pixel has no variance. Normalize before the images shrink to one pixel.',
  'bad-shape/empty-window': () =>
    'A dilated window would see nothing but padding. Use less dilation or padding, or pool larger inputs.',
  'bad-shape/empty': ({ output }) => `The output would be ${formatShape(output)}, which is empty.`,
  'bad-shape/one-sample-batch': () =>
    'A batch of one sample has no variance. Choose a batch size that leaves at least two samples for the last batch.',
  'bad-shape/output': ({ output, expected, by }) =>
    `The model's output is ${formatShape(output)}, but ${requirement(by)} ${formatShape(expected)}.`,
  'bad-shape/too-many-parameters': ({ parameters, most }) =>
    `The model has ${count(parameters)} parameters; at most ${count(most)} fit in a 2 GiB file. Most of them are in this layer: make it smaller.`,
  'bad-project/rate-factor': ({ epoch, factor }) =>
    `LambdaLR: the factor is ${numberText(factor)} in epoch ${epoch}, counted from 0. Change the formula so that it is a number of at least 0 in each epoch.`,
  'bad-project/nesterov': () =>
    'SGD: nesterov looks ahead by the momentum, which is 0. Set momentum, for example to 0.9, or turn nesterov off.',
  'bad-pairing/target': ({ loss, compares, data, fitting }) =>
    `${loss} compares ${compares}, but the data has ${data}. Choose ${fitting.join(' or ')}.`,
  'bad-pairing/last-layer-missing': ({ loss, required, last }) =>
    `${loss} needs ${required} as the last layer, not ${last}. Add ${required} at the end.`,
  'bad-pairing/last-layer-refused': ({ loss, last }) =>
    `${loss} needs raw scores, but the last layer is ${last}. Remove that layer.`,
  'bad-pairing/class-weights': ({ loss, param, weights, expected }) =>
    `${loss} needs ${counted(expected, 'number')} as ${param}, but got ${count(weights)}.`,
  'bad-pairing/target-range': ({ loss, least, most, found }) =>
    Number.isFinite(least)
      ? `${loss} compares targets from ${least} to ${most}, but the data contains ${found}. Choose another loss, or scale the target column.`
      : `With log_target, ${loss} compares logarithms of probabilities, which are at most ${most}, but the data contains ${found}.`,
  'advice/unbalanced': ({ largest, most, smallest, least }) =>
    `“${largest}” has ${counted(most, 'training sample')}, “${smallest}” only ${count(least)}. A model that always answers “${largest}” would look accurate: balance the classes’ weights in the loss, so that each class counts the same.`,
  'advice/batch-axis': () =>
    'Along axis 0, the probabilities of all samples of a batch sum to 1, so each depends on the others. The axis of the classes is 1.',
  'bad-pairing/two-classes': ({ loss, classes }) =>
    `${loss} distinguishes two classes, but the data has ${classes}. Choose CrossEntropyLoss.`,
} satisfies Partial<Sentences>;

function requirement(by: OutputRequirement): string {
  if (by.kind === 'targets') return 'the targets require';
  return by.kind === 'loss' ? `${by.type} requires` : `${by.count} classes require`;
}

/** Shorter forms for nodes; the fix is on its button, and details are in the full sentence. */
export const headlines = {
  'bad-shape/size': ({ param, expected }) => `${param} should be ${expected}`,
  'bad-shape/not-flat': ({ features, input }) => `Expected input [B, ${features}], got ${formatShape(input)}`,
  'bad-shape/output': ({ output, expected, by }) =>
    `The model's output is ${formatShape(output)}, but ${requirement(by)} ${formatShape(expected)}`,
  'bad-pairing/target': ({ loss, compares, data }) =>
    `${loss} compares ${compares}, but the data has ${data}`,
  'bad-pairing/last-layer-missing': ({ loss, required, last }) =>
    `${loss} needs ${required} as the last layer, not ${last}`,
  'bad-pairing/last-layer-refused': ({ loss, last }) =>
    `${loss} needs raw scores, but the last layer is ${last}`,
} satisfies Partial<Sentences>;
