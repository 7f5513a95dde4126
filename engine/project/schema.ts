import { FITS } from '../data/imageSet.js';
import { cellsOf, isText, type Column } from '../data/table.js';
import { expecting, issueOf } from '../base/schemaIssues.js';
import { z } from '../base/zod.js';
import { losses } from '../nn/losses/index.js';
import type { LayerSpec } from '../nn/layers/define.js';
import { catalog as layerCatalog } from '../nn/layers/index.js';
import { optimizers } from '../nn/optimizers/index.js';
import { schedules } from '../nn/schedules/index.js';
import { warmUp } from '../nn/schedules/warmUp.js';
import { tableFormSchema } from '../data/tableForm.js';
import { augmentations } from '../data/augment/index.js';
import { transforms } from '../data/transforms/index.js';
import { LAYER_NAME, renamed } from './layerName.js';
import { delegate, fieldsShape, lookup, typedSettings } from './settingsSchema.js';
import { clippings } from '../nn/clipping.js';

const MAX_ROWS = 1_000_000;
const numbers = z.array(z.number().nullable()).max(MAX_ROWS);
const texts = z
  .strictObject({
    kinds: z.array(z.string().max(200)).min(1).max(1000),
    rows: z.array(z.int().min(0).nullable()).max(MAX_ROWS),
    gaps: z.boolean().optional(),
  })
  .refine(({ kinds, rows }) => rows.every((row) => row === null || row < kinds.length), {
    ...expecting('column-rows'),
    path: ['rows'],
  });

const column = z.union([numbers, texts], expecting('column'));

const namedColumns = z.map(z.string().min(1).max(200), column).superRefine((found, context) => {
  if (new Set(Array.from(found.values(), (one) => cellsOf(one).length)).size !== 1) {
    context.addIssue(issueOf([], { kind: 'expectation', expected: 'column-lengths' }));
  }
  for (const [name, one] of found) {
    if (isText(one) || one.length === 0 || one.some((value) => value !== null)) continue;
    context.addIssue(issueOf([name], { kind: 'expectation', expected: 'column-numbers' }));
  }
});

/**
 * The columns of a user's table, all of the same length; null where a cell is empty. Without rows, no cells. Checked
 * as a map, because the schema of an object would drop a column with the name `__proto__`.
 */
const tableColumns = z
  .preprocess(
    (raw) =>
      typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? new Map(Object.entries(raw)) : raw,
    namedColumns,
  )
  .transform((columns): Readonly<Record<string, Column>> => Object.fromEntries(columns));

const name = z.string().min(1).max(200);

const layerOfType = lookup('layer', layerCatalog);

const layerName = z
  .string()
  .regex(LAYER_NAME, expecting('layer-name'))
  .superRefine((name, context) => {
    const free = renamed(name);
    if (free !== null) context.addIssue(issueOf([], { kind: 'reserved', name, free }));
  });

const layerSchema = z
  .strictObject({
    id: z.string().min(1).max(64),
    name: layerName,
    type: z.string(),
    params: z.looseObject({}),
  })
  .transform((raw, context): LayerSpec => {
    const layer = layerOfType(raw.type, context);
    if (!layer) return z.NEVER;
    const params = z.strictObject(fieldsShape(layer.params));
    return delegate(z.strictObject({ ...SHELL, params }), raw, context) as LayerSpec;
  });

const SHELL = { id: z.string(), name: z.string(), type: z.string() };

function unique(layers: readonly LayerSpec[], key: 'id' | 'name', context: z.RefinementCtx): void {
  const seen = new Set<string>();
  layers.forEach((layer, i) => {
    if (seen.has(layer[key])) {
      context.addIssue(issueOf([i, key], { kind: 'taken', field: key, value: layer[key] }));
    }
    seen.add(layer[key]);
  });
}

const layerList = z
  .array(layerSchema)
  .max(1000)
  .superRefine((layers, context) => {
    unique(layers, 'id', context);
    unique(layers, 'name', context);
  });

const share = z.number().gt(0).lt(1);
/** Limit of steps in each list of a pipeline. */
export const MOST_STEPS = 32;
const transformList = z.array(typedSettings('transform', transforms)).max(MOST_STEPS);
const holdOut = z.strictObject({ from: z.literal('train'), share });
const fromTest = z.strictObject({ from: z.literal('test') });
const byFrom = expecting('hold-out');

const imageFields = {
  classes: z.array(name).min(1).max(1000),
  limitPerClass: z.int().min(1).nullable().default(null),
  transforms: transformList,
  augment: z.array(typedSettings('augmentation', augmentations)).max(MOST_STEPS).default([]),
};

