import { LoomError } from '../../base/errors.js';
import type { Fix } from '../../base/problem.js';
import { formatShape, type Shape } from '../../base/shape.js';

/** A repair that a layer can propose without knowing its own id. */
export type LayerRepair =
  | { readonly kind: 'set-param'; readonly param: string; readonly value: number }
  | { readonly kind: 'insert-before'; readonly type: string };

/** A layer that does not fit its input; the model adds which layer it is. */
export class LayerProblem extends Error {
  constructor(
    message: string,
    readonly proposal: LayerRepair | null = null,
  ) {
    super(message);
    this.name = 'LayerProblem';
  }

  /** The same problem in the user's terms, with the layer's name and an applicable repair. */
  toLoomError(layer: { readonly id: string; readonly name: string; readonly type: string }): LoomError {
    const repair = this.proposal && repairFor(layer.id, this.proposal);
    return new LoomError('bad-shape', `layer "${layer.name}" (${layer.type}): ${this.message}`, {
      where: `layer "${layer.name}"`,
      ...(repair && { repair }),
    });
  }
}

function repairFor(layerId: string, proposal: LayerRepair): Fix {
  return proposal.kind === 'set-param'
    ? { ...proposal, layerId }
    : { kind: 'insert-layer', beforeLayerId: layerId, type: proposal.type };
}

/** Throws unless the input's axis has the length that a parameter states; proposes the right value. */
export function expectParam(input: Shape, axis: number, param: string, value: number): void {
  const found = input.at(axis);
  if (found === value) return;
  throw new LayerProblem(
    `${param} should be ${String(found)}: the input is ${formatShape(input)}, but ${param} is ${value}`,
    typeof found === 'number' ? { kind: 'set-param', param, value: found } : null,
  );
}

/** Throws unless `input` has one of `ranks` dimensions, batch included; `layout` says what they mean. */
export function expectRank(input: Shape, ranks: readonly number[], layout: string): void {
  if (ranks.includes(input.length)) return;
  throw new LayerProblem(`expected input ${layout}, got ${formatShape(input)}`);
}
