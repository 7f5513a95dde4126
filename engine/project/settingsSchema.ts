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
  WeightsField,
  SidesField,
} from '../base/fields.js';
import { readFormula } from '../base/formula.js';
import { expecting, issueOf } from '../base/schemaIssues.js';
import { z } from '../base/zod.js';
import { unknownName } from '../base/names.js';

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
export function fieldSchema(field: Field): z.ZodType {
  return (SCHEMA[field.kind] as (field: Field) => z.ZodType)(field);
}

/** The schema of saved settings: every field is optional, and no other is allowed. */
export function fieldsShape(fields: Fields): Record<string, z.ZodOptional> {
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
export function lookup<D extends Declared>(what: string, catalog: readonly D[]) {
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
export function typedSettings(what: string, catalog: readonly Declared[]): z.ZodType<TypedSettings> {
  const find = lookup(what, catalog);
  return z.looseObject({ type: z.string() }).transform((raw, context): TypedSettings => {
    const entry = find(raw.type, context);
    if (!entry) return z.NEVER;
    const schema = z.strictObject({ type: z.literal(raw.type), ...fieldsShape(entry.params) });
    return delegate(schema, raw, context) as TypedSettings;
  });
}

/** Runs `schema` inside a transform and passes its issues on. */
export function delegate(schema: z.ZodType, raw: unknown, context: z.RefinementCtx): unknown {
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ input: raw, ...issue } as never);
  return z.NEVER;
}