const cifar10Schema = z.strictObject({
  source: z.strictObject({ kind: z.literal('cifar10') }),
  validation: z.union([fromTest, holdOut, z.null()], byFrom),
  ...imageFields,
});

/** The user's images are stored in the app's data folder, under the hash of their contents. */
const ownImages = z.strictObject({
  source: z.strictObject({
    kind: z.literal('images'),
    id: z.string().regex(/^[0-9a-f]{64}$/),
    name,
    side: z.int().min(8).max(256),
    channels: z.union([z.literal(1), z.literal(3)]).default(3),
    /** Their way to become square, `crop` by default, and the color under their transparent areas, if they had any. */
    fit: z.enum(FITS).optional(),
    background: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .optional(),
  }),
  validation: z.union([fromTest, holdOut, z.null()], byFrom),
  ...imageFields,
});

const tableFields = {
  inputs: z.array(name).min(1).max(10_000),
  targets: z.array(name).min(1).max(10_000),
  /** Treatment of rows with an empty input; `drop` by default. */
  missing: z.enum(['drop', 'fill']).optional(),
  validation: z.union([holdOut, z.null()], byFrom),
  transforms: transformList,
  /** Transforms of targets that are numbers; their inverse converts predictions back. */
  targetTransforms: transformList.optional(),
};

const builtInTable = z.strictObject({
  source: z.strictObject({ kind: z.literal('table'), name }),
  ...tableFields,
});

/** A user's table is part of the project file: it cannot get lost, and it is part of a run's identity. */
const ownTable = z.strictObject({
  source: z.strictObject({
    kind: z.literal('inline'),
    name,
    columns: tableColumns,
    /** Only for tables that were read from a file. */
    form: tableFormSchema.optional(),
  }),
  ...tableFields,
});

/** The source of images. */
export const imageSourceSchema = z.discriminatedUnion('kind', [
  cifar10Schema.shape.source,
  ownImages.shape.source,
]);

/** Some classes of CIFAR-10 or of the user's images. */
export type ImageDataSpec = z.output<typeof cifar10Schema> | z.output<typeof ownImages>;
/** Columns of a table. */
export type TableDataSpec = z.output<typeof builtInTable> | z.output<typeof ownTable>;
/** The source of the samples and their preparation. */
export type DataSpec = ImageDataSpec | TableDataSpec;

const DATA_SCHEMA = {
  cifar10: cifar10Schema,
  images: ownImages,
  table: builtInTable,
  inline: ownTable,
} as const;

const dataSchema = z
  .looseObject({ source: z.looseObject({ kind: z.enum(['cifar10', 'images', 'table', 'inline']) }) })
  .transform((raw, context) => delegate(DATA_SCHEMA[raw.source.kind], raw, context) as DataSpec);

/** Longer training needs several runs. */
export const MAX_EPOCHS = 1_000_000;

const trainingSchema = z.strictObject({
  loss: typedSettings('loss', losses),
  optimizer: typedSettings('optimizer', optimizers),
  /** Optional rather than null: checkpoints made before it existed keep their fingerprint. */
  clip: typedSettings('clipping', clippings).optional(),
  /** The change of the learning rate over the run; null for none. */
  schedule: typedSettings('schedule', schedules).nullable().default(null),
  /** A rise of the learning rate before the schedule. Optional, as `clip`. */
  warmUp: typedSettings('warm-up', [warmUp]).optional(),
  epochs: z.int().min(1).max(MAX_EPOCHS),
  batchSize: z.union([z.int().min(1), z.literal('full')], expecting('batch-size')),
  shuffle: z.boolean().default(true),
  seed: z.int().min(0).default(0),
});

const position = z.strictObject({ x: z.number(), y: z.number() });

/** The project file, version 1. */
export const projectSchema = z.strictObject({
  format: z.literal('layerloom'),
  version: z.literal(1),
  name,
  data: dataSchema,
  model: z.strictObject({ layers: layerList }),
  training: trainingSchema,
  layout: z
    .strictObject({
      positions: z.record(z.string(), position).optional(),
      direction: z.enum(['vertical', 'horizontal']).optional(),
    })
    .default({}),
});

/** A project: data, model, training settings, and the separate layout of nodes on the canvas. */
export type Project = z.output<typeof projectSchema>;

/** A change to a project: a pure function. Every edit of the window is one of these. */
export type Edit = (project: Project) => Project;
