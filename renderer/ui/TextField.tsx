import { useId, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import css from './ui.module.css';

interface TextFieldProps {
  /** Receives the input element. */
  readonly ref?: RefObject<HTMLInputElement | null>;
  readonly label: string;
  /** PyTorch's name of the setting. */
  readonly code?: string;
  readonly help?: string;
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
  const id = useId();
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
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
        {code !== undefined && <code>{code}</code>}
      </label>
      <div className={`${css['input'] ?? ''} ${problem ? (css['invalid'] ?? '') : ''}`}>
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
      </div>
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
