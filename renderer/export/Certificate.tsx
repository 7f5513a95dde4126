import { BadgeCheck, CircleX, LoaderCircle } from 'lucide-react';
import type { JobResult } from '../../engine/jobs/index.js';
import { messageOf } from '../../engine/text/index.js';
import { Listing } from '../build/Listing.js';
import type { ExportJob } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { count, percent, size } from '../ui/format.js';
import { useApp, useTraining } from '../useApp.js';
import css from './export.module.css';

/** The proof of the last export: the file's answers beside the engine's. */
export function Certificate() {
  const job = useTraining((state) => state.exported);
  return (
    <section className={css['proof']} aria-label="Certificate" aria-live="polite">
      <h2>Certificate</h2>
      {job ? <Verdict job={job} /> : <Before />}
    </section>
  );
}

function Before() {
  return (
    <p style={{ marginTop: 8, maxWidth: 520 }}>
      After an export, onnxruntime opens the written file in a fresh session and runs it on the whole
      validation set. Here you will see the largest difference from the model in this app, the share of equal
      answers, and both accuracies. A file that fails is not written.
    </p>
  );
}

function Verdict({ job }: { readonly job: ExportJob }) {
  if (job.status === 'running') {
    return (
      <p className={css['verdict']}>
        <LoaderCircle size={24} aria-hidden="true" /> Writing and proving {job.file.name}…
      </p>
    );
  }
  if (!job.result) {
    return (
      <>
        <p className={`${css['verdict'] ?? ''} ${css['wrong'] ?? ''}`}>
          <CircleX size={24} aria-hidden="true" /> Not exported
        </p>
        <p className={`${css['warning'] ?? ''} ${css['bad'] ?? ''}`}>{job.error && messageOf(job.error)}</p>
      </>
    );
  }
  return <Proved job={job} exported={job.result} />;
}

interface ProvedProps {
  readonly job: ExportJob;
  readonly exported: JobResult<'export'>;
}

function Proved({ job, exported: { certificate, file } }: ProvedProps) {
  const app = useApp();
  const { images, maxAbsDiff, labelAgreement, engineAccuracy, onnxAccuracy, kernels, readers } = certificate;
  const facts: readonly (readonly [string, string | null])[] = [
    ['File', `${job.file.name} · ${size(file.bytes)}`],
    ['Compared on', `${count(images)} samples`],
    ['Largest difference', difference(maxAbsDiff)],
    ['Without onnxruntime', `${difference(kernels.maxAbsDiff)} on ${count(kernels.images)} samples`],
    ['Label agreement', labelAgreement === null ? null : percent(labelAgreement)],
    ['Accuracy of the file', onnxAccuracy === null ? null : percent(onnxAccuracy)],
    ['Accuracy in the app', engineAccuracy === null ? null : percent(engineAccuracy)],
    ['Time per sample', `${(file.secondsPerSample * 1000).toFixed(3)} ms`],
    ['Format', `ONNX, opset ${file.opset}`],
    ['Opens in', `${readers.map(({ name, from }) => `${name} ${from}`).join(', ')}, and later`],
    ['Input', file.inputs.map(tensorText).join('\n')],
    ['Output', tensorText(file.output)],
  ];
  return (
    <>
      <p className={`${css['verdict'] ?? ''} ${css['good'] ?? ''}`}>
        <BadgeCheck size={28} aria-hidden="true" /> Proved: the file answers like the model
      </p>
      <dl className={css['facts']}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt title={EXPLAINED[name]}>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <div className={css['buttons']}>
        <Button onClick={() => void app.loom.app.showInFolder({ token: job.file.token })}>
          Show in folder
        </Button>
      </div>
      <h3>Use it in Python</h3>
      <p>It needs onnxruntime and numpy.</p>
      <div className={css['snippet']}>
        <Listing
          name="Python snippet"
          code={pythonSnippet(job.file.name, file)}
          action="Copy Python snippet"
        />
      </div>
    </>
  );
}

/** Explanations of the certificate's less obvious labels. */
const EXPLAINED: Readonly<Partial<Record<string, string>>> = {
  'Largest difference': 'Between any number that the file gives and the same number in this app',
  'Opens in': 'Oldest versions with which Layerloom’s developers try exported files',
  'Without onnxruntime':
    'The largest difference from Layerloom’s own kernels, which share no code with onnxruntime',
};

const difference = (value: number) => (value === 0 ? '0' : value.toExponential(1));

function tensorText({ name, dtype, shape }: JobResult<'export'>['file']['output']): string {
  return `${name} · ${dtype} ${shape}`;
}

type FileFacts = JobResult<'export'>['file'];
type Input = FileFacts['inputs'][number];

/** A Python program that runs an exported file with onnxruntime and numpy. */
function pythonSnippet(name: string, { inputs, output, features }: FileFacts): string {
  const [first] = inputs;
  const given =
    first?.shape === COLUMN && features === null
      ? columns(inputs)
      : `inputs = {"input": ${samples(first!, features)}\n`;
  return `import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(${JSON.stringify(name)}, providers=["CPUExecutionProvider"])
${given}(${output.name},) = session.run(["${output.name}"], inputs)
print(${output.name})
`;
}

/** The shape of an input for a table's column. */
const COLUMN = '[B, 1]';

function samples({ dtype, shape }: Input, features: FileFacts['features']): string {
  const meaning =
    dtype === 'uint8'
      ? 'RGB pixels: batch, height, width, channels'
      : `transformed as in training${features ? `: ${features.join(', ')}` : ''}`;
  return `np.zeros((${shape.slice(1, -1).replace('B', '1')}), dtype=np.${dtype})}  # ${meaning}`;
}

function columns(inputs: readonly Input[]): string {
  const lines = inputs.map(({ name, texts }) =>
    texts
      ? `    ${JSON.stringify(name)}: np.array([[${JSON.stringify(texts[0])}]], dtype=object),  # ${texts.map((text) => JSON.stringify(text)).join(', ')}\n`
      : `    ${JSON.stringify(name)}: np.array([[0]], dtype=np.float32),\n`,
  );
  return `# One row, in the units of the table; an empty cell is np.nan or "".
inputs = {
${lines.join('')}}
`;
}
