import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

const Slot = createContext<HTMLElement | null>(null);

/** Provides the place beside the tabs for the open page's controls. */
export const PageActionsSlot = Slot.Provider;

/** A page's controls, shown beside the tabs. */
export function PageActions({ children }: { readonly children: ReactNode }) {
  const slot = useContext(Slot);
  return slot && createPortal(children, slot);
}
