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

const text = (lines: string) => Buffer.from(lines);
const voc = (...names: string[]) =>
  text(
    `<annotation><filename>x.jpg</filename>${names.map((name) => `<object><name>${name}</name><part><name>head</name></part></object>`).join('')}</annotation>`,
  );

it.each<[string, Record<string, Uint8Array>, string[], string[]]>([
  [
    'YOLO, names in YAML, in splits',
    {
      'data.yaml': text("nc: 2\nnames: ['hard hat', vest]\n"),
      'train/labels/a.txt': text('0 .5 .5 .1 .1\n0 .2 .2 .1 .1\n'),
      'train/labels/b.txt': text('1 .5 .5 .1 .1\n'),
      'valid/labels/a.txt': text('1 .5 .5 .1 .1\n'),
    },
    ['train/images/a.jpg', 'train/images/b.jpg', 'valid/images/a.jpg'],
    ['hard hat 1/0', 'vest 1/1'],
  ],
  [
    'YOLO, names in a list, beside the images',
    { 'classes.txt': text('cat\ndog\n'), '0.txt': text('0 .5 .5 .1 .1'), '1.txt': text('1 .5 .5 .1 .1') },
    ['0.jpg', '1.jpg'],
    ['cat 1/0', 'dog 1/0'],
  ],
  [
    'YOLO, names by number, outlines',
    {
      'data.yml': text('names:\n  0: cat\n  1: dog\n'),
      'labels/0.txt': text('0 .1 .1 .2 .2 .3 .3\n'),
      'labels/1.txt': text('1 .1 .1 .2 .2 .3 .3\n'),
    },
    ['images/0.jpg', 'images/1.jpg'],
    ['cat 1/0', 'dog 1/0'],
  ],
  [
    'Pascal VOC',
    { 'Annotations/0.xml': voc('cat', 'cat'), 'Annotations/1.xml': voc('dog') },
    ['JPEGImages/0.jpg', 'JPEGImages/1.jpg'],
    ['cat 1/0', 'dog 1/0'],
  ],
  [
    'LabelMe',
    {
      '0.json': text('{"version":"5.0","shapes":[{"label":"cat"}]}'),
      '1.json': text('{"version":"5.0","shapes":[{"label":"dog"}]}'),
    },
    ['0.jpg', '1.jpg'],
    ['cat 1/0', 'dog 1/0'],
  ],
])('images with objects of one class each have that class: %s', async (_, others, images, classes) => {
  const result = await found(images, others);
  expect(result.classes).toEqual(classes);
  expect(result.doubt).toBeNull();
  expect(result.notes.map(({ code }) => code)).toEqual(['bad-data/objects-as-labels']);
});

it('images with objects of several classes are doubted, and those without objects passed over', async () => {
  const others = {
    'classes.txt': text('cat\ndog\n'),
    '0.txt': text('0 .5 .5 .1 .1'),
    '1.txt': text('1 .5 .5 .1 .1'),
    '2.txt': text('0 .5 .5 .1 .1\n1 .2 .2 .1 .1'),
    '3.txt': text(''),
  };
  const { classes, doubt, notes } = await found(['0.jpg', '1.jpg', '2.jpg', '3.jpg'], others);
  expect(classes).toEqual(['cat 1/0', 'dog 1/0']);
  expect(doubt).toMatchObject({ code: 'bad-data/images-several-labels', facts: { images: 1, labeled: 3 } });
  expect(notes.map(({ code }) => code)).toEqual(['bad-data/objects-as-labels', 'bad-data/images-unlabeled']);
});
