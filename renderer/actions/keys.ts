/** A shortcut declaration; `Mod` is Ctrl, or Cmd on a Mac. */
export type Keys = string;

const isMac = () => navigator.platform.startsWith('Mac');

/** The names of keys on key caps, on a Mac and elsewhere. */
const SHOWN: Readonly<Record<'mac' | 'other', Readonly<Record<string, string>>>> = {
  mac: {
    Mod: '⌘',
    Shift: '⇧',
    Alt: '⌥',
    Enter: '↩',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Delete: '⌫',
  },
  other: { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' },
};

/** Returns whether a key press matches a shortcut. */
export function matches(event: KeyboardEvent, keys: Keys): boolean {
  const parts = keys.split('+');
  const key = parts.pop()!;
  const hasModifier = (modifier: string) => parts.includes(modifier);
  const [mod, other] = isMac() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return (
    mod === hasModifier('Mod') &&
    !other &&
    event.shiftKey === hasModifier('Shift') &&
    event.altKey === hasModifier('Alt') &&
    event.key.toLowerCase() === key.toLowerCase()
  );
}

/** A shortcut as displayed: `Ctrl+Shift+Z`, `⇧⌘Z`. */
export function shown(keys: Keys): string {
  const names = SHOWN[isMac() ? 'mac' : 'other'];
  const parts = keys.split('+').map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  return parts.join(isMac() ? '' : '+');
}

/** Returns whether an element accepts text input, so that editing shortcuts apply to it. */
export function acceptsText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
