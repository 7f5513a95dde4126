import type { OutputRequirement } from '../../base/facts.js';
import type { Misread } from '../../base/formula.js';
import type { ListedName } from '../../base/names.js';
import { numberText } from '../../base/numbers.js';
import type { Expectation, SchemaIssue, Wrong } from '../../base/schemaIssues.js';
import { formatShape } from '../../base/shape.js';
import type { Language, Sentences } from '../language.js';
import { capital, count, counted, projectPath } from './phrases.js';

const BROKEN = {
  binary: 'it is a binary file',
  empty: 'it is empty',
  truncated: 'it is cut off at the end',
} as const;

/** Project files. */
export const project = {
  'bad-project/too-large': ({ megabytes }) =>
    `This file is larger than ${megabytes} MB. A project file is only a few kilobytes.`,
  'bad-project/not-json': (facts) => {
    const how =
      facts.how === 'syntax'
        ? `syntax error at line ${facts.line}, column ${facts.column}`
        : BROKEN[facts.how];
    return `This file is not JSON: ${how}. Expected a project file (.loom).`;
  },
  'bad-project/not-a-project': () =>
    'This is not a Layerloom project: expected a JSON object with "format": "layerloom".',
  'bad-project/newer-version': ({ version, newest }) =>
    `This file has version ${version}, but this program reads versions up to ${newest}. Update Layerloom.`,
  'bad-project/invalid': ({ first, others }) =>
    [issueText(first), ...others.map((issue) => `${projectPath(issue.path)}: ${issueText(issue)}`)].join(' '),
} satisfies Partial<Sentences>;

/** A table may have a thousand columns. */
const MAX_LISTED = 30;

const listed = (names: readonly string[]) =>
  [...names.slice(0, MAX_LISTED), ...(names.length > MAX_LISTED ? ['…'] : [])].join(', ');

/** The sentence for an unknown name, with the closest known one. */
export function unknownText(of: string, { name, nearest, known }: ListedName): string {
  const help = nearest === null ? `Known: ${listed(known)}.` : `Did you mean "${nearest}"?`;
  return `There is no ${of} "${name}". ${help}`;
}

/** The sentence for an invalid value, without its place. */
export function issueText({ wrong, found }: SchemaIssue): string {
  return WRONG[wrong.kind](wrong as never, found === undefined ? '' : `, got ${JSON.stringify(found)}`);
}

const WRONG: {
  readonly [K in Wrong['kind']]: (wrong: Extract<Wrong, { kind: K }>, got: string) => string;
} = {
  type: ({ expected, missing }, got) =>
    `${missing ? 'Missing: expected' : 'Expected'} ${TYPES[expected] ?? expected}${got}.`,
  'unknown-fields': ({ names }) => `Unknown field ${names.map((name) => `"${name}"`).join(', ')}.`,
  bound: ({ of, side, bound, inclusive }, got) => {
    const [one, many] = UNITS[of] ?? ['', ''];
    const limit = side === 'least' ? ['more than', 'at least'] : ['less than', 'at most'];
    return `Expected ${limit[Number(inclusive)]} ${[bound, bound === 1 ? one : many].join(' ').trim()}${got}.`;
  },
  'one-of': ({ options }, got) => {
    const values = options.map((value) => JSON.stringify(value));
    return `Expected ${values.length === 1 ? '' : 'one of '}${values.join(', ')}${got}.`;
  },
  'unknown-name': ({ of, name }) => unknownText(of, name),
  taken: ({ field, value }) => `Two layers have the ${field} "${value}".`,
  reserved: ({ name, free }) =>
    `PyTorch's modules already have a member "${name}". Use another name, such as "${free}".`,
  formula: ({ misread: found }) => `${misread[found.wrong](found)}.`,
  expectation: ({ expected }) => EXPECTED[expected],
  other: (_, got) => `Not a valid value${got}.`,
};

/** The fault of a formula, without a period. */
export const misread: Language['misread'] = {
  operator: (misread) => `An operator such as + or * must come before ${placeOf(misread)}`,
  value: (misread) => `A number, a name or “(” is expected instead of ${placeOf(misread)}`,
  parenthesis: (misread) => `“)” is missing before ${placeOf(misread)}`,
  name: ({ found, known }) => `There is no “${found}”; known are ${known.join(', ')}`,
  'one-argument': ({ found }) => `“${found}” takes one value`,
  'several-arguments': ({ found }) => `“${found}” takes two or more values, with commas between`,
};

const placeOf = ({ found }: Misread) => (found === '' ? 'the end' : `“${found}”`);

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  null: 'null',
};

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  array: ['entry', 'entries'],
  string: ['character', 'characters'],
};

