import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { type Keys, shown } from '../actions/keys.js';
import css from './ui.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'normal' | 'primary' | 'quiet';
  /** The accessible name of an icon-only button. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A push button. With `label`, the child is an icon and the label is its tooltip. */
export function Button({ look = 'normal', label, children, className, ...rest }: ButtonProps) {
  const names = [css['button'], look !== 'normal' && css[look], label && css['icon'], className];
  return (
    <button
      type="button"
      className={names.filter(Boolean).join(' ')}
      aria-label={label}
      title={label}
      {...rest}
    >
      {children}
    </button>
  );
}

/** A keyboard shortcut, rendered as key caps. */
export function Kbd({ keys }: { readonly keys: Keys }) {
  return <kbd className={css['kbd']}>{shown(keys)}</kbd>;
}
