import type { Range } from '../state/filters.js';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  type SelectHTMLAttributes,
  useId,
  useState,
} from 'react';
import css from './ui.module.css';

interface FieldProps {
  readonly label: string;
  /** PyTorch's name of the setting. */
  readonly code?: string | undefined;
  readonly help?: string | undefined;
  /** The fault of the value, shown in place of the help. */
  readonly problem?: string | null;
  /** The control, which gets the id that the label names; the help has the id `${id}-help`. */
  readonly children: (id: string) => ReactNode;
}

/** A control with its label above it and its help below it. */
export function Field({ label, code, help, problem = null, children }: FieldProps) {
  const id = useId();
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
        {code !== undefined && <code>{code}</code>}
      </label>
      <div className={`${css['input'] ?? ''} ${problem ? (css['invalid'] ?? '') : ''}`}>{children(id)}</div>
      <div
        id={`${id}-help`}
        className={problem ? css['error'] : css['help']}
        role={problem ? 'alert' : undefined}
      >
        {problem ?? help}
      </div>
    </div>
  );
}

/** The options of a drop-down list or a row of buttons. */
export type Options<T extends string> = readonly { readonly value: T; readonly label: string }[];

/** Options with the index of each name as their value. */
export const indexOptions = (names: readonly string[]): Options<string> =>
  names.map((label, i) => ({ value: String(i), label }));

interface SelectProps<T extends string> extends Omit<
  SelectHTMLAttributes<HTMLSelectElement>,
  'value' | 'onChange'
> {
  readonly value: T;
  readonly options: Options<T>;
  readonly onChange: (value: T) => void;
}

