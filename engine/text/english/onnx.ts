import type { CertificateFailure, OnnxDamage } from '../../base/facts.js';
import { formatShape } from '../../base/shape.js';
import type { Sentences } from '../language.js';

/** The advice for files of other programs. */
const OTHERS =
  'Only files exported by Layerloom open as projects. Draw other networks as a project (.loom) and train them here.';

/** Exported files. */
export const onnx = {
  'bad-onnx/unreadable': (damage) =>
    damage.how === 'version'
      ? `This file uses IR ${damage.ir} and opset ${damage.opset}; Layerloom reads IR up to ${damage.newestIr} and opset 13 to ${damage.newestOpset}. ${OTHERS}`
      : `This file cannot be read as an ONNX model: ${damageText(damage)}.`,
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

function damageText(damage: Exclude<OnnxDamage, { how: 'version' }>): string {
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
