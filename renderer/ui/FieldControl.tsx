import type { Field, ParamValue } from '../../engine/fields.js';
import { numberText } from '../../engine/numbers.js';
import { Check } from './Check.js';
import { Choice } from './Choice.js';
import { TextField } from './TextField.js';
import css from './ui.module.css';

interface FieldControlProps<F extends Field = Field> {
  /** PyTorch's name of the setting. */
  readonly name: string;
  readonly field: F;
  /** What is saved; undefined where the default stands, or what follows from the input. */
  readonly saved: ParamValue | undefined;
  /** What is in force. */
  readonly value: ParamValue;
  readonly onChange: (value: ParamValue | undefined) => void;
  readonly onEnd: () => void;
}

/** The control of a setting, made from its declaration. */
export function FieldControl(props: FieldControlProps) {
  const Control = CONTROLS[props.field.kind] as (props: FieldControlProps) => React.JSX.Element;
  return <Control {...props} />;
}

/** One control for each kind of field. */
const CONTROLS: {
  readonly [K in Field['kind']]: (props: FieldControlProps<Extract<Field, { kind: K }>>) => React.JSX.Element;
} = {
  int: (props) => <NumberControl {...props} read={wholeNumber} auto={props.field.auto !== undefined} />,
  float: (props) => <NumberControl {...props} read={realNumber} auto={false} />,
  bool: ({ field, value, onChange }) => (
    <Check label={field.label} help={field.help} checked={value === true} onChange={onChange} />
  ),
  pair: ({ name, field, value, onChange, onEnd }) => (
    <TextField
      label={field.label}
      code={name}
      help={`${field.help} One number, or two: 3, 5`}
      value={Array.isArray(value) ? value.join(', ') : String(value)}
      accept={(text) => taken(pairOf(text, field.min, field.max), onChange)}
      onEnd={onEnd}
    />
  ),
  numbers: ({ name, field, value, onChange, onEnd }) => (
    <TextField
      label={field.label}
      code={name}
      help={field.help}
      value={Array.isArray(value) ? value.join(', ') : String(value)}
      accept={(text) => taken(numberList(text, field.min, field.max, field.length), onChange)}
      onEnd={onEnd}
    />
  ),
  choice: ({ name, field, value, onChange }) => (
    <Choice
      label={field.label}
      code={name}
      help={field.help}
      value={String(value)}
      options={field.options.map((option) => ({ value: option, label: option }))}
      onChange={onChange}
    />
  ),
};

interface NumberControlProps extends FieldControlProps<Extract<Field, { kind: 'int' | 'float' }>> {
  readonly read: (text: string, min: number, max: number) => Parsed<number>;
  /** The value can follow from the input. */
  readonly auto: boolean;
}

function NumberControl({ name, field, saved, value, onChange, onEnd, read, auto }: NumberControlProps) {
  const follows = auto && saved === undefined;
  return (
    <TextField
      label={field.label}
      code={name}
      help={field.help}
      value={typeof value === 'number' ? numberText(value) : String(value)}
      numeric
      accept={(text) => taken(read(text, field.min, field.max), onChange)}
      onEnd={onEnd}
    >
      {auto && (
        <button
          type="button"
          className={css['auto']}
          aria-pressed={follows}
          title={follows ? 'Follows from the layer before' : 'Let it follow from the layer before'}
          onClick={() => onChange(follows ? value : undefined)}
        >
          Auto
        </button>
      )}
    </TextField>
  );
}

/** A value, or what is wrong with the text. */
type Parsed<T> = { readonly value: T } | { readonly problem: string };

function taken<T>(parsed: Parsed<T>, onChange: (value: T) => void): string | null {
  if ('problem' in parsed) return parsed.problem;
  onChange(parsed.value);
  return null;
}

/** Reads a whole number within bounds. */
export function wholeNumber(text: string, min: number, max: number): Parsed<number> {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value)) return { problem: 'Write a whole number.' };
  return within(value, min, max);
}

/** Reads a real number within bounds. */
export function realNumber(text: string, min: number, max: number): Parsed<number> {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    return { problem: 'Write a number, such as 0.01 or 1e-2.' };
  return within(value, min, max);
}

function within(value: number, min: number, max: number): Parsed<number> {
  if (value >= min && value <= max) return { value };
  return { problem: `Between ${min.toLocaleString('en-US')} and ${max.toLocaleString('en-US')}.` };
}

function numberList(
  text: string,
  min: number,
  max: number,
  length: number | null,
): Parsed<readonly number[]> {
  const values = text
    .split(/[,\s]+/)
    .filter(Boolean)
    .map(Number);
  if (values.length === 0 || values.some((value) => !Number.isFinite(value)))
    return { problem: 'Write numbers with commas between them.' };
  if (length !== null && values.length !== length) return { problem: `Write ${length} numbers.` };
  const outside = values.find((value) => value < min || value > max);
  return outside === undefined ? { value: values } : { problem: `${outside} is outside ${min} to ${max}.` };
}

function pairOf(text: string, min: number, max: number): Parsed<ParamValue> {
  const list = numberList(text, min, max, null);
  if ('problem' in list) return list;
  const [height, width] = list.value;
  if (list.value.length > 2 || list.value.some((value) => !Number.isInteger(value)))
    return { problem: 'Write one whole number, or two with a comma between them.' };
  return { value: width === undefined ? height! : [height!, width] };
}
