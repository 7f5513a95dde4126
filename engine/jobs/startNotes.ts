import type { Project } from '../project/schema.js';
import type { StartEvent } from './events.js';

/** What is worth knowing of a run that begins, and stops nothing. */
export function startNotes(
  start: StartEvent,
  { data, training }: Pick<Project, 'data' | 'training'>,
): readonly string[] {
  const { validation } = data;
  const { batchSize } = training;
  const share = validation?.from === 'train' ? validation.share : null;
  return [
    ...(batchSize !== 'full' && batchSize > start.trainCount
      ? [
          `the batch size ${batchSize} is larger than the ${start.trainCount} training samples: every epoch is one step on all of them`,
        ]
      : []),
    ...(start.epochsDone >= start.epochs
      ? [
          `${start.epochsDone} epochs are done already and ${start.epochs} were asked for: nothing is left to train; ask for more with --epochs`,
        ]
      : []),
    ...(share !== null && start.validationCount === 0
      ? [
          `a share of ${share} holds out none of the ${start.trainCount} samples: nothing is validated; raise data.validation.share`,
        ]
      : []),
  ];
}
