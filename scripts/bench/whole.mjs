import { fileURLToPath } from 'node:url';
import { run } from '../lib/run.mjs';
import { timeTraining } from './command.mjs';
import { median, PYTHON, torchEnvironment } from './peer.mjs';

const EXAMPLE = fileURLToPath(new URL('../../assets/examples/birds-vs-airplanes.loom', import.meta.url));
const TORCH = fileURLToPath(new URL('./torch_whole.py', import.meta.url));

/** Time of a whole birds run with validation after every epoch; ours from the start of the command. */
export async function benchWhole({ rounds, epochs }) {
  const [ours, torch] = [[], []];
  for (let i = 0; i < rounds; i++) {
    ours.push(await timeTraining(EXAMPLE, '--epochs', String(epochs)));
    const env = { ...process.env, ...torchEnvironment() };
    torch.push(JSON.parse(run(PYTHON, [TORCH, String(epochs)], { env })));
  }
  const [mine, theirs] = [ours, torch].map((runs) => median(runs.map(({ seconds }) => seconds)));
  return [
    { name: `birds, ${epochs} epochs`, ours: mine, torch: theirs, ratio: mine / theirs, target: 0.75 },
    { name: 'validation accuracy', ours: ours[0].accuracy, torch: torch[0].accuracy },
    { name: 'first step after, s', ours: median(ours.map((one) => one.firstStep)), target: 1.5 },
    { name: 'memory peak, MB', ours: Math.max(...ours.map((one) => one.peakMegabytes)), target: 1024 },
  ];
}
