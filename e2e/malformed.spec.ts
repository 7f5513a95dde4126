import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chain, exampleText, expect, openExample, openFrom, test } from './app.js';

const birds = exampleText('birds-vs-airplanes');
const changed = (change: (project: Record<string, unknown>) => void): string => {
  const project = JSON.parse(birds) as Record<string, unknown>;
  change(project);
  return JSON.stringify(project);
};
const layers = (project: Record<string, unknown>) =>
  (project['model'] as { layers: Record<string, unknown>[] }).layers;

/** Invalid project files and their expected messages. */
const MALFORMED: readonly (readonly [name: string, contents: string | Uint8Array, says: RegExp])[] = [
  ['empty', '', /is not JSON: it is empty\. Expected a project file/],
  ['binary', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), /is not JSON: it is a binary file/],
  ['cut-off', birds.slice(0, 300), /is not JSON: it is cut off at the end/],
  ['comma', birds.replace(',', ',,'), /is not JSON: syntax error at line 2, column 25/],
  ['a-list', '[]', /is not a Layerloom project: expected a JSON object/],
  ['null', 'null', /is not a Layerloom project: expected a JSON object/],
  [
    'other-format',
    changed((p) => (p['format'] = 'perceptilabs')),
    /format: Expected "layerloom", got "perceptilabs"/,
  ],
  ['no-version', changed((p) => delete p['version']), /version: Missing: expected a whole number/],
  ['future', changed((p) => (p['version'] = 99)), /version 99.*Update Layerloom/],
  ['unknown-field', changed((p) => (p['colour'] = 'red')), /colour/],
  ['no-data', changed((p) => delete p['data']), /data/],
  [
    'unknown-source',
    changed((p) => (p['data'] = { source: { kind: 'imagenet' } })),
    /data\.source\.kind: Expected one of "cifar10", "images", "table", "inline", got "imagenet"/,
  ],
  [
    'no-classes',
    changed((p) => ((p['data'] as Record<string, unknown>)['classes'] = [])),
    /data\.classes: Expected at least 1 entry/,
  ],
  ['unknown-layer', changed((p) => (layers(p)[1]!['type'] = 'Liner')), /Did you mean "Linear"/],
  ['unknown-param', changed((p) => (layers(p)[1]!['params'] = { in_feature: 3 })), /in_feature/],
  ['wrong-type', changed((p) => (layers(p)[1]!['params'] = { out_features: 'many' })), /out_features/],
  ['too-big', changed((p) => (layers(p)[1]!['params'] = { out_features: 1e12 })), /out_features/],
  ['same-name', changed((p) => (layers(p)[1]!['name'] = layers(p)[2]!['name'])), /Two layers have the name/],
  ['bad-name', changed((p) => (layers(p)[1]!['name'] = 'a b/../c')), /letters, digits and underscores/],
  [
    'unknown-loss',
    changed((p) => ((p['training'] as Record<string, unknown>)['loss'] = { type: 'Loss' })),
    /no loss "Loss"/,
  ],
  [
    'no-epochs',
    changed((p) => ((p['training'] as Record<string, unknown>)['epochs'] = 0)),
    /training\.epochs/,
  ],
  ['huge', ' '.repeat(17 * 2 ** 20), /larger than 16 MB/],
];

test('malformed project files are rejected with a message, and the open project stays', async ({
  loom: { app, page },
  folder,
}) => {
  await openExample(page, 'Birds vs. airplanes');
  const before = await chain(page);
  for (const [name, contents, says] of MALFORMED) {
    const path = join(folder, `${name}.loom`);
    writeFileSync(path, contents);
    await openFrom(app, path);
    await page.keyboard.press('Control+o');
    const notice = page.getByRole('status').locator('[data-tone=bad]');
    await expect(notice, name).toContainText(says);
    await notice.getByRole('button', { name: 'Close' }).click();
    await expect(notice).toHaveCount(0);
    expect(await chain(page)).toEqual(before);
  }
});
