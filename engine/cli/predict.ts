import { basename } from 'node:path';
import { failure, locate } from '../base/problem.js';
import { createPredictor, type Prediction } from '../exchange/onnx/predict.js';
import { decodeImage, MAX_IMAGE_BYTES } from '../io/decodeImage.js';
import { readBounded } from '../io/files.js';
import { exportFiles, readOnnx } from '../io/onnxFiles.js';
import type { Command } from './command.js';

const USAGE = 'predict FILE.onnx IMAGE…';

/** `layerloom predict`. */
export const predict: Command = {
  name: 'predict',
  usage: USAGE,
  summary:
    'Classify images with an exported file; they are made square and resized as the training images were.',
  options: {},
  run: async ([path, ...images], options, terminal) => {
    if (path === undefined || images.length === 0)
      throw failure('bad-argument/count', { expected: 'file and images', found: images.length });
    const imported = await readOnnx(path);
    const { side, channels, decoding, predict: classify } = createPredictor(imported, basename(path));
    const file = await exportFiles.openOnnx(path);
    try {
      for (const image of images) {
        const prediction = await classify(
          file,
          await locate({ kind: 'file', path: image }, async () => {
            const bytes = await readBounded(image, MAX_IMAGE_BYTES);
            const target = { height: side, width: side, channels, ...decoding };
            return (await decodeImage(bytes, target)).pixels;
          }),
        );
        const text = options['json']
          ? JSON.stringify({ event: 'prediction', image, ...prediction })
          : sentence(image, prediction);
        terminal.stdout.write(`${text}\n`);
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
