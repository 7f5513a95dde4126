// The table of docs/readers.md: what each reader makes of each group of files, and why it cannot do the rest.

/** Largest difference from PyTorch that counts as the same number; relative for numbers above 1. */
const TOLERANCE = 1e-5;

/** What readers cannot do, with the reason. Everything else that fails is a fault. */
const LIMITS = [
  {
    reader: 'OpenCV DNN 4.8',
    file: /prediction/,
    reshaped: true,
    reason:
      'has no arrays with one axis: a prediction `[batch]` comes as `[batch, 1]`, with the right numbers',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /MaxPool|random/,
    error: /fully_connected_layer/,
    reason: 'ignores the dilation of a max pool, and what comes next has another size',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /MaxPool1d/,
    wrong: true,
    reason: 'ignores the dilation of a max pool where the size stays the same: its numbers are wrong',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /AvgPool/,
    wrong: true,
    reason:
      'counts the padding of an average pool (`count_include_pad = 1`) only in files by PyTorch: its numbers at the borders are wrong',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /ConvTranspose2d/,
    error: /fully_connected_layer/,
    reason: 'ignores the dilation of a transposed convolution',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /Conv1d/,
    error: /fully_connected_layer/,
    reason:
      'pads the two ends of a line alike, where an even kernel with `padding="same"` needs one more at the end',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /Conv1d/,
    error: /padding_layer/,
    reason: 'pads images only, not lines, with reflections or repetitions',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /random/,
    error: /elementwise_layers/,
    reason:
      'loses the shape of three axes between one `Clip` and the next, as of two Hardsigmoids or Hardswishes',
  },
  {
    reader: 'OpenCV DNN 5.0',
    file: /random/,
    error: /crashed/,
    reason:
      'crashes where a division, an ELU and a PReLU follow one another, as in a Hardsigmoid before them',
  },
  {
    reader: 'OpenCV DNN 4.8',
    file: /LayerNorm/,
    wrong: true,
    reason: 'computes a LayerNorm of images wrongly',
  },
  {
    reader: 'OpenCV DNN 5.0',
    file: /random/,
    wrong: true,
    reason: 'has other numbers at each run where a Pad follows a Resize of images of one row',
  },
  {
    reader: 'onnx.reference',
    file: /ConvTranspose2d/,
    error: /reshape/,
    reason: 'computes a transposed convolution in groups wrongly',
  },
  {
    reader: 'onnx2torch',
    file: /AvgPool2d/,
    error: /non symmetrical padding/,
    reason: 'has no average pool with different padding at its ends, as `ceil_mode` needs',
  },
];

/** Of the encoding of a table's columns. */
const COLUMNS = [
  [
    'OpenCV DNN 4.8',
    /table-(regression|numbers).columns/,
    /IsNaN/,
    'has no `IsNaN`, which finds the empty cells of a column',
  ],
  ['OpenCV DNN', /table-texts.columns/, /IsNaN|datatyp/, 'has no texts as inputs'],
  [
    'onnx2torch',
    /table-texts.columns/,
    /OneHotEncoder/,
    'has no `OneHotEncoder` of ai.onnx.ml, which encodes texts',
  ],
  ['OpenVINO', /table-texts.columns/, /./, 'has no `OneHotEncoder` of ai.onnx.ml, which encodes texts'],
].map(([reader, file, error, reason]) => ({ reader, file, error, reason }));

const explains = (limit, name, file, result) =>
  name.startsWith(limit.reader) &&
  limit.file.test(file) &&
  (limit.error
    ? limit.error.test(result.error ?? '')
    : limit.wrong
      ? result.difference > TOLERANCE
      : result.difference <= TOLERANCE && result.reshaped);

const good = ({ difference, reshaped }) => difference <= TOLERANCE && !reshaped;

/** The document, and a line for every failure without a known reason. */
export function report(forms, answers, { pytorch, batches }) {
  const groups = [...new Set(forms.map(({ group }) => group))];
  const unexplained = [];
  const limits = [...LIMITS, ...COLUMNS];
  const used = new Map();
  const rows = answers.map(({ reader, version, results }) => {
    const name = `${reader} ${version}`;
    results.forEach((result, i) => {
      if (good(result)) return;
      const { file } = forms[i];
      const limit = limits.find((one) => explains(one, name, file, result));
      if (limit) used.set(limit, [...(used.get(limit) ?? []), file]);
      else unexplained.push(`${name}: ${file}: ${result.error ?? `differs by ${result.difference}`}`);
    });
    const cells = groups.map((group) => {
      const own = results.filter((_, i) => forms[i].group === group);
      return `${own.filter(good).length} of ${own.length}`;
    });
    const largest = Math.max(...results.filter(good).map(({ difference }) => difference));
    return `| ${[reader, version, ...cells, largest === 0 ? '–' : largest.toExponential(1)].join(' | ')} |`;
  });
  const reasons = [...used].map(
    ([{ reader, reason }, files]) => `- **${reader}** ${reason} (${count(files.length, 'file')}).`,
  );
  const gone = limits.filter((limit) => !used.has(limit));
  unexplained.push(...gone.map(({ reader, reason }) => `${reader}: no longer true: it ${reason}`));
  const text = `# Readers of exported files

Written by \`npm run readers\`, which installs the readers into virtual environments of its own, exports models
as ${forms.length} files, and opens every file with every reader. Cells are the files that a reader opens and whose
numbers are PyTorch's (${pytorch}, with the same weights) to ${TOLERANCE.toExponential(0)}, for batches of ${batches.join(', ')}.
onnx.checker checks in full, with strict shape inference; it computes nothing.

| Reader | Version | ${groups.join(' | ')} | Largest difference |
| --- | --- | ${groups.map(() => '---').join(' | ')} | --- |
${rows.join('\n')}

"Every layer" is each layer with all settings and shapes that its tests have. Images are exported for tensors and for raw
pixels, tables for tensors and for columns, both with all four outputs of a classifier: logits, log-probabilities,
probabilities, prediction. A reader that cannot open the columns of a table takes the tensor.

## What a reader cannot do

${reasons.join('\n')}
${unexplained.length === 0 ? '' : `\n## Without a known reason\n\n${unexplained.map((line) => `- ${line}`).join('\n')}\n`}`;
  return { text, unexplained };
}

const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