const EXPECTED: Readonly<Record<Expectation, string>> = {
  'layer-name': 'Expected a layer name of 1 to 64 letters, digits and underscores.',
  'hold-out': 'Expected { "from": "test" }, { "from": "train", "share": 0.2 } or null.',
  'batch-size': 'Expected a whole number of at least 1, or "full".',
  pair: 'Expected a whole number or [height, width].',
  weights: 'Expected "balanced", "none", or a list of numbers above 0, one for each class.',
  sides: 'Expected a whole number or [left, right, top, bottom].',
  padding: 'Expected whole numbers, "valid" or "same".',
  column: 'Expected numbers, or { "kinds": ["oak"], "rows": [0] } for text.',
  'column-rows': 'Expected rows that index the kinds from 0.',
  'column-lengths': 'Expected one or more columns of the same length.',
  'column-numbers': 'Expected at least one number.',
};

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

const list = new Intl.ListFormat('en-US');

/** Steps that prepare the samples, and advice about them. */
export const pipeline = {
  'bad-project/step-samples': ({ type, appliesTo }) =>
    `${type} is for ${appliesTo === 'images' ? 'images' : 'tables'}.`,
  'bad-project/step-takes-bytes': ({ type, converter }) =>
    type === converter
      ? `${type} is used twice: after the first there are no pixel bytes left.`
      : `${type} expects pixel bytes, but ${converter} converts them before it.`,
  'bad-project/step-takes-numbers': ({ type, converter }) =>
    `${type} comes before ${converter}, but it expects numbers, not bytes.`,
  'bad-project/no-converter': ({ converter }) =>
    `${converter} is missing: without it, the model would receive bytes, which it can't compute with.`,
  'bad-project/step-numbers': ({ params, each, expected, found }) =>
    `There ${expected === 1 ? 'is' : 'are'} ${counted(expected, each)}: enter ${counted(expected, 'number')}, not ${found}, for ${list.format(params)}.`,
  'bad-project/mirrored-padding': ({ mode, side, most, padding }) =>
    `${capital(mode)} padding of ${side} × ${side} images can be at most ${most}, got ${padding}.`,
  'bad-project/range-order': ({ param, values }) =>
    `${capital(param)}: expected the smaller number first, got ${values.join(', ')}.`,
  'bad-project/target-step': ({ type, why }) =>
    why === 'classes'
      ? `The target is a class: ${type} is for targets that are numbers.`
      : `${type} can't be undone with these settings, so predictions could not be converted to the target's unit.`,
  'advice/no-effect': ({ params }) => `With ${list.format(params)} at 0, this changes nothing.`,
  'advice/same-form': ({ channels, side }) =>
    `This changes nothing: the images have ${side} × ${side} pixels${channels === 1 ? ' in gray' : ''} already.`,
  'advice/enlarged': ({ size, side }) =>
    `Enlarged from ${side} to ${size} pixels, images show no more than before, and a model takes longer to train.`,
  'advice/crop-larger': ({ size, side }) =>
    `The images have only ${side} × ${side} pixels: a crop of ${size} adds a black border.`,
  'advice/normalized-twice': () =>
    'Images are normalized already; normalizing them again shifts them away from 0.',
  'advice/not-normalized': () =>
    'Without Normalize, the inputs lie between 0 and 1. The model learns faster from inputs centered at 0.',
  'advice/standardized-twice': () => 'The values are standardized already.',
  'advice/not-standardized': () =>
    'The inputs are not scaled. Models learn best from inputs near 0, roughly between −1 and 1.',
  'advice/zero-factor': () => 'A factor of 0 makes every input 0: there is nothing left to learn from.',
  'advice/crop-padding': ({ padding, side }) =>
    padding < side
      ? `A padding of ${padding} can move more than half of a ${side}-pixel image out of view.`
      : `A padding of ${padding} is larger than the image: some crops show none of it.`,
  'advice/mirrored-meaning': () =>
    'Digits and text change meaning when mirrored, and so does anything that distinguishes left from right. Keep this only if it does not change the class of an image.',
  'advice/changed-colors': () =>
    'Hue turns red into other colors. Where color distinguishes the classes (ripe from unripe, a frog from a horse), they become harder to tell apart.',
  'advice/large-rotation': ({ degrees }) =>
    `Rotations of up to ${degrees}° turn objects sideways or upside down, and a 6 becomes a 9.`,
  'advice/large-translation': () => 'More than half of the image can move out of view.',
  'advice/any-change': () =>
    'It rotates images by up to 135° and inverts bright colors. Keep this only if that does not change the class of an image.',
  'advice/large-erasing': () => 'The rectangle may cover most of the image, including the object itself.',
  'advice/erasing-first': () =>
    'Later steps move or recolor the rectangle too. RandomErasing usually comes last.',
} satisfies Partial<Sentences>;
