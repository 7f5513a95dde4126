import { modelCode, trainCode } from '../../engine/exchange/torch/code.js';
import type { Project } from '../../engine/project/schema.js';
import type { JobInput } from '../../engine/jobs/index.js';
import { messageOf, sentenceOf } from '../../engine/text/index.js';
import { type CallError, orNotice, valueOrNotice } from '../loom.js';
import type { ExportJob } from '../state/training.js';
import { announce, notice } from '../state/ui.js';
import { once } from './once.js';
import type { App } from '../app.js';

/** The input and output of an ONNX file. */
export type OnnxChoice = {
  readonly [F in 'input' | 'output' | 'includeData']: NonNullable<JobInput<'export'>[F]>;
};

/** Asks for a file, writes the run's model to it and proves it. */
export const exportOnnx = once(async (app: App, runId: string, choice: OnnxChoice): Promise<void> => {
  const { document } = app.document.getState();
  if (!document) return;
  const { token, name } = document;
  const job = app.jobs.run('export', { run: { token, runId }, out: { name }, ...choice });
  const accepted = await orNotice(app, job.accepted);
  if (!accepted) return;
  const running: ExportJob = { file: accepted.out, runId, status: 'running', result: null, error: null };
  app.training.setState({ exported: running });
  announce(app, 'Export started');
  const end = (ended: Partial<ExportJob>) => {
    // Another project may be open by now.
    if (app.training.getState().exported === running)
      app.training.setState({ exported: { ...running, ...ended } });
  };
  job.result.then(
    (result) => {
      end({ status: 'finished', result });
      if (result?.note) notice(app, 'bad', sentenceOf(result.note));
    },
    (failed: unknown) => end({ status: 'failed', error: (failed as CallError).problem }),
  );
});

/** Asks for a file and writes the run's weights to it. */
export const exportWeights = once(async (app: App, runId: string): Promise<void> => {
  const { document } = app.document.getState();
  if (!document) return;
  const file = await valueOrNotice(app, app.loom.engine.exportWeights({ token: document.token, runId }));
  if (!file) return;
  notice(app, 'ok', `Wrote ${file.name}.`);
  if (file.note) notice(app, 'bad', sentenceOf(file.note));
});

/** Asks for a file and writes a project's PyTorch code to it. */
export const savePython = once(
  async (app: App, name: 'model.py' | 'train.py', project: Project): Promise<void> => {
    const text = name === 'model.py' ? modelCode(project) : trainCode(project);
    const file = await valueOrNotice(app, app.loom.app.saveText({ kind: 'python', name, text }));
    if (file) notice(app, 'ok', `Wrote ${file.name}.`);
  },
);

/** Copies text and says so. */
export async function copy(app: App, text: string, what: string): Promise<void> {
  const answer = await app.loom.app.copyText({ text });
  if (answer.ok) notice(app, 'ok', `${what} copied.`);
  else notice(app, 'bad', messageOf(answer.problem));
}
