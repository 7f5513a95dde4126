import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { catalog } from '../../engine/nn/layers/index.js';
import { losses } from '../../engine/nn/losses/index.js';
import { optimizers } from '../../engine/nn/optimizers/index.js';
import { advise, stepsOf } from '../../engine/project/advice.js';
import { diagnose } from '../../engine/project/diagnose.js';
import { applyFix, arrange, type EditingFix, nameProblem, placeNodes } from '../../engine/project/edits.js';
import * as edits from '../../engine/project/edits.js';
import { parseProject, serializeProject } from '../../engine/project/parse.js';
import type { Edit } from '../../engine/project/schema.js';
import { templates } from '../../engine/project/templates.js';
import { createTestApp } from '../testing/testApp.js';
import { edit, endGroup, isEdited, openDocument, redo, select, undo } from './document.js';

const start = templates.find(({ id }) => id === 'convnet')!.project;
const { app } = createTestApp();
const project = () => app.document.getState().project!;

beforeEach(() => {
  openDocument(app, {
    token: 't',
    name: 'test',
    saved: true,
    recovered: false,
    text: serializeProject(start),
  });
});

const at = fc.nat(20);
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
/** The id of an arbitrary layer; `none` if there are no layers. */
const layerAt = (index: number) => {
  const { layers } = project().model;
  return layers.length === 0 ? 'none' : pick(layers, index).id;
};

const unchanged: Edit = (same) => same;
const fixing =
  (fix: EditingFix): Edit =>
  (before) =>
    applyFix(before, fix);

/** One random edit of the kind the window makes; `unchanged` if it does not apply. */
const anyEdit: fc.Arbitrary<() => Edit> = fc.oneof(
  fc.tuple(at, at).map(([type, index]) => () => {
    const { length } = project().model.layers;
    return edits.insertLayers([{ type: pick(catalog, type).type }], index % (length + 1));
  }),
  at.map((index) => () => edits.removeLayers([layerAt(index)])),
  fc.tuple(at, at).map(
    ([index, to]) =>
      () =>
        edits.moveLayers([layerAt(index)], to % (project().model.layers.length + 1)),
  ),
  fc.tuple(at, fc.stringMatching(/^[a-z_]{1,8}$/)).map(([index, name]) => () => {
    const id = layerAt(index);
    return nameProblem(project(), id, name) ? unchanged : edits.renameLayer(id, name);
  }),
  fc.tuple(at, fc.integer({ min: 1, max: 64 })).map(([index, size]) => () => {
    const layer = project().model.layers[index % Math.max(project().model.layers.length, 1)];
    return layer?.type === 'Linear' ? edits.setParam(layer.id, 'out_features', size) : unchanged;
  }),
  at.map((index) => () => edits.setLoss(pick(losses, index).type)),
  at.map((index) => () => edits.setOptimizer(pick(optimizers, index).type)),
  fc.integer({ min: 1, max: 99 }).map((epochs) => () => edits.setTraining({ epochs })),
  at.map((index) => () => placeNodes({ [layerAt(index)]: { x: index, y: index + 1 } })),
  fc.constant(() => arrange('horizontal')),
  at.map((index) => () => edits.applyTemplate(pick(templates, index))),
  fc.tuple(fc.constantFrom('augment', 'transforms'), at, at).map(([part, which, index]) => () => {
    const kinds = edits.kindsOf(project().data, part);
    const steps = stepsOf(project().data, part);
    const one = index % Math.max(steps.length, 1);
    const options = [
      kinds.length === 0 ? unchanged : edits.addStep(part, pick(kinds, index).type),
      edits.removeStep(part, one),
      edits.moveStep(part, one, which % Math.max(steps.length, 1)),
      steps[one]?.type === 'RandomCrop' ? edits.setStep(part, one, { padding: index }) : unchanged,
      edits.setFigures('transforms', 'Normalize', { mean: [0, 0, 0], std: [1, 1, index + 1] }),
    ];
    return pick(options, which);
  }),
  fc.constant(() => {
    const fix = advise(project().data)
      .flatMap(({ problem }) => problem.fixes)
      .find((one) => one.kind !== 'compute-step');
    return fix ? fixing(fix) : unchanged;
  }),
  fc.constant(() => {
    const [fix] = diagnose(project()).problems[0]?.fixes ?? [];
    return fix && fix.kind !== 'compute-step' ? fixing(fix) : unchanged;
  }),
);

it('undo reverts 50 random edits one by one, and redo reapplies them, to identical documents', () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 50, maxLength: 50 }), (steps) => {
      openDocument(app, {
        token: 't',
        name: 'test',
        saved: true,
        recovered: false,
        text: serializeProject(start),
      });
      const states = [project()];
      for (const step of steps) {
        edit(app, step());
        if (project() !== states.at(-1)) states.push(project());
        // After any edit, the project can be saved and read back.
        expect(parseProject(serializeProject(project()))).toEqual(project());
      }
      for (const state of [...states].reverse().slice(1)) {
        undo(app);
        expect(project()).toBe(state);
      }
      expect(isEdited(app.document.getState())).toBe(false);
      for (const state of states.slice(1)) {
        redo(app);
        expect(project()).toBe(state);
      }
    }),
    { numRuns: 30 },
  );
});

it('consecutive edits of one field are one undo step until the field loses the focus', () => {
  const [layer] = project().model.layers;
  edit(app, edits.setParam(layer!.id, 'out_channels', 1), 'a');
  edit(app, edits.setParam(layer!.id, 'out_channels', 12), 'a');
  endGroup(app);
  edit(app, edits.setParam(layer!.id, 'out_channels', 2), 'a');
  undo(app);
  expect(project().model.layers[0]!.params['out_channels']).toBe(12);
  undo(app);
  expect(project().model.layers).toEqual(start.model.layers);
});

it('several layers move together and keep their order', () => {
  const names = (edit: Edit) => edit(start).model.layers.map(({ id }) => id);
  const ids = start.model.layers.map(({ id }) => id);
  const [a, b, c, d] = ids as [string, string, string, string];
  const rest = ids.slice(4);
  expect(names(edits.moveLayers([c, a], 4))).toEqual([b, d, a, c, ...rest]);
  expect(names(edits.moveLayers([c, d], 0))).toEqual([c, d, a, b, ...rest]);
  expect(edits.moveLayers([a, b], 1)(start)).toBe(start);
});

it('a removed layer is no longer selected', () => {
  const ids = project().model.layers.map(({ id }) => id);
  select(app, [ids[2]!, ids[0]!]);
  expect(app.document.getState().selection).toEqual([ids[0], ids[2]]);
  edit(app, edits.removeLayers([ids[0]!]));
  expect(app.document.getState().selection).toEqual([ids[2]]);
});

it('every suggested fix solves its problem', () => {
  const broken: readonly Edit[] = [
    edits.removeLayers([project().model.layers.find(({ type }) => type === 'Flatten')!.id]),
    edits.setLoss('NLLLoss'),
    edits.setLoss('MSELoss'),
    edits.setParam(project().model.layers.at(-1)!.id, 'in_features', 7),
    edits.setParam(project().model.layers.at(-1)!.id, 'out_features', 7),
    edits.insertLayers([{ type: 'Softmax' }], project().model.layers.length),
  ];
  for (const breakIt of broken) {
    let now = breakIt(start);
    for (let steps = 0; steps < 5 && diagnose(now).problems.length > 0; steps++) {
      const [fix] = diagnose(now).problems[0]!.fixes;
      now = applyFix(now, fix as EditingFix);
    }
    expect(diagnose(now).problems).toEqual([]);
  }
});
