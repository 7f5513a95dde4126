import type {
  ChoiceField,
  Field,
  Fields,
  FloatField,
  FormulaField,
  IntField,
  IntsField,
  NumbersField,
  PairField,
  SavedParams,
  SidesField,
  WeightsField,
} from '../base/fields.js';
import { readFormula } from '../base/formula.js';
import { unknownName } from '../base/names.js';
import { expecting, issueOf } from '../base/schemaIssues.js';
import { z } from '../base/zod.js';
import { augmentations } from '../data/augment/index.js';
import { FITS } from '../data/imageSet.js';
import { cellsOf, type Column, isText } from '../data/table.js';
import { tableFormSchema } from '../data/tableForm.js';
import { transforms } from '../data/transforms/index.js';
import { clippings } from '../nn/clipping.js';
import type { LayerSpec } from '../nn/layers/define.js';
import { catalog as layerCatalog } from '../nn/layers/index.js';
import { losses } from '../nn/losses/index.js';
import { optimizers } from '../nn/optimizers/index.js';
import { schedules } from '../nn/schedules/index.js';
import { warmUp } from '../nn/schedules/warmUp.js';

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

/** The form of a layer's name: letters, digits and underscores, as they can be part of a parameter's path. */
export const LAYER_NAME = /^[A-Za-z0-9_]{1,64}$/;

/** Members of `torch.nn.Sequential`, PyTorch 1.13 to 2.x, besides those between double underscores. */
const MEMBERS: ReadonlySet<string> = new Set(
  `T_destination _apply _backward_hooks _backward_pre_hooks _buffers _call_impl _compiled_call_impl
  _forward_hooks _forward_hooks_always_called _forward_hooks_with_kwargs _forward_pre_hooks
  _forward_pre_hooks_with_kwargs _get_backward_hooks _get_backward_pre_hooks _get_item_by_idx _get_name
  _is_full_backward_hook _load_from_state_dict _load_state_dict_post_hooks _load_state_dict_pre_hooks
  _maybe_warn_non_full_backward_hook _modules _named_members _non_persistent_buffers_set _parameters
  _register_load_state_dict_pre_hook _register_state_dict_hook _replicate_for_data_parallel
  _save_to_state_dict _slow_forward _state_dict_hooks _state_dict_pre_hooks _version _wrapped_call_impl
  add_module append apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval
  extend extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half insert ipu
  load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters pop
  register_backward_hook register_buffer register_forward_hook register_forward_pre_hook
  register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook
  register_load_state_dict_pre_hook register_module register_parameter register_state_dict_post_hook
  register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty
  train training type xpu zero_grad`.split(/\s+/),
);

/**
 * A similar name for a layer, if a member of every PyTorch module has this one: nn.Sequential refuses such a name.
 * Null if the name can be used.
 */
export function renamed(name: string): string | null {
  const used = MEMBERS.has(name) || /^__.*__$/.test(name);
  return used ? `${name.replace(/^_+|_+$/g, '')}_layer`.slice(0, 64) : null;
}

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

const ofLength = (field: IntField<string> | PairField<string> | SidesField | IntsField) =>
  z.int().min(field.min).max(field.max);
const ofInt = (field: IntField<string>) => {
  if (field.options) return z.literal(field.options);
  return field.words
    ? z.union([ofLength(field), z.enum(field.words)], expecting('padding'))
    : ofLength(field);
};
const ofFloat = (field: FloatField) => z.number().min(field.min).max(field.max);
const ofPair = (field: PairField<string>) => {
  const size = ofLength(field);
  const both = z.tuple([size, size]);
  if (!field.words) return z.union([size, both], expecting('pair'));
  return z.union([size, both, z.enum(field.words)], expecting('padding'));
};
const ofSides = (field: SidesField) => {
  const side = ofLength(field);
  return z.union([side, z.tuple([side, side, side, side])], expecting('sides'));
};
const ofInts = (field: IntsField) => z.array(ofLength(field)).min(1).max(8);
const ofNumbers = (field: NumbersField) => {
  const list = z.array(z.number().min(field.min).max(field.max)).max(1024);
  return field.length === null ? list.min(1) : list.length(field.length);
};
const ofWeights = ({ min, max }: WeightsField) =>
  z.union(
    [z.enum(['none', 'balanced']), z.array(z.number().min(min).max(max)).min(1).max(1000)],
    expecting('weights'),
  );
const ofFormula = ({ vocabulary }: FormulaField) =>
  z
    .string()
    .max(200)
    .superRefine((text, context) => {
      const read = readFormula(text, vocabulary);
      if ('misread' in read) context.addIssue(issueOf([], { kind: 'formula', misread: read.misread }));
    });

type SchemaOf = { readonly [K in Field['kind']]: (field: Extract<Field, { kind: K }>) => z.ZodType };

const SCHEMA: SchemaOf = {
  int: ofInt,
  float: ofFloat,
  bool: () => z.boolean(),
  pair: ofPair,
  sides: ofSides,
  ints: ofInts,
  choice: (field: ChoiceField) => z.enum(field.options as [string, ...string[]]),
  numbers: ofNumbers,
  weights: ofWeights,
  formula: ofFormula,
};

/** The schema of one setting. */
function fieldSchema(field: Field): z.ZodType {
  return (SCHEMA[field.kind] as (field: Field) => z.ZodType)(field);
}

/** The schema of saved settings: every field is optional, and no other is allowed. */
function fieldsShape(fields: Fields): Record<string, z.ZodOptional> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldSchema(field).optional()]),
  );
}

/** Anything declared with a type name and fields: a layer, a loss, an optimizer, a schedule, a transform. */
export interface Declared {
  readonly type: string;
  readonly params: Fields;
}

/** A type and its settings in one object, as in `{ "type": "SGD", "lr": 0.01 }`. */
export type TypedSettings = { readonly type: string } & SavedParams;

/** Finds an entry of a catalog by its type. The issue of an unknown type lists the known ones and the nearest. */
function lookup<D extends Declared>(what: string, catalog: readonly D[]) {
  const known = new Map(catalog.map((entry) => [entry.type, entry]));
  return (type: string, context: z.RefinementCtx): D | null => {
    const entry = known.get(type);
    if (entry) return entry;
    const name = unknownName(type, [...known.keys()]);
    context.addIssue(issueOf(['type'], { kind: 'unknown-name', of: what, name }));
    return null;
  };
}

/** The schema of `{ type, …settings }` for a catalog; unknown settings are rejected by name. */
function typedSettings(what: string, catalog: readonly Declared[]): z.ZodType<TypedSettings> {
  const find = lookup(what, catalog);
  return z.looseObject({ type: z.string() }).transform((raw, context): TypedSettings => {
    const entry = find(raw.type, context);
    if (!entry) return z.NEVER;
    const schema = z.strictObject({ type: z.literal(raw.type), ...fieldsShape(entry.params) });
    return delegate(schema, raw, context) as TypedSettings;
  });
}

/** Runs `schema` inside a transform and passes its issues on. */
function delegate(schema: z.ZodType, raw: unknown, context: z.RefinementCtx): unknown {
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ input: raw, ...issue } as never);
  return z.NEVER;
}
