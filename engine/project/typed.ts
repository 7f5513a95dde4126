import type { Fields, SavedParams } from '../base/fields.js';
import { issueOf } from '../base/schemaIssues.js';
import { z } from '../base/zod.js';
import { fieldsShape } from './fieldSchema.js';
import { unknownName } from '../base/names.js';

/** Anything declared with a type name and fields: a layer, a loss, an optimizer, a schedule, a transform. */
export interface Declared {
  readonly type: string;
  readonly params: Fields;
}

/** A type and its settings in one object, as in `{ "type": "SGD", "lr": 0.01 }`. */
export type TypedSettings = { readonly type: string } & SavedParams;

/**
 * The schema of `{ type, …settings }` for a catalog. The issue of an unknown type lists the known ones and the
 * nearest; unknown settings are rejected by name.
 */
export function typedSettings(what: string, catalog: readonly Declared[]): z.ZodType<TypedSettings> {
  const known = new Map(catalog.map((entry) => [entry.type, entry]));
  return z.looseObject({ type: z.string() }).transform((raw, context): TypedSettings => {
    const entry = known.get(raw.type);
    if (!entry) {
      const name = unknownName(raw.type, [...known.keys()]);
      context.addIssue(issueOf(['type'], { kind: 'unknown-name', of: what, name }));
      return z.NEVER;
    }
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
