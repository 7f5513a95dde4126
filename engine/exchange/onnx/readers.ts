import type { InputColumn } from '../../data/preparedTable.js';
import type { AttributeValue, Graph, Node } from '../../tensor/graph.js';
import matrix from './readers.json' with { type: 'json' };

/** A program that opens exported files, and its oldest version with which `npm run readers` tries them. */
export interface Reader {
  readonly name: string;
  readonly from: string;
}

/** The programs that open a file of these operators, in the order of docs/readers.md, with their oldest versions. */
export function readersOf(operators: readonly string[]): readonly Reader[] {
  const programs = matrix.readers.flatMap(({ name, version, cannot }) =>
    cannot ? [{ name, version, opens: !cannot.some((operator) => operators.includes(operator)) }] : [],
  );
  return [...new Set(programs.map(({ name }) => name))].flatMap((name) => {
    const versions = programs.filter((program) => program.name === name);
    // A later version may have lost what an earlier one had.
    const lastFailure = versions.map(({ opens }) => opens).lastIndexOf(false);
    const oldest = versions[lastFailure + 1];
    return oldest ? [{ name, from: oldest.version }] : [];
  });
}

/**
 * The operators of a file as readers tell them apart: by their numbers of axes, with each of their settings and each two
 * of them, without sizes.
 */
export function operatorsOf({ nodes }: Graph, columns: readonly InputColumn[] | null): readonly string[] {
  const operators = nodes.flatMap(described);
  // What `withColumns` puts before the graph.
  if (columns?.some(({ texts }) => texts)) operators.push('OneHotEncoder');
  if (columns?.some(({ fill }) => fill !== null)) operators.push('IsNaN');
  return [...new Set(operators)];
}

function described({ op, inputs, attributes }: Node): string[] {
  const operator = `${op} of ${inputs[0]!.shape.length} axes`;
  const settings = Object.entries(attributes).flatMap(([name, value]) => {
    const kind = kindOf(name, value);
    return kind === null ? [] : [`, ${name}=${kind}`];
  });
  const pairs = settings.flatMap((one, i) => settings.slice(i + 1).map((other) => one + other));
  return [operator, ...[...settings, ...pairs].map((some) => operator + some)];
}

/** Texts, 0 and 1 as they are, other numbers as `n`; null for lists that change nothing. */
function kindOf(name: string, value: AttributeValue): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value === 0 || value === 1 ? String(value) : 'n';
  const neutral = name.includes('pad') ? 0 : 1;
  if (value.every((number) => number === neutral)) return null;
  const half = Math.floor(value.length / 2);
  return value.every((number, i) => number === value[i % Math.max(1, half)]) ? 'n' : 'uneven';
}
