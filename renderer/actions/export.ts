import { modelCode, trainCode } from '../../engine/exchange/torch/code.js';
import type { Project } from '../../engine/project/schema.js';
import { messageOf } from '../../engine/text/index.js';
import { runJob, type JobRequest } from '../jobs.js';
import { type CallError, orNotice, valueOrNotice } from '../loom.js';
import { useDocument } from '../state/document.js';
import { useTraining, type ExportJob } from '../state/training.js';
import { announce, notice } from '../state/ui.js';
import { once } from './once.js';

/** The input and output of an ONNX file. */
export type OnnxChoice = Pick<JobRequest<'export'>, 'input' | 'output' | 'includeData'>;

/** Asks for a file, writes the run's model to it and proves it. */
export const exportOnnx = once(async (runId: string, choice: OnnxChoice): Promise<void> => {
  const { document } = useDocument.getState();
  if (!document) return;
  const job = runJob('export', { token: document.token, runId, ...choice });
  const accepted = await orNotice(job.accepted);
  if (!accepted) return;
  const running: ExportJob = { ...accepted, runId, status: 'running', result: null, error: null };
  useTraining.setState({ exported: running });
  announce('Export started');
  const end = (ended: Partial<ExportJob>) => {
    // Another project may be open by now.
    if (useTraining.getState().exported === running)
      useTraining.setState({ exported: { ...running, ...ended } });
  };
  job.result.then(
    (result) => end({ status: 'finished', result }),
    (failed: unknown) => end({ status: 'failed', error: (failed as CallError).problem }),
  );
});

/** Asks for a file and writes the run's weights to it. */
export const exportWeights = once(async (runId: string): Promise<void> => {
  const { document } = useDocument.getState();
  if (!document) return;
  const file = await valueOrNotice(window.loom.engine.exportWeights({ token: document.token, runId }));
  if (file) notice('ok', `Wrote ${file.name}.`);
});

/** Asks for a file and writes a project's PyTorch code to it. */
export const savePython = once(async (name: 'model.py' | 'train.py', project: Project): Promise<void> => {
  const text = name === 'model.py' ? modelCode(project) : trainCode(project);
  const file = await valueOrNotice(window.loom.app.saveText({ kind: 'python', name, text }));
  if (file) notice('ok', `Wrote ${file.name}.`);
});

/** Copies text and says so. */
export async function copy(text: string, what: string): Promise<void> {
  const answer = await window.loom.app.copyText({ text });
  if (answer.ok) notice('ok', `${what} copied.`);
  else notice('bad', messageOf(answer.problem));
}
