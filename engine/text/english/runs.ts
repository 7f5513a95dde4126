import type {
  BaselineCause,
  Difference,
  CertificateFailure,
  DivergenceCause,
  DivergenceSign,
  OnnxDamage,
  ProblemFacts,
  SafetensorsDamage,
} from '../../base/facts.js';
import { numberText } from '../../base/numbers.js';
import { formatShape } from '../../base/shape.js';
import { gentlerRate } from '../../nn/optimizers/define.js';
import type { Sentences } from '../language.js';
import { count, counted, memory } from './phrases.js';

/** Training, its runs and their checkpoints. */
/** Short sentences, as a heading says them. */
export const runHeadlines = {
  'advice/growing-loss': () => 'The loss grows',
  'advice/worse-than-baseline': () => 'Worse than predicting the mean',
  'advice/dead-units': () => 'Dead units',
  'advice/saturated': () => 'Saturated outputs',
  'advice/vanishing-gradients': () => 'Vanishing gradients',
  'advice/exploding-gradients': () => 'Exploding gradients',
} satisfies Partial<Sentences>;

export const runs = {
  'bad-checkpoint/no-model': () => 'This folder contains no trained model. Train one first.',
  'bad-checkpoint/record': () => 'The record of this run is damaged.',
  'advice/no-onnxruntime': ({ said }) =>
    `onnxruntime does not work on this machine (${said}). Training uses the slower reference kernels instead.`,
  'advice/batch-of-all': ({ batchSize, samples }) =>
    `The batch size ${batchSize} is larger than the ${samples} training samples: every epoch is one step on all of them.`,
  'advice/epochs-done': ({ done, requested }) =>
    `Nothing is left to train: ${counted(requested, 'epoch')} requested, ${count(done)} already done.`,
  'advice/no-validation': ({ share, samples }) =>
    `A share of ${share} holds out none of the ${samples} samples, so nothing is validated. Raise data.validation.share.`,
  'advice/growing-loss': ({ first, last, rate }) =>
    `The training loss grows: it was ${shortNumber(first)} after the first epoch and is ${shortNumber(last)} now. The ` +
    `learning rate of ${numberText(rate)} is probably too high.`,
  'advice/worse-than-baseline': ({ loss, baseline, cause }) =>
    `This run is worse than no model: its loss is ${shortNumber(loss)}, and always predicting the mean of the training ` +
    `rows has ${shortNumber(baseline)}. ${baselineText(cause)}`,
  'advice/dead-units': ({ type, share }) =>
    `${percent(share)} of the units are dead: whatever the sample, their input lies where ${type} is flat, so no gradient ` +
    'reaches them and they no longer learn. A learning rate that is too high often causes this.',
  'advice/saturated': ({ type, share }) =>
    `${percent(share)} of the outputs are saturated: they lie where ${type} is flat and hardly any gradient passes. The ` +
    'inputs or the weights before it are too large.',
  'advice/vanishing-gradients': ({ ratio, largest, at }) =>
    `The gradient vanishes before it reaches this layer: it is ${ratio.toExponential(0)} of the weights' size here, and ` +
    `${largest.toExponential(0)} in layer "${at}". So this layer hardly learns.`,
  'advice/exploding-gradients': ({ rate, ratio }) =>
    `The gradient explodes: at a learning rate of ${numberText(rate)}, a step is ${shortNumber(ratio)} times as large as ` +
    'the weights that it changes (usually a thousandth), and it grows.',
  'bad-checkpoint/started-from-weights': () =>
    'This run started from the weights of another model, which it does not keep. Only its weights after training can be shown.',
  'bad-checkpoint/none': () => 'There is no checkpoint to resume from.',
  'bad-checkpoint/other-figures': () =>
    'This run was standardized by another mean and standard deviation than the project has now. They follow the seed, which earlier versions did not do for a seed given on the command line.',
  'bad-checkpoint/other-run': () =>
    'The checkpoint belongs to another model, data set or training settings. Resume with the project it was made with, or train from the beginning.',
  'bad-checkpoint/foreign': () => 'This is not a Layerloom checkpoint, or it is damaged.',
  'bad-checkpoint/random-state': () => "The checkpoint's random state is damaged. Train the model again.",
  'bad-checkpoint/altered': () =>
    'The checkpoint is damaged: its contents are not those that were written. Train the model again.',
  'bad-checkpoint/out-of-range': () =>
    'The checkpoint is damaged: its position is outside the training data. Train the model again.',
  'bad-checkpoint/both': () =>
    'The last checkpoint of this run is damaged, and the one before it too. Its curves and settings are kept; train it again.',
  'advice/earlier-checkpoint': () =>
    'The last checkpoint of this run is damaged, so the one before it is used. What was trained since then is lost.',
  'bad-checkpoint/health': () =>
    'The distributions that this run kept are damaged, or a newer version of Layerloom kept them.',
  'bad-checkpoint/lacks': ({ name, shape }) =>
    `The checkpoint does not contain ${name}${shape ? ` with shape ${formatShape(shape)}` : ''}.`,
  'bad-checkpoint/safetensors': (damage) =>
    `This safetensors file is damaged: ${damageText(damage)}. Replace it with an intact copy, or retrain.`,
  'advice/reproduced': () => 'Trained again, the weights came out the same, bit for bit.',
  'advice/not-reproduced': ({ differing }) =>
    differing.length === 0
      ? 'Trained again, the weights came out different, with the same data, version, threads and processor. If the run was trained on for more epochs, its schedule may have been stretched.'
      : `Trained again, the weights came out different. This is not as it was: ${differing.map((name) => DIFFERENCES[name]).join(', ')}.`,
  'bad-checkpoint/not-reproducible': ({ because }) =>
    because === 'unfinished'
      ? 'Only a run that has finished can be trained again and compared.'
      : 'This run started from the weights of another model, which it does not keep, so it cannot be trained again.',
  'out-of-memory/foreseen': ({ batch, bytes, memory: available, fitting, ...part }) => {
    const smaller = fitting === null ? '' : `use a smaller batch size, such as ${count(fitting)}, or `;
    return (
      `A step of ${counted(batch, 'sample')} takes about ${memory(bytes)} of memory, and this machine has ` +
      `${memory(available)}: ${takesMost(part)}. To train, ${smaller}make this layer smaller.`
    );
  },
  'out-of-memory/step': ({ batch, ...part }) =>
    `There is not enough memory for a step of ${counted(batch, 'sample')}: ${takesMost(part)}. Close other programs, ` +
    'use a smaller batch size, or make this layer smaller.',
  'diverged/training': (facts) => {
    const kept = facts.keptEpoch === null ? '' : ` The checkpoint of epoch ${facts.keptEpoch} is kept.`;
    return (
      `Training diverged in epoch ${facts.epoch}: ${signText(facts.sign)}; ${CAUSES[facts.cause.kind](facts.cause as never)}. ` +
      `${adviceText(facts)}${kept}`
    );
  },
} satisfies Partial<Sentences>;

