import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, node, openFrom, saveTo, test } from './app.js';
import { dropOnWindow, openImport } from './importing.js';
import { lookAt } from './lookAt.js';

test('a CSV file becomes a project that trains; a malformed one is shown with its problem', async ({
  loom: { app, page },
  folder,
}) => {
  const broken = join(folder, 'broken.csv');
  writeFileSync(broken, 'a,b\n1,2\n3\n');
  await openFrom(app, broken);
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^From your own table/ }).click();
  await expect(page.getByText('Line 3 is not used: it has 1 cell instead of 2.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('Control+n');

  writeFileSync(broken, 'place;height\n"Seoul;38\nBusan;70\n');
  await page.getByRole('button', { name: /^From your own table/ }).click();
  const unread = page.getByRole('dialog', { name: 'New project from broken' });
  await expect(unread.getByRole('alert')).toHaveText(
    'broken.csv: line 2: A quote that opens in this row is never closed.',
  );
  await expect(unread.getByRole('row', { name: '3 Busan;70' })).toBeVisible();
  await expect(unread.getByLabel('Delimiter')).toHaveValue(';');
  await expect(unread.getByRole('button', { name: 'Create project' })).toBeDisabled();
  await lookAt(app, page, 'table-unread');
  await unread.getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('Control+n');

  writeFileSync(broken, 'PAR1\0\0');
  await page.getByRole('button', { name: /^From your own table/ }).click();
  await expect(unread.getByRole('alert')).toContainText('broken.csv: This is a Parquet file.');
  await expect(unread.getByRole('button', { name: 'Create project' })).toBeDisabled();
  await lookAt(app, page, 'table-refused');
  await unread.getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('Control+n');

  const good = join(folder, 'springs.csv');
  const rows = Array.from({ length: 100 }, (_, i) => {
    const length = 3 * (i / 10) - (i % 7) + (i % 2) * 20;
    return `${i % 2 ? 'steel' : 'brass'};${i / 10};${i % 7};${length}`;
  });
  writeFileSync(good, ['kind;force;width;length', ...rows, 'steel;;1;2'].join('\r\n'));
  await openFrom(app, good);
  await page.getByRole('button', { name: /^From your own table/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('101 rows, 4 columns');
  await expect(dialog.getByLabel('Target')).toHaveValue('length');
  await expect(dialog).toContainText('100 of 101 rows are used');
  await dialog.getByLabel('Delimiter').selectOption('Comma');
  await expect(dialog).toContainText('101 rows, 1 column.');
  await expect(dialog.getByRole('alert')).toContainText('Is the delimiter right?');
  await dialog.getByLabel('Delimiter').selectOption('Semicolon');
  await dialog.getByLabel('First row contains column names').uncheck();
  await expect(dialog).toContainText('102 rows');
  await dialog.getByLabel('First row contains column names').check();
  await expect(dialog).toContainText('text, 2 distinct values');
  // The length depends on the kind, which shifts it by 20.
  await dialog.getByLabel('kind').check();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'springs' })).toBeVisible();
  await expect(page.getByText('No problems')).toBeVisible();
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 4$/);
  await page.keyboard.press('Control+2');
  await page.getByLabel('Use of width').selectOption('Unused');
  await page.keyboard.press('Control+1');
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 3$/);
  await page.keyboard.press('Control+z');
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 4$/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  const [loss] = (await page.getByText(/^epoch 500 ·/).textContent())!.match(/(?<=val )[\d.e-]+/)!;
  expect(Number(loss)).toBeLessThan(20);

  // The errors are in the unit of the length, although the loss is that of the standardized target.
  const figure = (name: string) => page.locator('dl div', { hasText: name }).locator('dd');
  await expect(
    page.getByText('MAE and RMSE are in the unit of length, on the validation rows.'),
  ).toBeVisible();
  const rmse = Number(await figure('RMSE').textContent());
  expect(rmse).toBeLessThan(4);
  expect(rmse).toBeGreaterThan(2 * Math.sqrt(Number(loss)));
  await expect(page.getByRole('region', { name: 'Loss' })).toContainText(/Baseline [\d.]+/);
  await expect(page.getByRole('region', { name: 'Error of length' })).toContainText(/Baseline RMSE [\d.]+/);
  await lookAt(app, page, 'train-regression');

  // Without its transform, the target is learned in its own unit; one epoch is worse than the mean, and says so.
  await page.keyboard.press('Control+2');
  const target = page.getByRole('region', { name: 'Target' });
  await target.getByRole('button', { name: 'Remove Standardize' }).click();
  await expect(target).toContainText('No transforms');
  await page.keyboard.press('Control+3');
  await page.getByLabel('Epochs').fill('1');
  await page.getByLabel('Epochs').press('Enter');
  await page.keyboard.press('Control+Enter');
  const worse = page.getByText('Worse than predicting the mean');
  await expect(worse).toBeVisible({ timeout: 60_000 });
  await lookAt(app, page, 'train-worse-than-mean');
  await page.getByRole('button', { name: 'Standardize the target' }).click();
  await page.getByLabel('Epochs').fill('200');
  await page.getByLabel('Epochs').press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^epoch 200 ·/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Finished').first()).toBeVisible();
  await expect(worse).toBeHidden();
  expect(Number(await figure('RMSE').textContent())).toBeLessThan(6);

  // Understand has the effect of each column, residuals, and the rows, worst first.
  await page.keyboard.press('Control+4');
  const effects = page.getByRole('region', { name: 'Effect of each column' });
  await expect(effects.getByRole('img', { name: /^Effect of force/ })).toBeVisible();
  await expect(effects.getByRole('listitem').filter({ hasText: 'steel' })).toBeVisible();
  const judged = page.getByRole('region', { name: 'Rows with predictions' });
  await page.getByRole('group', { name: 'Rows' }).getByRole('button', { name: 'Validation' }).click();
  await expect(judged.getByRole('row').filter({ hasText: 'validation' })).toHaveCount(20);
  await lookAt(app, page, 'understand-effects');
});

