import { useId, useState } from 'react';
import css from './ui.module.css';

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