/** A drop-down list. */
export function Select<T extends string>({ value, options, onChange, ...rest }: SelectProps<T>) {
  return (
    <select
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
      {...rest}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

type ChoiceProps<T extends string> = Pick<FieldProps, 'label' | 'code' | 'help'> &
  Pick<SelectProps<T>, 'value' | 'options' | 'onChange'>;

/** A labeled drop-down list. */
export function Choice<T extends string>({ label, code, help, ...select }: ChoiceProps<T>) {
  return (
    <Field label={label} code={code} help={help}>
      {(id) => <Select id={id} aria-describedby={`${id}-help`} {...select} />}
    </Field>
  );
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: Options<T>;
  readonly onChange: (value: T) => void;
}

/** A row of buttons, one of which is pressed. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  return (
    <div className={css['segments']} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={value === option.value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly help?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A labeled checkbox. */
export function Check({ label, help, checked, onChange }: CheckProps) {
  const id = useId();
  return (
    <div>
      <label className={css['check']}>
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {help !== undefined && (
        <div id={`${id}-help`} className={css['help']}>
          {help}
        </div>
      )}
    </div>
  );
}

interface TextFieldProps extends Pick<FieldProps, 'label' | 'code' | 'help'> {
  /** Receives the input element. */
  readonly ref?: RefObject<HTMLInputElement | null>;
  /** The value as text. */
  readonly value: string;
  readonly placeholder?: string;
  /** Applies valid text and returns null; otherwise returns an error message. */
  readonly accept: (text: string) => string | null;
  /** Called when editing ends. */
  readonly onEnd?: () => void;
  readonly numeric?: boolean;
  /** Content at the end of the field. */
  readonly children?: ReactNode;
}

/**
 * A text field that applies valid text on every keystroke. Refused text stays with its error until it is changed,
 * Escape is pressed, or the value changes elsewhere.
 */
export function TextField(props: TextFieldProps) {
  const { ref, label, code, help, value, placeholder, accept, onEnd, numeric, children } = props;
  const [draft, setDraft] = useState(value);
  const [editing, setEditing] = useState(false);
  const [refused, setRefused] = useState<{ readonly problem: string; readonly before: string } | null>(null);
  const problem = refused?.before === value ? refused.problem : null;

  const begin = () => {
    if (problem === null) setDraft(value);
    setEditing(true);
  };
  const change = (text: string) => {
    setDraft(text);
    const wrong = accept(text);
    setRefused(wrong === null ? null : { problem: wrong, before: value });
  };
  const end = () => {
    setEditing(false);
    onEnd?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape' && problem !== null) {
      setRefused(null);
      setDraft(value);
    }
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (!numeric || step === 0 || !/^-?\d+$/.test(draft.trim())) return;
    event.preventDefault();
    change(String(Number(draft) + step * (event.shiftKey ? 10 : 1)));
  };
  return (
    <Field label={label} code={code} help={help} problem={problem}>
      {(id) => (
        <>
          <input
            ref={ref}
            id={id}
            value={editing || problem !== null ? draft : value}
            placeholder={placeholder}
            inputMode={numeric ? 'decimal' : 'text'}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={problem !== null}
            aria-describedby={`${id}-help`}
            onFocus={begin}
            onChange={(event) => change(event.target.value)}
            onBlur={end}
            onKeyDown={onKeyDown}
          />
          {children}
        </>
      )}
    </Field>
  );
}

interface RangeFieldProps {
  readonly label: string;
  readonly range: Range;
  /** Displayed number for a value of 1, such as 100 for percentages. */
  readonly unit: number;
  /** The largest displayed number allowed; null for no limit. The smallest is 0. */
  readonly most: number | null;
  readonly onChange: (range: Range) => void;
}

/** Two number fields, either of which may be empty. */
export function RangeField({ label, range, unit, most, onChange }: RangeFieldProps) {
  const shown = (value: number | null) =>
    value === null ? '' : String(Number((value * unit).toPrecision(12)));
  const accept = (end: 'from' | 'to') => (text: string) => {
    const value = text.trim() === '' ? null : Number(text.replace(',', '.'));
    if (value !== null && !(value >= 0 && value <= (most ?? Infinity)))
      return most === null ? 'Enter a number of at least 0.' : `Enter a number from 0 to ${most}.`;
    onChange({ ...range, [end]: value === null ? null : value / unit });
    return null;
  };
  return (
    <div className={css['range']} role="group" aria-label={label}>
      <TextField
        label={`${label} from`}
        value={shown(range.from)}
        placeholder="0"
        numeric
        accept={accept('from')}
      />
      <TextField
        label="to"
        value={shown(range.to)}
        placeholder={most === null ? '∞' : String(most)}
        numeric
        accept={accept('to')}
      />
    </div>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
}

/** A number to drag or to type. */
export function Slider({ label, value, min, max, step, onChange }: SliderProps) {
  const id = useId();
  return (
    <div className={css['slider']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <NumberInput label={`${label}, as a number`} {...{ value, min, max, onChange }} />
    </div>
  );
}

type NumberInputProps = Omit<SliderProps, 'step'>;

/** A small field for a number within bounds; other text is marked and changes nothing. */
export function NumberInput({ label, value, min, max, onChange }: NumberInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const parse = (text: string) => {
    const number = text.trim() === '' ? NaN : Number(text.replace('−', '-').replace(',', '.'));
    return number >= min && number <= max ? number : null;
  };
  return (
    <input
      className={css['number']}
      aria-label={label}
      aria-invalid={draft !== null && parse(draft) === null}
      inputMode="decimal"
      spellCheck={false}
      autoComplete="off"
      value={draft ?? String(Number(value.toPrecision(6))).replace('-', '−')}
      onChange={(event) => {
        setDraft(event.target.value);
        const number = parse(event.target.value);
        if (number !== null) onChange(number);
      }}
      onBlur={() => setDraft(null)}
    />
  );
}

interface NameInputProps {
  readonly label: string;
  readonly name: string;
  /** Called with a name that differs, after `close`. */
  readonly rename: (name: string) => void;
  /** Removes the input. */
  readonly close: () => void;
}

/** Edits a name in place: Enter or leaving the input renames, Escape cancels. */
export function NameInput({ label, name, rename, close }: NameInputProps) {
  const [draft, setDraft] = useState(name);
  const commit = () => {
    close();
    if (draft !== name) rename(draft);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The key must not act on what has the focus next.
    event.preventDefault();
    if (event.key === 'Enter') commit();
    else close();
  };
  return (
    <input
      className="nodrag"
      aria-label={label}
      value={draft}
      maxLength={200}
      autoFocus
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  );
}
