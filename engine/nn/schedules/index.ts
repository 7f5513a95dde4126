import { invariant } from '../../base/problem.js';
import { cosineAnnealingLR } from './cosineAnnealingLR.js';
import { cosineAnnealingWarmRestarts } from './cosineAnnealingWarmRestarts.js';
import type { ScheduleDefinition } from './define.js';
import { exponentialLR } from './exponentialLR.js';
import { lambdaLR } from './lambdaLR.js';
import { multiStepLR } from './multiStepLR.js';
import { oneCycleLR } from './oneCycleLR.js';
import { reduceLROnPlateau } from './reduceLROnPlateau.js';
import { stepLR } from './stepLR.js';

/** All learning rate schedules. A new one is one file and one line here. */
export const schedules: readonly ScheduleDefinition[] = [
  stepLR,
  multiStepLR,
  exponentialLR,
  cosineAnnealingLR,
  cosineAnnealingWarmRestarts,
  oneCycleLR,
  reduceLROnPlateau,
  lambdaLR,
];

/** The schedule named `type`, which the project's schema has checked. */
export function scheduleOf(type: string): ScheduleDefinition {
  const schedule = schedules.find((candidate) => candidate.type === type);
  invariant(schedule, `there is no schedule ${type}`);
  return schedule;
}
