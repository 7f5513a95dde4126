import type { Attributes } from '../graph.js';

/** An integer or float attribute. Defaults are filled in by the builder, so it is there. */
export function number(attributes: Attributes, name: string): number {
  return attributes[name] as number;
}

/** A list attribute. */
export function list(attributes: Attributes, name: string): readonly number[] {
  return attributes[name] as readonly number[];
}
