import { resolveParams, type Field, type Fields, type ParamValue, type SavedParams } from './fields.js';

/** Formats a value as a Python literal. */
export function literal(value: ParamValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  return `(${value.map(String).join(', ')}${value.length === 1 ? ',' : ''})`;
}

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
  const enumeration = field.kind === 'choice' ? field.enumeration : undefined;
  return enumeration === undefined ? literal(value) : `${enumeration}(${literal(value)})`;
}

/** Settings that others copy when omitted (`sameAs`). */
function borrowed(fields: Fields, params: Readonly<Record<string, ParamValue>>): SavedParams {
  const sources = Object.values(fields).flatMap((field) =>
    field.kind === 'pair' && field.sameAs ? [field.sameAs] : [],
  );
  return Object.fromEntries(sources.map((name) => [name, params[name]!]));
}
