import { bindModel } from '../nn/model/bind.js';
import { formatSummary, summarize } from '../nn/model/summary.js';
import { sampleShape } from '../project/samples.js';
import { type Command, onlyArgument } from './command.js';
import { readStart } from './train.js';

const USAGE = 'summary FILE.loom|FILE.onnx';

/** `layerloom summary`. */
export const summary: Command = {
  name: 'summary',
  usage: USAGE,
  summary: 'Layers, shapes, parameters and multiply-adds of a model.',
  options: {},
  run: async (positionals, options, terminal) => {
    const project = await readStart(onlyArgument('file', positionals));
    const facts = summarize(bindModel(project.model.layers, sampleShape(project.data)));
    terminal.stdout.write(`${options['json'] ? JSON.stringify(facts) : formatSummary(facts)}\n`);
    return 0;
  },
};
