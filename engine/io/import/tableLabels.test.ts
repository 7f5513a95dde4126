import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { problem, problemOf } from '../../base/problem.js';
import { importFrom, memoryContainer } from '../../testing/imports.js';
import { imageFiles } from './imageFiles.js';
import { openImport } from './index.js';

const fixture = (name: string) => fileURLToPath(new URL(`./__fixtures__/labels/${name}`, import.meta.url));

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** The ways to label images, a doubtful one with a question mark: each with its classes, and the number of images in the splits. */
async function ways(tables: Readonly<Record<string, string>>, ...images: string[]) {
  const files = Object.fromEntries([
    ...images.map((path) => [path, PNG] as const),
    ...Object.entries(tables).map(([path, text]) => [path, Buffer.from(text)] as const),
  ]);
  const match = await imageFiles.match(memoryContainer(files)).catch((error: unknown) => {
    if (problemOf(error).code === 'bad-data/images-without-labels') return null;
    throw error;
  });
  return match?.recognized.labelSets.map(
    ({ name, classes, doubt }) =>
      `${name}${doubt ? '?' : ''}: ${classes.map((one) => `${one.name} ${one.train}/${one.test}`).join(' ')}`,
  );
}

it('a table beside a folder of images gives the labels; folders remain a choice', async () => {
  const { recognized, container } = await openImport(fixture('table'));
  await container.close();
  const [table, folders] = recognized.labelSets;
  expect(table).toMatchObject({ name: 'train.csv: label', passedOver: [] });
  expect(table!.classes).toEqual([
    { name: 'cat', train: 3, test: 0 },
    { name: 'dog', train: 3, test: 0 },
  ]);
  expect(folders).toMatchObject({ name: 'Folders', classes: [{ name: 'train', train: 6, test: 0 }] });
  const { set } = await importFrom(fixture('table'));
  expect([...set.labels]).toEqual([0, 0, 0, 1, 1, 1]);
});

it('the words before the numbers in file names give the labels', async () => {
  const { recognized, container } = await openImport(fixture('names'));
  await container.close();
  const [names] = recognized.labelSets;
  expect(names!.name).toBe('File names');
  expect(names!.classes).toEqual([
    { name: 'cat', train: 3, test: 0 },
    { name: 'dog', train: 3, test: 0 },
  ]);
  expect(names!.passedOver!.map(({ file, why }) => `${file}: ${why.code}`)).toEqual([
    '0.png: bad-data/skipped-no-name-label',
    '1.png: bad-data/skipped-no-name-label',
  ]);
  expect(names!.notes).toEqual([problem('bad-data/images-unlabeled', { images: 2, first: '0.png' })]);
});

it.each<[string, string[], string[] | undefined]>([
  ['separators', ['cat_1.jpg', 'cat (3).png', 'dog-12.png', 'dog3.png'], ['File names: cat 2/0 dog 2/0']],
  [
    'capital letters and a first copy without a number',
    ['Cat_1.png', 'cat_2.png', 'dog.png', 'dog (2).png'],
    ['File names: Cat 2/0 dog 2/0'],
  ],
  [
    'folders of splits',
    [
      'train/cat.0.png',
      'train/dog.0.png',
      'train/cat.1.png',
      'train/dog.1.png',
      'test/cat.2.png',
      'test/9.png',
    ],
    ['File names: cat 2/1 dog 2/0', 'Folders?: test 2/0 train 4/0'],
  ],
  [
    'names that repeat the folders',
    ['cat/cat.0.png', 'cat/cat.1.png', 'dog/dog.0.png', 'dog/dog.1.png'],
    ['Folders: cat 2/0 dog 2/0'],
  ],
  [
    'dates of a camera',
    ['IMG_20200101_1.jpg', 'IMG_20200101_2.jpg', 'IMG_20200102_1.jpg', 'IMG_20200102_2.jpg'],
    undefined,
  ],
  ['numbers only', ['1.png', '2.png', '3.png', '4.png'], undefined],
])('file names: %s', async (_, images, expected) => {
  expect(await ways({}, ...images)).toEqual(expected);
});

