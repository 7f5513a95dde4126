import { signatureOf, type Signature } from '../../../onnx/serialize.js';

const standard = (opType: string, attributes: Signature['attributes'] = {}): Signature => ({
  opType,
  domain: '',
  attributes,
});
const [int, ints, text] = [{ kind: 'int' }, { kind: 'ints' }, { kind: 'string' }] as const;
const WINDOW = { kernel_shape: ints, strides: ints, pads: ints, dilations: ints } as const;

/** Operators of onnxruntime that lowerings use and models do not have. */
export const nativeOperators = {
  And: standard('And'),
  Concat: standard('Concat', { axis: int }),
  ConstantOfShape: standard('ConstantOfShape'),
  ConvTranspose: standard('ConvTranspose', { ...WINDOW, group: int, output_padding: ints }),
  FusedMatMul: { opType: 'FusedMatMul', domain: 'com.microsoft', attributes: { transA: int, transB: int } },
  MaxPoolWithIndices: standard('MaxPool', WINDOW),
  Not: standard('Not'),
  Or: standard('Or'),
  Pad: standard('Pad'),
  ScatterElements: standard('ScatterElements', { axis: int, reduction: text }),
  Slice: standard('Slice'),
} as const satisfies Readonly<Record<string, Signature>>;

/** The signature of a node of a lowered graph. */
export function nativeSignature(op: string): Signature {
  return (nativeOperators as Readonly<Record<string, Signature>>)[op] ?? signatureOf(op);
}
