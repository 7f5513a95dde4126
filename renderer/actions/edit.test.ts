import { beforeEach, expect, it } from 'vitest';
import { removeLayers } from '../../engine/project/edits.js';
import { edit, undo } from '../state/document.js';
import { createTestApp, openTemplate } from '../testing/testApp.js';
import { append, insertAt } from './edit.js';

let { app } = createTestApp();
beforeEach(() => ({ app } = createTestApp()));

const layers = () => app.document.getState().project!.model.layers;
/** Opens a template without its layers. */
function openBare(id: string): void {
  openTemplate(app, id);
  edit(app, removeLayers(layers().map((layer) => layer.id)));
}

it('a last layer starts with the size that the targets need, as one step to undo', () => {
  openBare('linear-regressor');
  append(app, 'Linear');
  expect(layers()).toMatchObject([{ type: 'Linear', params: { out_features: 1 } }]);
  undo(app);
  expect(layers()).toEqual([]);
});

it('a layer before the last, and one that was copied, keep their own size', () => {
  openBare('linear-regressor');
  insertAt(app, [{ type: 'Linear', params: { out_features: 7 } }], 0);
  insertAt(app, [{ type: 'Linear' }], 0);
  expect(layers().map(({ params }) => params)).toEqual([{}, { out_features: 7 }]);
});
