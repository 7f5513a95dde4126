import type { ButtonHTMLAttributes, ReactNode } from 'react';
import css from './ui.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'normal' | 'primary' | 'quiet';
  /** For buttons that show an icon only; it is their name. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A push button. One with `label` shows its child as an icon and the label as a tooltip. */
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
