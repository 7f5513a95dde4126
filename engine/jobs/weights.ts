import { bindModel } from '../nn/model/bind.js';
import { sampleShape } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.js';

/**
 * The parameters and buffers of a checkpoint as a safetensors file of their own, by PyTorch's names.
 * Throws `bad-checkpoint` when the checkpoint is damaged.
 */
export function modelWeights(project: Project, checkpoint: Uint8Array): Uint8Array {
  const { parameters, buffers } = bindModel(project.model.layers, sampleShape(project.data));
  const { tensors } = readSafetensors(checkpoint);
  const own = [...parameters, ...buffers].map(({ path }) => [path, tensors[path]!] as const);
  return writeSafetensors(Object.fromEntries(own), { format: 'pt' });
}