const percent = (share: number) => `${Math.round(share * 100)} %`;

const DIFFERENCES: Readonly<Record<Difference, string>> = {
  data: 'the data',
  model: 'the model',
  version: "Layerloom's version",
  backend: 'what computes (onnxruntime or the reference kernels)',
  threads: 'the number of threads',
  processor: 'the processor',
};

const shortNumber = (value: number) => numberText(Number(value.toPrecision(4)));

function baselineText(cause: BaselineCause): string {
  if (cause.kind === 'overfit') {
    return `After epoch ${count(cause.epoch)} it learned the training rows by heart: train fewer epochs, or with more data.`;
  }
  return {
    target: 'The target is not standardized, so the model must first learn how large its numbers are.',
    inputs: 'The inputs are not standardized, so columns with large numbers outweigh the others.',
    short: 'It needs more epochs, or a larger learning rate.',
    rate: 'Its loss did not fall: try a smaller learning rate.',
  }[cause.kind];
}

function damageText(damage: SafetensorsDamage): string {
  if (damage.how === 'entry') return `the entry of ${damage.tensor} is malformed`;
  if (damage.how === 'data') return `the data of ${damage.tensor} is truncated`;
  return {
    short: 'it is shorter than 8 bytes',
    'header-length': 'its header is longer than the file',
    header: 'its header is not valid JSON',
  }[damage.how];
}

const takesMost = ({ part, taken }: { readonly part: 'output' | 'parameters'; readonly taken: number }) =>
  part === 'output'
    ? `the output of this layer alone takes ${memory(taken)}`
    : `the parameters of this layer alone take ${memory(taken)}`;

const signText = (sign: DivergenceSign) =>
  sign.kind === 'loss'
    ? `the loss of step ${sign.step} is ${sign.loss}`
    : `after step ${sign.step}, ${sign.tensor} contains numbers that are not finite`;

const CAUSES: {
  readonly [K in DivergenceCause['kind']]: (cause: Extract<DivergenceCause, { kind: K }>) => string;
} = {
  overflow: ({ tensor }) => `the previous step made ${tensor} overflow`,
  update: () => 'its update overflowed',
  inputs: () => 'its samples are not finite',
  output: () => 'this layer is the first whose output is not finite',
  loss: () => "every layer's output is still finite, but too far from its target",
  gradient: () => 'the gradient that reaches this layer is not finite',
};

