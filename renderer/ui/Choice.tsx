import { type SelectHTMLAttributes, useId } from 'react';
import css from './ui.module.css';

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

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly code?: string;
  readonly help?: string;
  readonly value: T;
  readonly options: Options<T>;
  readonly onChange: (value: T) => void;
}

/** A labeled drop-down list. */
export function Choice<T extends string>({ label, code, help, ...select }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
        {code !== undefined && <code>{code}</code>}
      </label>
      <div className={css['input']}>
        <Select id={id} aria-describedby={`${id}-help`} {...select} />
      </div>
      <div id={`${id}-help`} className={css['help']}>
        {help}
      </div>
    </div>
  );
}
