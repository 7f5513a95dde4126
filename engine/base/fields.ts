/**
 * Fields describe the settings of a layer, loss, optimizer, schedule or transform once. From this one
 * declaration come the TypeScript type, the check of project files, the inspector's controls and the
 * PyTorch code.
 */
import type { Shape } from './shape.js';

interface Described {
  /** What people read beside the control; PyTorch's own name is the key. */
  readonly label: string;
  /** One sentence of help. */
  readonly help: string;
  /** PyTorch has no default for it, so its code always says it: `nn.Linear(3072, 512)`, `nn.Softmax(dim=1)`. */
  readonly required?: 'positional' | 'named';
}

/** A whole number. */
export interface IntField extends Described {
  readonly kind: 'int';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Present where the value follows from the input; it is what an omitted value stands for. */
  readonly auto?: (input: Shape) => number | null;
}

/** A real number. */
export interface FloatField extends Described {
  readonly kind: 'float';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** Yes or no. */
export interface BoolField extends Described {
  readonly kind: 'bool';
  readonly default: boolean;
}

/** A size in two directions: one number for both, or `[height, width]`. */
export interface PairField extends Described {
  readonly kind: 'pair';
  readonly default: number | readonly [number, number];
  readonly min: number;
  readonly max: number;
  /** The setting whose value an omitted one takes, as a pool's stride is its kernel's size. */
  readonly sameAs?: string;
}

/** One of a few words. */
export interface ChoiceField<T extends string = string> extends Described {
  readonly kind: 'choice';
  readonly default: T;
  readonly options: readonly T[];
  /** The Python enumeration that the words are values of, where PyTorch does not take the words themselves. */
  readonly enumeration?: string;
}

/** A list of real numbers, such as two betas or a mean for each channel. */
export interface NumbersField extends Described {
  readonly kind: 'numbers';
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
  /** How many there are; `null` where it depends on the data. */
  readonly length: number | null;
}

/** Any field. */
export type Field = IntField | FloatField | BoolField | PairField | ChoiceField | NumbersField;

/** Fields by the name of the setting, in the order in which they are shown. */
export type Fields = Readonly<Record<string, Field>>;

interface ValueOf {
  int: number;
  float: number;
  bool: boolean;
  pair: number | readonly [number, number];
  numbers: readonly number[];
}

type ParamOf<F extends Field> =
  F extends ChoiceField<infer T> ? T : F extends { kind: infer K extends keyof ValueOf } ? ValueOf[K] : never;

/** The settings that fields describe, all present. */
export type ParamsOf<F extends Fields> = { readonly [K in keyof F]: ParamOf<F[K]> };

/** Any value that a field can have. */
export type ParamValue = number | boolean | string | readonly number[];

/** Settings as they are saved: what is left out has its default, or follows from the input. */
export type SavedParams = Readonly<Record<string, ParamValue>>;

type Spec<F extends Field> = Omit<F, 'kind'>;

/** A field for a whole number, by default from 1 up. */
export const int = (
  spec: Omit<Spec<IntField>, 'min' | 'max'> & { min?: number; max?: number },
): IntField => ({
  kind: 'int',
  min: 1,
  max: 1_000_000,
  ...spec,
});

/** A field for a real number. */
export const float = (spec: Spec<FloatField>): FloatField => ({ kind: 'float', ...spec });

/** A yes-or-no field. */
export const bool = (spec: Spec<BoolField>): BoolField => ({ kind: 'bool', ...spec });

/** A field for a height and a width. */
export const pair = (
  spec: Omit<Spec<PairField>, 'min' | 'max'> & { min?: number; max?: number },
): PairField => ({ kind: 'pair', min: 1, max: 1_000, ...spec });

/** A field for one of a few words. */
export const choice = <const T extends string>(spec: Spec<ChoiceField<T>>): ChoiceField<T> => ({
  kind: 'choice',
  ...spec,
});

/** A field for a list of numbers. */
export const numbers = (spec: Spec<NumbersField>): NumbersField => ({ kind: 'numbers', ...spec });

/** Fills in defaults, and what follows from `input` or from another setting where a field says so. */
export function resolveParams<F extends Fields>(fields: F, saved: SavedParams, input?: Shape): ParamsOf<F> {
  const complete: Record<string, ParamValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const automatic = field.kind === 'int' && input ? field.auto?.(input) : undefined;
    const borrowed = field.kind === 'pair' && field.sameAs ? complete[field.sameAs] : undefined;
    complete[name] = saved[name] ?? automatic ?? borrowed ?? field.default;
  }
  return complete as ParamsOf<F>;
}

/** A pair as it is saved, or one number for both, as height and width. */
export function bothOf(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}
