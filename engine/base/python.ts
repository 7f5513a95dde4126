import { resolveParams, type Field, type Fields, type ParamValue, type SavedParams } from './fields.js';

/** Formats a value as a Python literal. */
export function literal(value: ParamValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  return tuple(value.map(String));
}

/** Formats real numbers as a Python tuple of floats: PyTorch takes 0.0 and 0 for different types. */
export function floats(values: readonly number[]): string {
  return tuple(values.map(real));
}

const real = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

const tuple = (items: readonly string[]) => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;

/** Formats constructor arguments as people write them: required ones, and those that differ from PyTorch's defaults. */
export function callArguments(fields: Fields, params: Readonly<Record<string, ParamValue>>): string {
  const standard = resolveParams(fields, borrowed(fields, params));
  return Object.entries(fields)
    .filter(([name, { required }]) => required || literal(params[name]!) !== literal(standard[name]!))
    .map(([name, field]) => {
      const value = argument(field, params[name]!);
      return field.required === 'positional' ? value : `${name}=${value}`;
    })
    .join(', ');
}

function argument(field: Field, value: ParamValue): string {
  if (field.kind === 'numbers') return floats(value as readonly number[]);
  if (field.kind === 'weights') return weightsCode(value);
  const enumeration = field.kind === 'choice' ? field.enumeration : undefined;
  return enumeration === undefined ? literal(value) : `${enumeration}(${literal(value)})`;
}

/** The variable with balanced weights in generated code. */
export const BALANCED_WEIGHTS = 'class_weights';

function weightsCode(value: ParamValue): string {
  return Array.isArray(value) ? `torch.tensor([${value.map(real).join(', ')}])` : BALANCED_WEIGHTS;
}

/** Settings that others copy when omitted (`sameAs`). */
function borrowed(fields: Fields, params: Readonly<Record<string, ParamValue>>): SavedParams {
  const sources = Object.values(fields).flatMap((field) =>
    'sameAs' in field && field.sameAs ? [field.sameAs] : [],
  );
  return Object.fromEntries(sources.map((name) => [name, params[name]!]));
}
