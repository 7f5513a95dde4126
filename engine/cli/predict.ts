import { basename } from 'node:path';
import { failure } from '../base/problem.js';
import { createPredictor, type Prediction } from '../exchange/onnx/predict.js';
import { exportFiles, readOnnx } from '../io/onnxFiles.js';
import { type Command, printResult } from './command.js';
import { readPixels } from './inputs.js';

/** `layerloom predict`. */
export const predict: Command = {
  name: 'predict',
  usage: 'predict FILE.onnx IMAGE…',
  summary:
    'Classify images with an exported file; they are made square and resized as the training images were.',
  run: async ([path, ...images], options, terminal) => {
    if (path === undefined || images.length === 0)
      throw failure('bad-argument/count', { expected: 'file and images', found: images.length });
    const imported = await readOnnx(path);
    const { side, channels, decoding, predict: classify } = createPredictor(imported, basename(path));
    const file = await exportFiles.openOnnx(path);
    try {
      for (const image of images) {
        const prediction = await classify(file, await readPixels(image, { side, channels }, decoding));
        printResult(terminal, options, { event: 'prediction', image, ...prediction }, () =>
          sentence(image, prediction),
        );
      }
    } finally {
      await file.dispose();
    }
    return 0;
  },
};

function sentence(image: string, { label, probabilities }: Prediction): string {
  const shares = Object.entries(probabilities ?? {})
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([name, share]) => `${name} ${(share * 100).toFixed(1)} %`);
  return shares.length > 0 ? `${image}: ${label} (${shares.join(', ')})` : `${image}: ${label}`;
}
