// What readers cannot do, with the reason. Everything else that fails is a fault.

/** Of layers and outputs. */
const LAYERS = [
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
    sometimes: true,
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

/** All of them: a reader, its files, and the failure that it explains. */
export const LIMITS = [...LAYERS, ...COLUMNS];
