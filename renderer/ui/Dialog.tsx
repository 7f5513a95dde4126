import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from './Button.js';
import css from './ui.module.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog. Escape or a click outside closes it and restores the focus. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css['backdrop']} />
        <Base.Popup
          className={css['dialog']}
          initialFocus={() => body.current?.querySelector<HTMLElement>('input, button') ?? true}
        >
          <header className={css['dialogHead']}>
            <Base.Title>{title}</Base.Title>
            <Base.Close render={<Button look="quiet" label="Close" children={<X size={16} />} />} />
          </header>
          <div className={css['dialogBody']} ref={body}>
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
