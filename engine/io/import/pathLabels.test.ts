import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openImport } from './index.js';
import { doubtOf, folderLabels } from './labels.js';

const fixture = (name: string) => fileURLToPath(new URL(`./__fixtures__/layouts/${name}`, import.meta.url));

/** The classes of a fixture with their counts in the splits, and the number of files passed over for each reason. */
async function found(name: string) {
  const { recognized, container } = await openImport(fixture(name));
  await container.close();
  const classes = recognized.labelSets[0]!.classes.map((one) => `${one.name} ${one.train}/${one.test}`);
  return [
    classes.join(' '),
    ...(recognized.labelSets[0]!.passedOver ?? []).map(({ file, why }) => `${file}: ${why.code}`),
  ];
}

const labeled = (...paths: string[]) =>
  folderLabels(paths.map((path) => ({ path, size: 1 })))[0]!.images.map(
    ({ name, test }) => `${name} ${test}`,
  );

it.each([
  ['within classes', ['cat/train/1.png', 'dog/train/1.png', 'cat/test/2.png', 'dog/test/2.png']],
  [
    'with a folder between',
    ['train/images/cat/1', 'train/images/dog/1', 'val/images/cat/2', 'val/images/dog/2'],
  ],
  ['with shares', ['train_80/cat/1', 'train_80/dog/1', 'test_20/cat/2', 'test_20/dog/2']],
  ['in German', ['Trainingsdaten/cat/1', 'Trainingsdaten/dog/1', 'Testdaten/cat/2', 'Testdaten/dog/2']],
  [
    'of two classes, as image translation has them',
    ['trainA/1.png', 'trainB/1.png', 'testA/2.png', 'testB/2.png'],
  ],
  ...[
    ['Entraînement', 'Validation'],
    ['Entraînement'.normalize('NFD'), 'test'],
    ['entrenamiento', 'pruebas'],
    ['treino', 'teste'],
    ['训练集', '测试集'],
    ['学習用', '検証用'],
    ['학습용', '검증용'],
  ].map(([train, test]): [string, string[]] => [
    `in ${train} and ${test}`,
    [`${train}/cat/1`, `${train}/dog/1`, `${test}/cat/2`, `${test}/dog/2`],
  ]),
  ['in Korean', ['학습/cat/1', '학습/dog/1', '검증/cat/2', '검증/dog/2']],
])('finds splits %s', (_, paths) => {
  expect(labeled(...paths).map((one) => one.replace('A', 'cat').replace('B', 'dog'))).toEqual([
    'cat false',
    'dog false',
    'cat true',
    'dog true',
  ]);
});

it('does not take a class of trains for a split', () => {
  expect(labeled('train/1.png', 'bus/1.png')).toEqual(['bus false', 'train false']);
});

it('outer folders that all have the same folders inside are doubted, and those inside offered', () => {
  const ways = (...paths: string[]) =>
    folderLabels(paths.map((path) => ({ path, size: 1 }))).map(
      (way) => `${way.name}: ${way.classNames.join(' ')} ${doubtOf(way)?.code ?? 'sure'}`,
    );
  expect(ways('põhi/cat/1', 'põhi/dog/1', 'lisa/cat/2', 'lisa/dog/2')).toEqual([
    'Folders: lisa põhi bad-data/classes-in-classes',
    'Inner folders: cat dog sure',
  ]);
  expect(ways('cat/small/1', 'cat/large/1', 'dog/small/2', 'dog/brown/2')).toEqual(['Folders: cat dog sure']);
  expect(ways('trains/a/1', 'buses/a/1')).toEqual(['Folders: buses trains sure']);
});

it('numbered parts above classes are put together; without classes they are doubted', () => {
  expect(labeled('fold0/cat/1.png', 'fold0/dog/1.png', 'fold1/cat/2.png', 'fold1/dog/2.png')).toEqual([
    'cat false',
    'cat false',
    'dog false',
    'dog false',
  ]);
  const doubt = (...classNames: string[]) => doubtOf({ classNames })?.code;
  expect(doubt('HAM_part_1', 'HAM_part_2')).toBe('bad-data/classes-like-parts');
  expect(doubt('train2017', 'val2017')).toBe('bad-data/classes-like-splits');
  expect(doubt('train', 'bus')).toBeUndefined();
  expect(doubt('Class 1', 'Class 2')).toBeUndefined();
});

describe('folders with the names of splits are splits', () => {
  it.each([
    ['l_dev', 'cat 2/2 dog 2/2'],
    ['l_keras', 'cats 2/2 dogs 2/2'],
    ['l_trainimages', 'cat 2/2 dog 2/2'],
    ['l_validation', 'buildings 2/2 forest 2/2'],
    ['l_val_class_missing', 'cat 2/2 dog 2/0 fox 2/0 wolf 0/2'],
  ])('%s', async (name, classes) => {
    expect(await found(name)).toEqual([classes]);
  });
});

it('a test folder without labels, and a folder beside the splits, are passed over with reasons', async () => {
  expect(await found('l_train_only_test_flat')).toEqual([
    'cat 2/0 dog 2/0',
    'test/0.png: bad-data/skipped-no-class',
    'test/1.png: bad-data/skipped-no-class',
  ]);
  expect(await found('l_tinyimagenet')).toEqual([
    'n01443537 2/0 n01629819 2/0',
    'val/images/0.png: bad-data/skipped-no-class',
    'val/images/1.png: bad-data/skipped-no-class',
  ]);
  expect(await found('l_split_mixed')).toEqual([
    'cat 2/2 dog 2/2',
    'extra/cat/0.png: bad-data/skipped-beside-splits',
    'extra/cat/1.png: bad-data/skipped-beside-splits',
  ]);
});

it('classes that are called like splits remain classes where no classes lie in them', () => {
  const names = (...paths: string[]) => folderLabels(paths.map((path) => ({ path, size: 1 })))[0]?.classNames;
  expect(names('train/1.png', 'bus/1.png', 'car/1.png')).toEqual(['bus', 'car', 'train']);
  expect(names('train/freight/1.png', 'bus/city/1.png')).toEqual(['bus', 'train']);
  expect(names('train/1.png', 'test/1.png')).toEqual(['test', 'train']);
});
