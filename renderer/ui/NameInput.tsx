import { useState, type KeyboardEvent } from 'react';

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
