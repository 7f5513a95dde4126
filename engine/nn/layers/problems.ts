import { problem, type Fix, type LayerPlace, type Problem } from '../../base/problem.js';
import type { Shape } from '../../base/shape.js';

/** The problem of an input axis whose length differs from `param`; the fix sets the right value. */
export function sizeProblem(
  layer: LayerPlace,
  input: Shape,
  axis: number,
  param: string,
  found: number,
): Problem | null {
  const expected = input.at(axis)!;
  if (expected === found) return null;
  const value = typeof expected === 'number' ? expected : null;
  return problem(
    'bad-shape/size',
    { param, found, expected, input },
    { where: layer, fixes: value === null ? [] : [{ kind: 'set-param', layerId: layer.id, param, value }] },
  );
}

/** The problem of an input whose rank, batch included, is not in `ranks`; `layout` describes the expected shapes. */
export function rankProblem(
  layer: LayerPlace,
  input: Shape,
  ranks: readonly number[],
  layout: string,
  fixes: readonly Fix[] = [],
): Problem | null {
  if (ranks.includes(input.length)) return null;
  return problem('bad-shape/rank', { layout, input }, { where: layer, fixes });
}

/** The problem of a setting that refers to an axis that the input does not have. */
export function axisProblem(layer: LayerPlace, input: Shape, param: string, axis: number): Problem | null {
  const rank = input.length;
  if (axis >= -rank && axis < rank) return null;
  return problem('bad-shape/no-axis', { param, axis, rank }, { where: layer });
}
