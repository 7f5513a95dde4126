import { useId } from 'react';
import css from './ui.module.css';

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
