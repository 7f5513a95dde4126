#!/usr/bin/env node
// `npm run readers`: exports a matrix of models, opens every file with the readers that people use, holds their numbers
// against PyTorch's with the same weights, and writes docs/readers.md. Needs a package registry; it is not part of
// `npm test`. Fails when a reader cannot do something that LIMITS does not name.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../lib/cacheFolder.mjs';
import { run } from '../lib/run.mjs';
import { ENGINE_STEPS, runSteps } from '../lib/steps.mjs';
import { report } from './report.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const BATCHES = ['1', '7', '64'];

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
    'onnx2torch',
    'safetensors',
  ],
};
/** onnxruntime-web's versions, for Node. */
const WEB = { 'web-1.17': 'onnxruntime-web@1.17.3', web: 'onnxruntime-web' };
/** The newest Python that has packages for all of them. */
const PYTHON = 'python3.11';

/** Readers, each with its environment. */
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

/** Installs into a folder of the cache, once: `install` gets a trial folder. */
function prepare(name, install) {
  const folder = join(cacheFolder(), 'readers', name);
  const marker = join(folder, 'complete');
  if (existsSync(marker)) return folder;
  console.log(`installing ${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  install(folder);
  writeFileSync(marker, '');
  return folder;
}

/** A virtual environment's Python; they cannot be moved, so it is made in place. */
function python(environment) {
  const folder = prepare(environment, (target) => {
    run(PYTHON, ['-m', 'venv', target]);
    run(join(target, 'bin', 'pip'), ['install', '--quiet', ...ENVIRONMENTS[environment]]);
  });
  return join(folder, 'bin', 'python');
}

function web(environment) {
  return prepare(environment, (target) => {
    writeFileSync(join(target, 'package.json'), '{ "private": true }');
    run('npm', ['install', '--no-audit', '--ignore-scripts', WEB[environment]], { cwd: target });
  });
}

/** What a reader says about every file. */
function ask([reader, environment], files) {
  const [command, args] =
    environment in WEB
      ? [process.execPath, [join(here, 'web.mjs'), web(environment), files, ...BATCHES]]
      : [python(environment), [join(here, 'read.py'), reader, files, ...BATCHES]];
  console.log(`${reader} (${environment})`);
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const at = stdout.lastIndexOf('RESULTS ');
  if (at < 0) throw new Error(`${reader} ended without a result:\n${stderr.slice(-2000)}`);
  return { reader, ...JSON.parse(stdout.slice(at + 'RESULTS '.length)) };
}

await runSteps(root, ENGINE_STEPS, console.log);
// What is imported here is compiled by now.
const { models } = await import('./models.mjs');
const { exportModels } = await import('./exportModels.mjs');

const folder = mkdtempSync(join(tmpdir(), 'layerloom-readers-'));
try {
  const forms = await exportModels(models(root), folder);
  const files = join(folder, 'files.json');
  writeFileSync(files, JSON.stringify(forms));
  const pytorch = run(python('current'), [join(here, 'expected.py'), folder, ...BATCHES]).trim();
  const answers = READERS.map((reader) => ask(reader, files));
  const { text, unexplained } = report(forms, answers, { pytorch, batches: BATCHES });
  const written = join(root, 'docs', 'readers.md');
  writeFileSync(`${written}.new`, text);
  renameSync(`${written}.new`, written);
  run(process.execPath, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', written]);
  for (const line of unexplained) console.error(line);
  process.exitCode = unexplained.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
