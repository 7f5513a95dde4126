#!/usr/bin/env node
// `npm run readers`: exports a matrix of models, opens every file with the readers that people use, and holds their numbers
// against PyTorch's with the same weights. Writes the matrix that certificates name readers from, and docs/readers.md.
// Needs a package registry; it is not part of `npm test`. Fails, and writes nothing, when a reader cannot do something
// that limits.mjs does not name. `SEED=… npm run readers` tries other random models, and writes nothing either.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { prepareOnce, pythonOf } from '../lib/folders.mjs';
import { run } from '../lib/run.mjs';
import { ENGINE_STEPS, runSteps } from '../lib/steps.mjs';
import { documentOf } from './document.mjs';
import { matrixOf } from './matrix.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const BATCHES = ['1', '7', '64'];
/** The same random models each time, so that two matrices can be compared. */
const USUAL_SEED = 1;

/** Python environments: what is installed in each. The old ones need an older Python and numpy. */
const ENVIRONMENTS = {
  'onnxruntime-1.15': ['onnxruntime==1.15.1', 'opencv-python-headless==4.8.1.78', 'numpy<2'],
  'onnxruntime-1.17': ['onnxruntime==1.17.3', 'numpy<2'],
  current: [
    'onnxruntime',
    'onnx',
    'openvino',
    'opencv-python-headless',
    'torch',
    'torchvision',
    'onnx2torch',
    'safetensors',
  ],
};
/** onnxruntime-web's versions, for Node. */
const WEB = { 'web-1.17': 'onnxruntime-web@1.17.3', web: 'onnxruntime-web' };
/** Readers, each with its environment, older versions first. */
const READERS = [
  ['onnx.checker', 'current'],
  ['onnx.reference', 'current'],
  ['onnxruntime', 'onnxruntime-1.15'],
  ['onnxruntime', 'onnxruntime-1.17'],
  ['onnxruntime', 'current'],
  ['onnxruntime-web', 'web-1.17'],
  ['onnxruntime-web', 'web'],
  ['OpenCV DNN', 'onnxruntime-1.15'],
  ['OpenCV DNN', 'current'],
  ['onnx2torch', 'current'],
  ['OpenVINO', 'current'],
];

const installPython = (environment) => pythonOf(join('readers', environment), ENVIRONMENTS[environment]);

function web(environment) {
  return prepareOnce(join('readers', environment), (target) => {
    writeFileSync(join(target, 'package.json'), '{ "private": true }');
    run('npm', ['install', '--no-audit', '--ignore-scripts', WEB[environment]], { cwd: target });
  });
}

/** What a reader says about every file. */
function ask([name, environment], files) {
  const [command, args] =
    environment in WEB
      ? [process.execPath, [join(here, 'web.mjs'), web(environment), files, ...BATCHES]]
      : [installPython(environment), [join(here, 'read.py'), name, files, ...BATCHES]];
  console.log(`${name} (${environment})`);
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const at = stdout.lastIndexOf('RESULTS ');
  if (at < 0) throw new Error(`${name} ended without a result:\n${stderr.slice(-2000)}`);
  return { name, ...JSON.parse(stdout.slice(at + 'RESULTS '.length)) };
}

/** Writes a checked-in file as prettier would. */
async function write(path, text, parser) {
  const formatted = await format(text, { ...(await resolveConfig(path)), parser });
  writeFileSync(`${path}.new`, formatted);
  renameSync(`${path}.new`, path);
}

await runSteps(root, ENGINE_STEPS, console.log);
// What is imported here is compiled by now.
const { models } = await import('./models.mjs');
const { exportModels } = await import('./exportModels.mjs');

const seed = Number(process.env.SEED ?? USUAL_SEED);
console.log(`random models of seed ${seed}`);
const folder = mkdtempSync(join(tmpdir(), 'layerloom-readers-'));
try {
  const forms = await exportModels(models(root, seed), folder);
  const files = join(folder, 'files.json');
  writeFileSync(files, JSON.stringify(forms));
  const pytorch = JSON.parse(run(installPython('current'), [join(here, 'expected.py'), folder, ...BATCHES]));
  const answers = READERS.map((reader) => ask(reader, files));
  const { matrix, unexplained } = matrixOf(forms, answers, { pytorch, batches: BATCHES.map(Number) });
  for (const line of unexplained) console.error(line);
  if (unexplained.length > 0) process.exitCode = 1;
  else if (seed === USUAL_SEED) {
    await write(join(root, 'engine', 'exchange', 'onnx', 'readers.json'), JSON.stringify(matrix), 'json');
    await write(join(root, 'docs', 'readers.md'), documentOf(matrix), 'markdown');
  }
} finally {
  rmSync(folder, { recursive: true });
}
