import type { Fix } from '../../engine/base/problem.js';
import { applyFix } from '../../engine/project/applyFix.js';
import { fixLabel } from '../../engine/text/index.js';
import { edit } from '../state/document.js';
import { announce } from '../state/ui.js';
import { computeStep } from './data.js';
import type { App } from '../app.js';

/** Applies a fix to the open project and announces it. */
export function fix(app: App, one: Fix): void {
  if (one.kind === 'compute-step') void computeStep(app, one.type);
  else edit(app, (project) => applyFix(project, one));
  announce(app, `Done: ${fixLabel(one)}`);
}
