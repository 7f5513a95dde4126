import type { JobResult } from '../../engine/jobs/index.js';

type FileFacts = JobResult<'export'>['file'];
type Input = FileFacts['inputs'][number];

/** A Python program that runs an exported file with onnxruntime and numpy. */
export function pythonSnippet(name: string, { inputs, output, features }: FileFacts): string {
  const [first] = inputs;
  const given =
    first?.shape === COLUMN && features === null
      ? columns(inputs)
      : `inputs = {"input": ${samples(first!, features)}\n`;
  return `import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(${JSON.stringify(name)}, providers=["CPUExecutionProvider"])
${given}(${output.name},) = session.run(["${output.name}"], inputs)
print(${output.name})
`;
}

/** The shape of an input for a table's column. */
const COLUMN = '[B, 1]';

function samples({ dtype, shape }: Input, features: FileFacts['features']): string {
  const meaning =
    dtype === 'uint8'
      ? 'RGB pixels: batch, height, width, channels'
      : `transformed as in training${features ? `: ${features.join(', ')}` : ''}`;
  return `np.zeros((${shape.slice(1, -1).replace('B', '1')}), dtype=np.${dtype})}  # ${meaning}`;
}

function columns(inputs: readonly Input[]): string {
  const lines = inputs.map(({ name, texts }) =>
    texts
      ? `    ${JSON.stringify(name)}: np.array([[${JSON.stringify(texts[0])}]], dtype=object),  # ${texts.map((text) => JSON.stringify(text)).join(', ')}\n`
      : `    ${JSON.stringify(name)}: np.array([[0]], dtype=np.float32),\n`,
  );
  return `# One row, in the units of the table; an empty cell is np.nan or "".
inputs = {
${lines.join('')}}
`;
}
