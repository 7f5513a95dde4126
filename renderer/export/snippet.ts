import type { JobResult } from '../../engine/jobs/index.js';

/** A Python program that runs an exported file with onnxruntime and numpy. */
export function pythonSnippet(name: string, { input, output }: JobResult<'export'>['file']): string {
  const shape = input.shape.slice(1, -1).replace('B', '1');
  const meaning =
    input.dtype === 'uint8' ? 'RGB pixels: batch, height, width, channels' : 'transformed as in training';
  return `import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(${JSON.stringify(name)}, providers=["CPUExecutionProvider"])
samples = np.zeros((${shape}), dtype=np.${input.dtype})  # ${meaning}
(${output.name},) = session.run(["${output.name}"], {"${input.name}": samples})
print(${output.name})
`;
}
