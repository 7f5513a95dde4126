import { signatureOf, type Signature } from '../../../tensor/onnx/serialize.js';

const standard = (opType: string, attributes: Signature['attributes'] = {}): Signature => ({
  opType,
  domain: '',
  attributes,
});
const [int, ints, float, text] = [
  { kind: 'int' },
  { kind: 'ints' },
  { kind: 'float' },
  { kind: 'string' },
] as const;
const WINDOW = { kernel_shape: ints, strides: ints, pads: ints, dilations: ints } as const;

/** Operators of onnxruntime that lowerings use and models do not have. */
export const nativeOperators = {
  BatchNormalizationTraining: standard('BatchNormalization', {
    epsilon: float,
    momentum: float,
    training_mode: int,
  }),
  BlockedConv: { opType: 'Conv', domain: 'com.microsoft.nchwc', attributes: { ...WINDOW, group: int } },
  BlockedMaxPool: { opType: 'MaxPool', domain: 'com.microsoft.nchwc', attributes: WINDOW },
  Concat: standard('Concat', { axis: int }),
  ConstantOfShape: standard('ConstantOfShape'),
  ConvTranspose: standard('ConvTranspose', { ...WINDOW, group: int, output_padding: ints }),
  FusedMatMul: { opType: 'FusedMatMul', domain: 'com.microsoft', attributes: { transA: int, transB: int } },
  MaxPoolWithIndices: standard('MaxPool', WINDOW),
  MaxUnpool: standard('MaxUnpool', { kernel_shape: ints }),
  Pad: standard('Pad'),
  ReorderInput: { opType: 'ReorderInput', domain: 'com.microsoft.nchwc', attributes: {} },
  ReorderOutput: { opType: 'ReorderOutput', domain: 'com.microsoft.nchwc', attributes: { channels: int } },
  ScatterElements: standard('ScatterElements', { axis: int, reduction: text }),
  Slice: standard('Slice'),
  Sum: standard('Sum'),
} as const satisfies Readonly<Record<string, Signature>>;

/** Domains of the operators above. */
export const NATIVE_DOMAINS = ['com.microsoft', 'com.microsoft.nchwc'] as const;

/** The signature of a node of a lowered graph. */
export function nativeSignature(op: string): Signature {
  return (nativeOperators as Readonly<Record<string, Signature>>)[op] ?? signatureOf(op);
}
