// The page of a matrix: docs/readers.md.
import { TOLERANCE } from './matrix.mjs';

/** The text of docs/readers.md, from engine/exchange/onnx/readers.json without prettier's layout. */
export function documentOf({ pytorch, batches, files, readers, limits }) {
  const groups = Object.keys(files);
  const rows = readers.map(({ name, version, opened, difference }) => {
    const cells = groups.map((group) => `${opened[group] ?? 0} of ${files[group]}`);
    return `| ${[name, version, ...cells, difference === 0 ? '–' : difference.toExponential(1)].join(' | ')} |`;
  });
  const reasons = limits
    .filter(({ files }) => files > 0)
    .map(
      ({ reader, reason, files }) => `- **${reader}** ${reason} (${files} file${files === 1 ? '' : 's'}).`,
    );
  const all = Object.values(files).reduce((sum, count) => sum + count, 0);
  return `# Readers of exported files

Written by \`npm run readers\`, which installs the readers into virtual environments of its own, exports models
as ${all} files, and opens every file with every reader. Cells are the files that a reader opens and whose
numbers are PyTorch's (${pytorch.version}, with the same weights) to ${TOLERANCE.toExponential(0)}, for batches of ${batches.join(', ')}.
onnx.checker checks in full, with strict shape inference; it computes nothing.

| Reader | Version | ${groups.join(' | ')} | Largest difference |
| --- | --- | ${groups.map(() => '---').join(' | ')} | --- |
${rows.join('\n')}

"Every layer" is each layer with all settings and shapes that its tests have. Images are exported for tensors and for raw
pixels, tables for tensors and for columns, both with all four outputs of a classifier: logits, log-probabilities,
probabilities, prediction. A reader that cannot open the columns of a table takes the tensor.

PyTorch runs the generated code: from the same seed it has our initial weights, bit for bit; and in a training step of ${pytorch.steps.count} of
the random models our output, new statistics and gradients differ by ${pytorch.steps.difference.toExponential(1)} of the largest number at most.

The certificate of an exported file names the versions from which on no operator of the file fails: the operators that a
reader has in none of the files that it opens stand with the figures above in \`engine/exchange/onnx/readers.json\`, from
which this page is written.

## What a reader cannot do

${reasons.join('\n')}
`;
}
