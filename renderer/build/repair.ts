import type { Repair } from '../../engine/base/errors.js';
import { edit } from '../state/document.js';
import { applyRepair } from '../state/edits.js';
import { announce } from '../state/ui.js';

/** Applies a repair and says so. */
export function mend(repair: Repair): void {
  edit(applyRepair(repair));
  announce(`Done: ${repairText(repair)}`);
}

/** What a repair will do, in words. */
export function repairText(repair: Repair): string {
  return WORDS[repair.kind](repair as never);
}

const WORDS: { readonly [K in Repair['kind']]: (repair: Extract<Repair, { kind: K }>) => string } = {
  'set-param': ({ param, value }) => `Set ${param} to ${value}`,
  'insert-layer': ({ type, beforeLayerId }) =>
    `Add ${type} ${beforeLayerId === null ? 'at the end' : 'before it'}`,
  'remove-layer': () => 'Remove the last layer',
  'set-loss': ({ type }) => `Use ${type}`,
};
