import css from './ui.module.css';

interface CheckProps {
  readonly label: string;
  readonly help?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A labeled checkbox. */
export function Check({ label, help, checked, onChange }: CheckProps) {
  return (
    <div>
      <label className={css['check']}>
        <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
        {label}
      </label>
      {help !== undefined && <div className={css['help']}>{help}</div>}
    </div>
  );
}
