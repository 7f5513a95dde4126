import { shown, type Keys } from '../actions/keys.js';
import css from './ui.module.css';

/** A shortcut as it is on the keyboard. */
export function Kbd({ keys }: { readonly keys: Keys }) {
  return <kbd className={css['kbd']}>{shown(keys)}</kbd>;
}
