import type { Fix } from '../../engine/base/problem.js';
import { applyFix } from '../../engine/project/applyFix.js';
import { fixLabel } from '../../engine/text/index.js';
import { edit } from '../state/document.js';
import { announce } from '../state/ui.js';
import { computeStep } from './data.js';

/** Applies a fix to the open project and announces it. */
export function fix(one: Fix): void {
  if (one.kind === 'compute-step') void computeStep(one.type);
  else edit((project) => applyFix(project, one));
  announce(`Done: ${fixLabel(one)}`);
}
