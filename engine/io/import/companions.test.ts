import { expect, it } from 'vitest';
import { problem } from '../../base/problem.js';
import { memoryContainer } from '../../testing/imports.js';
import { imageFiles } from './imageFiles.js';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const YOLO = Buffer.from('0 0.5 0.5 0.1 0.1\n');

/** The classes of images beside other files, the doubt whether they are classes, and the warnings. */
async function found(images: readonly string[], others: Readonly<Record<string, Uint8Array>> = {}) {
  const files = { ...Object.fromEntries(images.map((path) => [path, PNG])), ...others };
  const { recognized } = (await imageFiles.match(memoryContainer(files)))!;
  const { classes, doubt, notes = [] } = recognized.labelSets[0]!;
  return { classes: classes.map(({ name, train, test }) => `${name} ${train}/${test}`), doubt, notes };
}

it.each<[string, string[], string[]]>([
  ['beside images', ['images/0.jpg', 'images/1.jpg', 'masks/0.png', 'masks/1.png'], ['images 2/0']],
  [
    'in splits',
    ['train/images/0.jpg', 'train/masks/0.png', 'val/images/1.jpg', 'val/masks/1.png'],
    ['images 1/1'],
  ],
  [
    'in classes',
    ['benign/a (1).png', 'benign/a (1)_mask.png', 'normal/b (1).png', 'normal/b (1)_mask.png'],
    ['benign 1/0', 'normal 1/0'],
  ],
  [
    'beside splits',
    ['train/good/0.png', 'test/good/1.png', 'test/bad/2.png', 'ground_truth/bad/2_mask.png'],
    ['bad 0/1', 'good 1/1'],
  ],
])('masks %s are no images to learn', async (_, images, classes) => {
  const result = await found(images);
  expect(result.classes).toEqual(classes);
  const codes = [result.doubt, ...result.notes].map((one) => one?.code);
  expect(codes).toContain('bad-data/masks');
});

it('a class of masks beside other classes is one', async () => {
  const { classes, doubt, notes } = await found(['masks/0.png', 'helmets/0.png', 'gloves/0.png']);
  expect(classes).toEqual(['gloves 1/0', 'helmets 1/0', 'masks 1/0']);
  expect([doubt, notes]).toEqual([null, []]);
});

it.each([
  ['YOLO', { 'labels/0.txt': YOLO, 'labels/1.txt': YOLO }, ['images/0.jpg', 'images/1.jpg']],
  [
    'YOLO',
    { 'labels/train/0.txt': YOLO, 'labels/val/1.txt': YOLO },
    ['images/train/0.jpg', 'images/val/1.jpg'],
  ],
  ['COCO', { 'train/_annotations.coco.json': Buffer.from('{}') }, ['train/0.jpg', 'valid/1.jpg']],
  ['Pascal VOC', { 'Annotations/0.xml': Buffer.from('<annotation>') }, ['JPEGImages/0.jpg']],
])('images with annotations in the format %s are doubted', async (format, others, images) => {
  const first = Object.keys(others)[0]!;
  const { doubt } = await found(images, others);
  expect(doubt).toEqual(
    problem('bad-data/annotations', { format, files: Object.keys(others).length, first }),
  );
});

it('texts beside images in folders of classes are told, and not doubted', async () => {
  const { doubt, notes } = await found(['cat/0.jpg', 'dog/1.jpg'], { 'cat/0.txt': YOLO, 'dog/1.txt': YOLO });
  expect([doubt, notes.map(({ code }) => code)]).toEqual([null, ['bad-data/annotations']]);
  const captions = { 'cat/0.txt': Buffer.from('a cat'), 'dog/1.txt': Buffer.from('a dog') };
  expect((await found(['cat/0.jpg', 'dog/1.jpg'], captions)).notes).toEqual([]);
});
