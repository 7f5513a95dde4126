import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unknownName } from '../../engine/base/names.js';
import { failure } from '../../engine/base/problem.js';
import type { Example } from '../ipc/contract.js';

/** The example projects in the start screen's order; each id is the file's name. */
export const EXAMPLES: readonly Example[] = [
  {
    id: 'birds-vs-airplanes',
    name: 'Birds vs. airplanes',
    description:
      'Distinguishes birds from airplanes in 32 × 32 photos with a fully connected network. One minute.',
  },
  {
    id: 'thermometer-tanh',
    name: 'Thermometer',
    description: 'Learns to read an unlabeled thermometer from eleven measurements. Seconds.',
  },
  {
    id: 'cifar10-convnet',
    name: 'CIFAR-10 convnet',
    description: 'Ten classes, convolutions and batch normalization. A few minutes per epoch.',
  },
  {
    id: 'birds-convnet',
    name: 'Birds vs. airplanes, convnet',
    description:
      'The same two classes with a small convolutional network: fewer parameters, higher accuracy.',
  },
  {
    id: 'thermometer-linear',
    name: 'Thermometer, straight line',
    description: 'One weight and one bias: the simplest model there is.',
  },
];

/** The text of an example. Throws `shell/example`. */
export async function readExample(folder: string, id: string): Promise<string> {
  const known = EXAMPLES.map((example) => example.id);
  if (!known.includes(id)) throw failure('shell/example', unknownName(id, known));
  return readFile(join(folder, `${id}.loom`), 'utf8');
}
