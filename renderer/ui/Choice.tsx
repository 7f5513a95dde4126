import { useId } from 'react';
import css from './ui.module.css';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly code?: string;
  readonly help?: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** A labeled drop-down list. */
export function Choice<T extends string>({ label, code, help, value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
        {code !== undefined && <code>{code}</code>}
      </label>
      <div className={css['input']}>
        <select
          id={id}
          value={value}
          aria-describedby={`${id}-help`}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
      <div id={`${id}-help`} className={css['help']}>
        {help}
      </div>
    </div>
  );
}