it.each<[string, Record<string, string>, string[], string[]]>([
  [
    'names without endings, with folders, beside other columns',
    { 'labels.tsv': 'image\tage\tspecies\na/0\t3\tcat\na/1\t5\tdog\nb/0\t7\tdog\n' },
    ['a/0.png', 'a/1.png', 'b/0.png'],
    ['Folders: a 2/0 b 1/0', 'labels.tsv: species: cat 1/0 dog 2/0'],
  ],
  [
    'tables of splits with images of equal names',
    { 'train.csv': 'id,class\n0,cat\n1,dog\n', 'test.csv': 'id,class\n0,dog\n1,cat\n' },
    ['train/0.png', 'train/1.png', 'test/0.png', 'test/1.png'],
    ['train.csv and test.csv: class: cat 1/1 dog 1/1', 'Folders?: test 2/0 train 2/0'],
  ],
  [
    'a column of splits, and no header',
    { 'all.csv': '0.png,cat,train\n1.png,dog,train\n2.png,cat,test\n3.png,dog,test\n' },
    ['0.png', '1.png', '2.png', '3.png'],
    ['all.csv: column 2: cat 1/1 dog 1/1'],
  ],
  [
    'images that a table lists twice, with two labels, and not at all',
    { 'boxes.csv': 'file,label\n0.png,cat\n0.png,cat\n1.png,cat\n1.png,dog\n2.png,dog\n' },
    ['x/0.png', 'x/1.png', 'x/2.png', 'x/3.png'],
    ['boxes.csv: label?: cat 1/0 dog 1/0', 'Folders: x 4/0'],
  ],
  [
    'columns that mark the class, also for a row with none',
    { 'truth.csv': `image,MEL,NV\n0,1.0,0.0\n1,0.0,1.0\n${'2,0,1\n'.repeat(9)}3,0,0\n` },
    ['x/0.jpg', 'x/1.jpg', 'x/2.jpg', 'x/3.jpg'],
    ['truth.csv: MEL, NV: MEL 1/0 NV 2/0', 'Folders: x 4/0'],
  ],
  [
    'capital letters, other endings, paths of another computer, and URLs',
    {
      'a.csv':
        'file,label\nimg_0.jpeg,cat\nC:\\pets\\IMG_1.JPG,dog\nhttps://x.org/a%20b/img_2.jpg?size=3,cat\n/data/img_3.jpg,dog\n',
    },
    ['x/IMG_0.JPG', 'x/img_1.jpg', 'x/img_2.jpg', 'x/img_3.jpg'],
    ['a.csv: label: cat 2/0 dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'tables in the folders of splits, and lines of JSON',
    {
      'train/metadata.jsonl': '{"file_name":"0.png","label":"cat"}\n{"file_name":"1.png","label":"dog"}\n',
      'test/metadata.jsonl': '{"file_name":"0.png","label":"cat"}\n{"file_name":"1.png","label":"dog"}\n',
    },
    ['train/0.png', 'train/1.png', 'test/0.png', 'test/1.png'],
    ['metadata.jsonl and metadata.jsonl: label: cat 1/1 dog 1/1', 'Folders?: test 2/0 train 2/0'],
  ],
  [
    'numbers of classes that name images too, and more images than in folders of classes',
    {
      'Train.csv': 'ClassId,Path\n0,Train/0/a.png\n1,Train/1/b.png\n',
      'Test.csv': 'ClassId,Path\n0,Test/c.png\n1,Test/d.png\n',
    },
    ['Train/0/a.png', 'Train/1/b.png', 'Test/c.png', 'Test/d.png', 'Meta/0.png', 'Meta/1.png'],
    [
      'Train.csv and Test.csv: ClassId: 0 1/1 1 1/1',
      'Folders, split into training and test: 0 1/0 1 1/0',
      'Folders: Meta 2/0 Test 2/0 Train 2/0',
    ],
  ],
  [
    'several columns of labels, which are asked',
    {
      'items.csv':
        'image,color,shape,price\n0,red,round,1.5\n1,blue,round,2.5\n2,red,square,3.5\n3,blue,square,4\n',
    },
    ['x/0.png', 'x/1.png', 'x/2.png', 'x/3.png'],
    ['items.csv: color: blue 2/0 red 2/0', 'items.csv: shape: round 2/0 square 2/0', 'Folders: x 4/0'],
  ],
])('a table: %s', async (_, tables, images, expected) => {
  expect(await ways(tables, ...images)).toEqual(expected);
});

const FOUR = ['x/0.png', 'x/1.png', 'x/2.png', 'x/3.png'];
const KINDS = ['cat', 'dog', 'dog', 'cat'];
const choices = (kind: string) => [{ from_name: 'kind', to_name: 'image', value: { choices: [kind] } }];

it.each<[string, unknown, string[]]>([
  [
    'COCO with objects of one category in each image',
    {
      images: KINDS.map((_, i) => ({ id: i, file_name: `${i}.png`, width: 9, height: 9 })),
      annotations: KINDS.flatMap((kind, i) =>
        [1, 2].map(() => ({ image_id: i, category_id: kind, bbox: [] })),
      ),
      categories: ['cat', 'dog'].map((kind) => ({ id: kind, name: `a ${kind}` })),
    },
    ['labels.json: category: a cat 2/0 a dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'COCO with objects of several categories in an image',
    {
      images: KINDS.map((_, i) => ({ id: i, file_name: `${i}.png` })),
      annotations: [...KINDS.entries(), [3, 'dog'] as const].map(([image_id, category_id]) => ({
        image_id,
        category_id,
      })),
      categories: ['cat', 'dog'].map((kind) => ({ id: kind, name: kind })),
    },
    ['labels.json: category?: cat 1/0 dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'Label Studio, with names of uploaded files',
    KINDS.map((kind, i) => ({
      id: i,
      annotations: [{ id: 7 * i, completed_by: 1, result: choices(kind) }],
      data: { image: `/data/upload/1/0a1b2c3d-${i}.png` },
    })),
    ['labels.json: choices: cat 2/0 dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'Label Studio, short',
    KINDS.map((choice, i) => ({ id: 9 + i, image: `/data/local-files/?d=x/${i}.png`, choice })),
    ['labels.json: choice: cat 2/0 dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'an object by names of images',
    Object.fromEntries(KINDS.map((kind, i) => [`${i}.png`, kind])),
    ['labels.json: value: cat 2/0 dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'lists of images by class, inside an object',
    { version: 2, classes: { cat: ['0.png', '3.png'], dog: ['1.png', '2.png'] } },
    ['labels.json: name: cat 2/0 dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'VGG’s annotator',
    Object.fromEntries(
      KINDS.map((kind, i) => [
        `${i}.png77`,
        { filename: `${i}.png`, size: 77, regions: [], file_attributes: { class: kind } },
      ]),
    ),
    ['labels.json: class: cat 2/0 dog 2/0', 'Folders: x 4/0'],
  ],
  [
    'settings, and names of members of objects',
    { a: { b: [1, 2] }, __proto__: 1, '0.png': null },
    ['Folders: x 4/0'],
  ],
])('JSON: %s', async (_, json, expected) => {
  expect(await ways({ 'labels.json': JSON.stringify(json) }, ...FOUR)).toEqual(expected);
});

it('JSON of lists in lists is looked at in bounded time and memory', async () => {
  const nested = (depth: number): unknown =>
    depth === 0 ? 1 : Array.from({ length: 16 }, () => nested(depth - 1));
  const text = JSON.stringify([{ image: '0.png', label: 'cat', boxes: nested(5) }]);
  expect(text.length).toBeGreaterThan(2 ** 20);
  expect(await ways({ 'labels.json': text, 'deep.json': '['.repeat(10 ** 6) }, ...FOUR)).toEqual([
    'Folders: x 4/0',
  ]);
});

it('rows without an image are counted, and do not name an image in another folder', async () => {
  const files = {
    'x/0.png': PNG,
    'x/1.png': PNG,
    'x/2.png': PNG,
    'labels.csv': Buffer.from('image,label\nx/0.png,cat\nx/1.png,dog\ny/1.png,cat\nx/9.png,cat\n'),
  };
  const { recognized } = (await imageFiles.match(memoryContainer(files)))!;
  expect(recognized.labelSets[0]!.classes.map(({ name, train }) => `${name} ${train}`)).toEqual([
    'cat 1',
    'dog 1',
  ]);
  expect(recognized.labelSets[0]!.notes).toEqual([
    problem('bad-data/rows-without-image', { rows: 2, first: 'y/1.png' }),
    problem('bad-data/images-unlabeled', { images: 1, first: 'x/2.png' }),
  ]);
});

it('an image and its label in each line of text are a table', async () => {
  const lines = FOUR.map((path, i) => `${path} ${KINDS[i]}\n`).join('');
  expect(await ways({ 'list.txt': lines }, ...FOUR)).toEqual([
    'list.txt: column 2: cat 2/0 dog 2/0',
    'Folders: x 4/0',
  ]);
});

it('other tables and texts are no labels', async () => {
  const other = { 'prices.csv': 'a,b\n1,2\n3,4\n', 'notes.txt': 'cats, and dogs\n' };
  expect(await ways(other, 'cat/0.png', 'dog/1.png')).toEqual(['Folders: cat 1/0 dog 1/0']);
});
