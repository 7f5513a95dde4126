import { bindModel } from '../nn/model/bind.js';
import { formatSummary, summarize } from '../nn/model/summary.js';
import { sampleShape } from '../project/samples.js';
import { type Command, onlyArgument, printResult } from './command.js';
import { readStart } from './inputs.js';

/** `layerloom summary`. */
export const summary: Command = {
  name: 'summary',
  usage: 'summary FILE.loom|FILE.onnx',
  summary: 'Layers, shapes, parameters and multiply-adds of a model.',
  run: async (positionals, options, terminal) => {
    const project = await readStart(onlyArgument('file', positionals));
    const facts = summarize(bindModel(project.model.layers, sampleShape(project.data)));
    printResult(terminal, options, facts, () => formatSummary(facts));
    return 0;
  },
};
