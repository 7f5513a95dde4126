import { copy } from '../actions/export.js';
import { Button } from '../ui/Button.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
import css from './build.module.css';

interface ListingProps {
  readonly name: string;
  readonly code: string;
  /** Label of the copy button. */
  readonly action?: string;
}

/** A code listing with a copy button. */
export function Listing({ name, code, action = 'Copy' }: ListingProps) {
  const app = useApp();
  return (
    <>
      <div className={`${uiCss['label'] ?? ''} ${css['listing'] ?? ''}`}>
        {name}
        <Button onClick={() => void copy(app, code, name)}>{action}</Button>
      </div>
      <pre className={css['code']} tabIndex={0} aria-label={name}>
        {code}
      </pre>
    </>
  );
}
