/**
 * Fields declare the settings of a layer, loss, optimizer, schedule or transform once. The TypeScript type,
 * the validation of project files, the inspector's controls and the PyTorch code all derive from them.
 */
import type { Vocabulary } from './formula.js';
import type { Shape } from './shape.js';

interface Described {
  /** Text beside the control; the key is PyTorch's own name. */
  readonly label: string;
  /** One sentence of help. */
  readonly help: string;
  /** Present where PyTorch has no default, so the code always passes it: `nn.Linear(3072, 512)`, `nn.Softmax(dim=1)`. */
  readonly required?: 'positional' | 'named';
}

/** A whole number, or one of a few words that stand for one. */
export interface IntField<W extends string = never> extends Described {
  readonly kind: 'int';
  readonly default: number | W;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly W[];
  /** The allowed numbers, where not all from `min` to `max` are. */
  readonly options?: readonly number[];
  /** The setting to copy when this one is omitted: a pool's stride defaults to its kernel size. */
  readonly sameAs?: string;
  /** Infers the value from the input; used when the setting is omitted. */
  readonly auto?: (input: Shape) => number | null;
}

/** A real number. */
export interface FloatField extends Described {
  readonly kind: 'float';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** A Boolean. */
export interface BoolField extends Described {
  readonly kind: 'bool';
  readonly default: boolean;
}

/** A size in two directions: one number for both, or `[height, width]`, or one of a few words that stand for a size. */
export interface PairField<W extends string = never> extends Described {
  readonly kind: 'pair';
  readonly default: number | readonly [number, number] | W;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly W[];
  /** The setting to copy when this one is omitted: a pool's stride defaults to its kernel size. */
  readonly sameAs?: string;
}

/** Widths on the four sides of images: one number for all, or `[left, right, top, bottom]`. */
export interface SidesField extends Described {
  readonly kind: 'sides';
  readonly default: Sides;
  readonly min: number;
  readonly max: number;
}

/** One number for all sides, or `[left, right, top, bottom]`. */
export type Sides = number | readonly [number, number, number, number];

/** A list of whole numbers, such as lengths of axes. */
export interface IntsField extends Described {
  readonly kind: 'ints';
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
}

/** One of a few options. */
export interface ChoiceField<T extends string = string> extends Described {
  readonly kind: 'choice';
  readonly default: T;
  readonly options: readonly T[];
  /** The Python enumeration to wrap an option in, where PyTorch does not accept a plain string. */
  readonly enumeration?: string;
}

/** A list of real numbers, such as two betas or a mean for each channel. */
export interface NumbersField extends Described {
  readonly kind: 'numbers';
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
  /** Number of entries; `null` where it depends on the data. */
  readonly length: number | null;
}

/** Weights of classes: `none`, a number for each in their order, or `balanced`, computed from their counts. */
export interface WeightsField extends Described {
  readonly kind: 'weights';
  readonly default: 'none';
  readonly min: number;
  readonly max: number;
  /** Classes with a weight: each one, or class 1 in relation to class 0. */
  readonly of: 'each' | 'positive';
}

/** A formula, as text. */
export interface FormulaField extends Described {
  readonly kind: 'formula';
  readonly default: string;
  readonly vocabulary: Vocabulary;
}

/** Any field. */
export type Field =
  | IntField<string>
  | FloatField
  | BoolField
  | PairField<string>
  | SidesField
  | IntsField
  | ChoiceField
  | NumbersField
  | WeightsField
  | FormulaField;

/** Fields by the name of the setting, in the order in which they are shown. */
export type Fields = Readonly<Record<string, Field>>;

interface ValueOf {
  int: number;
  float: number;
  bool: boolean;
  pair: number | readonly [number, number];
  sides: Sides;
  ints: readonly number[];
  numbers: readonly number[];
  weights: 'none' | 'balanced' | readonly number[];
  formula: string;
}

type Words<F extends Field> = F extends IntField<infer W> | PairField<infer W> ? W : never;

type ParamOf<F extends Field> =
  F extends ChoiceField<infer T>
    ? T
    : F extends { kind: infer K extends keyof ValueOf }
      ? ValueOf[K] | Words<F>
      : never;

/** Complete settings for some fields. */
export type ParamsOf<F extends Fields> = { readonly [K in keyof F]: ParamOf<F[K]> };

/** Any value that a field can have. */
export type ParamValue = number | boolean | string | readonly number[];

/** Settings as saved: omitted ones have their default or are inferred from the input. */
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

/** The same field, which also takes one of a few words, of which one may be the default. */
export function orWord<const W extends string>(
  field: IntField,
  words: readonly W[],
  standard?: W,
): IntField<W>;
export function orWord<const W extends string>(
  field: PairField,
  words: readonly W[],
  standard?: W,
): PairField<W>;
export function orWord<const W extends string>(
  field: IntField | PairField,
  words: readonly W[],
  standard?: W,
): IntField<W> | PairField<W> {
  return { ...field, words, ...(standard !== undefined && { default: standard }) };
}

/** A field for widths on four sides. */
export const sides = (spec: Omit<Spec<SidesField>, 'min' | 'max'>): SidesField => ({
  kind: 'sides',
  min: 0,
  max: 1_000,
  ...spec,
});

/** A field for a list of whole numbers. */
export const ints = (spec: Spec<IntsField>): IntsField => ({ kind: 'ints', ...spec });

/** A field for one of a few options. */
export const choice = <const T extends string>(spec: Spec<ChoiceField<T>>): ChoiceField<T> => ({
  kind: 'choice',
  ...spec,
});

/** A field for a list of numbers. */
export const numbers = (spec: Spec<NumbersField>): NumbersField => ({ kind: 'numbers', ...spec });

/**
 * A field for weights of classes. None is 0: in PyTorch, a batch of which every sample weighs nothing has no mean.
 */
export const weights = (spec: Omit<Spec<WeightsField>, 'default' | 'min' | 'max'>): WeightsField => ({
  kind: 'weights',
  default: 'none',
  min: 1e-6,
  max: 1e6,
  ...spec,
});

/** A field for a formula. */
export const formula = (spec: Spec<FormulaField>): FormulaField => ({ kind: 'formula', ...spec });

/** Fills in omitted settings with defaults, values inferred from `input`, or copies of another setting. */
export function resolveParams<F extends Fields>(fields: F, saved: SavedParams, input?: Shape): ParamsOf<F> {
  const complete: Record<string, ParamValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const automatic = field.kind === 'int' && input ? field.auto?.(input) : undefined;
    const borrowed = 'sameAs' in field && field.sameAs ? complete[field.sameAs] : undefined;
    complete[name] = saved[name] ?? automatic ?? borrowed ?? field.default;
  }
  return complete as ParamsOf<F>;
}

/** Expands a saved pair, or one number for both directions, to `[height, width]`. */
export function bothOf(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}