test('a table dropped on the window is shown, even over an open dialog', async ({
  loom: { app, page },
  folder,
}) => {
  const file = join(folder, 'Springs.CSV');
  writeFileSync(file, 'force,length\n1,3\n2,6\n3,9\n');
  await dropOnWindow(page, file);
  const dialog = page.getByRole('dialog', { name: 'New project from Springs' });
  await expect(dialog).toContainText('3 rows, 2 columns');
  // Dropping another table replaces the first and resets its settings.
  const people = Array.from({ length: 12 }, (_, i) => `${i},${i === 4 ? 'n/k' : 2 * i},${i * i}`);
  writeFileSync(join(folder, 'Heights.csv'), ['age,weight,height', ...people].join('\n'));
  await dropOnWindow(page, join(folder, 'Heights.csv'));
  const other = page.getByRole('dialog', { name: 'New project from Heights' });
  await expect(other.getByRole('checkbox', { name: 'age' })).toBeChecked();
  await expect(other.getByLabel('Target')).toHaveValue('height');
  await expect(other).toContainText('1 not readable: first “n/k” on line 6, column weight');
  await lookAt(app, page, 'table-unreadable');
  const unreadable = other.getByLabel('Cells of weight that are not readable');
  await unreadable.selectOption('Treat the column as text');
  await expect(other).toContainText('text, 12 distinct values');
  await expect(other).not.toContainText('rows are used');
  await unreadable.selectOption('Leave out their rows');
  await expect(other).toContainText('11 of 12 rows are used');
  await other.getByRole('button', { name: 'Cancel' }).click();

  await openImport(page);
  await dropOnWindow(page, file);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 1$/);

  const broken = join(folder, 'broken.tsv');
  writeFileSync(broken, 'a\tb\n1\t2\n3\n');
  await dropOnWindow(page, broken);
  await expect(page.getByText('Line 3 is not used: it has 1 cell instead of 2.')).toBeVisible();
});

/** The row of a flower that has the name of another species. */
const MISLABELED = 31;

