import type {
  ChoiceField,
  Field,
  Fields,
  FloatField,
  IntField,
  NumbersField,
  PairField,
} from '../base/fields.js';
import { expecting } from '../base/schemaIssues.js';
import { z } from '../base/zod.js';

const ofInt = (field: IntField) => z.int().min(field.min).max(field.max);
const ofFloat = (field: FloatField) => z.number().min(field.min).max(field.max);
const ofPair = (field: PairField) => {
  const size = z.int().min(field.min).max(field.max);
  return z.union([size, z.tuple([size, size])], expecting('pair'));
};
const ofNumbers = (field: NumbersField) => {
  const list = z.array(z.number().min(field.min).max(field.max)).max(1024);
  return field.length === null ? list.min(1) : list.length(field.length);
};

type SchemaOf = { readonly [K in Field['kind']]: (field: Extract<Field, { kind: K }>) => z.ZodType };

const SCHEMA: SchemaOf = {
  int: ofInt,
  float: ofFloat,
  bool: () => z.boolean(),
  pair: ofPair,
  choice: (field: ChoiceField) => z.enum(field.options as [string, ...string[]]),
  numbers: ofNumbers,
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
