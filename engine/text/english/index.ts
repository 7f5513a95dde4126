import type { Language } from '../language.js';
import { commandLine } from './commandLine.js';
import { data } from './data.js';
import { files } from './files.js';
import { fixes } from './fixes.js';
import { images } from './images.js';
import { internal } from './internal.js';
import { headlines, model } from './model.js';
import { onnx } from './onnx.js';
import { pipeline } from './pipeline.js';
import { places } from './places.js';
import { project } from './project.js';
import { runs } from './runs.js';
import { shell } from './shell.js';
import { tables } from './tables.js';

/** American English. */
export const english: Language = {
  sentences: {
    ...model,
    ...project,
    ...pipeline,
    ...data,
    ...files,
    ...images,
    ...tables,
    ...runs,
    ...onnx,
    ...commandLine,
    ...shell,
    ...internal,
  },
  headlines,
  places,
  fixes,
};
