import { z } from '../base/zod.js';
import { importedWeights } from '../exchange/onnx/importModel.js';
import { originProject } from '../exchange/onnx/metadata.js';
import { bindModel } from '../nn/model/bind.js';
import { serializeProject } from '../project/parse.js';
import { sampleShape } from '../project/samples.js';
import { defineJob } from './define.js';

/** Reads the project in an exported model and checks that its weights are there, for training to start from. */
export const readProject = defineJob({
  name: 'readProject',
  host: 'data',
  input: z.strictObject({ path: z.string() }),
  paths: { path: 'known' },
  progress: z.never(),
  result: z.strictObject({ project: z.string() }),
  run: async ({ path }, { environment }) => {
    const file = await environment.readOnnx(path);
    const project = originProject(file.metadata, path);
    importedWeights(bindModel(project.model.layers, sampleShape(project.data)), file, path);
    return { project: serializeProject(project) };
  },
});
