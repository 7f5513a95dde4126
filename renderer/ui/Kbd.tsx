import { shown, type Keys } from '../actions/keys.js';
import css from './ui.module.css';

/** A keyboard shortcut, rendered as key caps. */
export function Kbd({ keys }: { readonly keys: Keys }) {
  return <kbd className={css['kbd']}>{shown(keys)}</kbd>;
}