/** A rate of 0 cannot be too large: no step changes a parameter. */
const adviceText = (facts: ProblemFacts['diverged/training']) =>
  facts.rate === 0
    ? 'The learning rate is 0, so the numbers were too large from the start: normalize the inputs.'
    : `Try ${gentler(facts)}, or normalize the inputs.`;

function gentler({ rate, usualRate, optimizer }: ProblemFacts['diverged/training']): string {
  const next = gentlerRate(rate, usualRate);
  return next === usualRate
    ? `a much smaller learning rate: ${numberText(next)}, where ${optimizer} usually starts, instead of ${numberText(rate)}`
    : `a smaller learning rate, such as ${numberText(next)} instead of ${numberText(rate)}`;
}

/** The advice for files of other programs. */
const OTHERS =
  'Only files exported by Layerloom open as projects. Draw other networks as a project (.loom) and train them here.';

/** Exported files. */
export const onnx = {
  'bad-onnx/unreadable': (damage) =>
    damage.how === 'version'
      ? `This file uses IR ${damage.ir} and opset ${damage.opset}; Layerloom reads IR up to ${damage.newestIr} and opset 13 to ${damage.newestOpset}. ${OTHERS}`
      : `This file cannot be read as an ONNX model: ${onnxDamage(damage)}.`,
  'bad-onnx/onnxruntime': ({ doing, said }) => `onnxruntime cannot ${doing} this file: ${said}.`,
  'bad-onnx/not-image-classifier': () =>
    'This file is not an image classifier. Use a file exported from one.',
  'bad-onnx/foreign': () => `This file was not exported by Layerloom: it contains no project. ${OTHERS}`,
  'bad-onnx/note': ({ note }) => `The metadata entry "${note}" of the ONNX file is damaged.`,
  'bad-onnx/output': ({ output, known }) =>
    `The output of this file is "${output}"; a file exported by Layerloom has ${known.join(', ')}.`,
  'bad-onnx/weights': ({ name, expected, found }) =>
    `Expected weights "${name}" of shape ${formatShape(expected)}, got ${found ? formatShape(found) : 'none'}.`,
  'bad-argument/output': ({ output, natural }) => `This model gives ${natural}, so it cannot give ${output}.`,
  'bad-argument/pixels': () => 'Only image models can take pixels as input.',
  'bad-argument/columns': () => 'Only models for tables can take columns as inputs.',
  'bad-argument/column-name': ({ name }) =>
    `The column "${name}" has the name of another value in the file. Rename the column, or export with a tensor as input.`,
  'unsupported-operator/onnx': ({ operators }) =>
    `This file uses operators that Layerloom does not have: ${operators
      .map(({ name, count }) => `${name} (${count}×)`)
      .join(', ')}. ${OTHERS}`,
  'certificate-failed/no-output': ({ output }) => `The exported file has no output "${output}".`,
  'certificate-failed/differs': (failed) =>
    `The exported file fails its certificate: ${failureText(failed)}.`,
  'certificate-failed/kernels': ({ difference, allowed }) =>
    `onnxruntime and Layerloom's own kernels differ by up to ${difference.toExponential(2)} on this machine; at most ${allowed.toExponential(2)} is allowed.`,
  'certificate-failed/weights-changed': ({ noted, found, difference }) =>
    `The certificate fails: the weights have changed since the export (SHA-256 ${noted.slice(0, 12)}… then, ${found.slice(0, 12)}… now), ` +
    `${difference === null ? 'and the outputs with them' : `and the outputs by up to ${difference.toExponential(2)}`}. Export it again.`,
} satisfies Partial<Sentences>;

function onnxDamage(damage: Exclude<OnnxDamage, { how: 'version' }>): string {
  switch (damage.how) {
    case 'beginning':
      return 'it does not start with an ONNX header';
    case 'no-graph':
      return 'it contains no graph';
    case 'damaged':
      return `it is damaged (${damage.said})`;
    case 'external-data':
      return `the data of ${damage.tensor} is in another file`;
    case 'size':
      return `the data of ${damage.tensor} does not have the size of its shape ${formatShape(damage.shape)}`;
  }
}

function failureText(failed: CertificateFailure): string {
  switch (failed.how) {
    case 'no-samples':
      return 'there are no samples to compare';
    case 'numbers':
      return `its numbers differ from the engine's by up to ${failed.difference.toExponential(2)}; at most ${failed.allowed} is allowed`;
    case 'labels':
      return `it predicts a different class for ${(failed.share * 100).toFixed(2)}% of the samples`;
  }
}