/** Flowers of three species, separable by length and soil together; every ninth lacks its width. */
function flowers(): string {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const species = i % 3;
    const length = 4 + 2 * Number(species > 0) + ((i * 7) % 10) / 10;
    const soil = species === 2 ? 'sand' : 'clay';
    return [
      length,
      i % 9 === 8 ? '' : (i % 5) / 2,
      soil,
      ['setosa', 'versicolor', 'virginica'][i === MISLABELED ? 0 : species],
    ].join(',');
  });
  return ['length,width,soil,species', ...rows].join('\n');
}

test('a table with classes: train, view mistakes, use another column, compare, doubt labels, export', async ({
  loom: { app, page },
  folder,
}) => {
  const file = join(folder, 'flowers.csv');
  writeFileSync(file, flowers());
  await dropOnWindow(page, file);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Target')).toHaveValue('species');
  await expect(dialog).toContainText('80 of 90 rows are used');
  await dialog.getByLabel('width').uncheck();
  await dialog.getByLabel('Standardize').uncheck();
  await lookAt(app, page, 'table-classes-import');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByText('No problems')).toBeVisible();
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 1$/);
  await expect(node(page, 'Output')).toContainText('3 classes');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^epoch 100 ·.*acc/)).toBeVisible();

  // Length alone doesn't separate the species that differ in soil.
  await page.keyboard.press('Control+2');
  await page.getByRole('button', { name: 'Show the model’s mistakes' }).click();
  const wrong = page.getByRole('status').filter({ hasText: 'of 18 predictions' });
  await expect(wrong).not.toHaveText(/^0 of/);
  const sheet = page.getByRole('region', { name: 'Table' });
  await expect(sheet.getByRole('row').filter({ hasText: '✗' }).first()).toBeVisible();
  await expect(sheet.getByRole('row').filter({ hasText: '✓' })).toHaveCount(0);
  await lookAt(app, page, 'table-mistakes');
  await page.getByLabel('Only wrong predictions, highest loss first').uncheck();
  await expect(sheet.getByRole('row').filter({ hasText: '✓' }).first()).toBeVisible();

  // Understand lists the rows, where it would show images.
  await page.keyboard.press('Control+4');
  const mistaken = page.getByRole('region', { name: 'Rows: Most confident mistakes' });
  await expect(mistaken.getByRole('row').filter({ hasText: '✗' }).first()).toBeVisible();
  const confusion = page.getByRole('region', { name: 'Confusion matrix' });
  await confusion.getByRole('button', { name: /^setosa predicted as setosa/ }).click();
  await expect(page.getByRole('region', { name: 'Rows: setosa predicted as setosa' })).toBeVisible();
  await lookAt(app, page, 'understand-table');
  await page.keyboard.press('Control+2');

  await page.getByLabel('Use of soil').selectOption('Input');
  await page.keyboard.press('Control+1');
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 3$/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^epoch 100 ·.*acc 100.0 %/)).toBeVisible();

  // The other column has fixed the mistakes, and leaves doubt about the label that is wrong.
  await page.keyboard.press('Control+4');
  const labels = page.getByRole('region', { name: 'Suspected label errors' });
  await labels.getByRole('button', { name: '3 parts' }).click();
  await labels.getByRole('button', { name: 'Search for label errors' }).click();
  await expect(labels.getByRole('heading', { name: /^\d+ of 90 labels$/ })).toBeVisible({ timeout: 30_000 });
  await expect(labels.getByRole('row').filter({ hasText: '✗ versicolor' }).first()).toContainText('setosa');
  await labels.scrollIntoViewIfNeeded();
  await lookAt(app, page, 'understand-table-labels');
  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByRole('definition')).toHaveCount(4);
  await expect(page.getByRole('region', { name: 'Rows: Fixed' }).getByRole('row')).not.toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Differences' })).toContainText('length, soil');
  await lookAt(app, page, 'understand-table-compare');
  await page.keyboard.press('Control+5');
  await saveTo(app, join(folder, 'flowers.onnx'));
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Certificate' })).toContainText('100.0 %');
  await lookAt(app, page, 'table-export');
  expect(readFileSync(join(folder, 'flowers.onnx'), 'latin1')).toContain(
    '["setosa","versicolor","virginica"]',
  );
});
