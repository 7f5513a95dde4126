import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, openExample, openFrom, saveTo, test, trainOneEpoch } from './app.js';

const finder = join(import.meta.dirname, '..', 'scripts', 'python.mjs');

const tables = join(import.meta.dirname, '..', 'engine', 'exchange', '__fixtures__', 'tables');

/** Runs a Python program with onnxruntime and numpy and returns its output. */
function python(program: string, cwd: string): string {
  const found = spawnSync(process.execPath, [finder], { encoding: 'utf8' });
  expect(found.status, found.stderr).toBe(0);
  const [command, packages] = found.stdout.split('\n') as [string, string];
  const env = { ...process.env, PYTHONPATH: packages };
  const { status, stdout, stderr } = spawnSync(command, ['-c', program], { cwd, env, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

/** The text on the clipboard. */
async function copied(app: ElectronApplication): Promise<string> {
  return app.evaluate(({ clipboard }) => clipboard.readText());
}

const numbers = (text: string) => (text.match(/-?\d+\.?\d*(e-?\d+)?/g) ?? []).map(Number);

test('the Python snippet runs unmodified and returns the file’s outputs', async ({
  loom: { app, page },
  folder,
}) => {
  test.setTimeout(300_000);
  await openExample(page, 'Birds vs. airplanes');
  await trainOneEpoch(page);
  await page.keyboard.press('Control+e');

  for (const [input, type, size] of [
    ['Tensor, transformed', 'float32', [1, 3, 32, 32]],
    ['Raw RGB pixels', 'uint8', [1, 32, 32, 3]],
  ] as const) {
    const file = join(folder, `${type} "model".onnx`);
    await saveTo(app, file);
    await page.getByLabel('Input').selectOption(input);
    await page.getByRole('button', { name: 'Export and prove…' }).click();
    await expect(page.getByRole('region', { name: 'Certificate' })).toContainText(`input · ${type}`, {
      timeout: 60_000,
    });
    await page.getByRole('button', { name: 'Copy Python snippet' }).click();
    await expect(page.getByText('Python snippet copied.').first()).toBeVisible();
    await expect.poll(() => copied(app)).toContain(`${type} \\"model\\".onnx`);

    const session = await InferenceSession.create(file);
    const zeros = type === 'uint8' ? new Uint8Array(3072) : new Float32Array(3072);
    const { log_probabilities: expected } = await session.run({ input: new Tensor(type, zeros, size) });
    const printed = numbers(python(await copied(app), folder));
    const answers = [...(expected!.data as Float32Array)];
    expect(printed).toHaveLength(answers.length);
    printed.forEach((value, i) => expect(value).toBeCloseTo(answers[i]!, 5));
  }
});

test('the Python snippet of a table takes a row as it is in the file', async ({
  loom: { app, page },
  folder,
}) => {
  test.setTimeout(120_000);
  await openFrom(app, join(tables, 'wine.loom'));
  await page.keyboard.press('Control+o');
  await expect(page.getByText('No problems')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+e');
  await saveTo(app, join(folder, 'wine.onnx'));
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await page.getByRole('button', { name: 'Copy Python snippet' }).click({ timeout: 60_000 });
  await expect.poll(() => copied(app)).toContain('"wine.onnx"');
  const snippet = await copied(app);
  expect(numbers(python(snippet, folder))).toHaveLength(1);

  const [header, first] = readFileSync(join(tables, 'wine.csv'), 'utf8').split('\n');
  const cells = first!.split(';');
  const filled = header!
    .split(';')
    .reduce(
      (text, name, i) => text.replace(`${name}: np.array([[0]]`, `${name}: np.array([[${cells[i]!}]]`),
      snippet,
    );
  const [quality] = numbers(python(filled, folder));
  expect(quality).toBeCloseTo(5.130158, 4);
});
