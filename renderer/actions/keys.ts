/** A shortcut as it is declared: `Mod` is Ctrl, or Cmd on a Mac. */
export type Keys = string;

const MAC = navigator.platform.startsWith('Mac');

const SHOWN: Readonly<Record<string, string>> = MAC
  ? {
      Mod: '⌘',
      Shift: '⇧',
      Alt: '⌥',
      Enter: '↩',
      ArrowUp: '↑',
      ArrowDown: '↓',
      ArrowLeft: '←',
      ArrowRight: '→',
      Delete: '⌫',
    }
  : { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** Whether a key press is this shortcut. */
export function matches(event: KeyboardEvent, keys: Keys): boolean {
  const parts = keys.split('+');
  const key = parts.pop()!;
  const wants = (modifier: string) => parts.includes(modifier);
  const mod = MAC ? event.metaKey : event.ctrlKey;
  const other = MAC ? event.ctrlKey : event.metaKey;
  return (
    mod === wants('Mod') &&
    !other &&
    event.shiftKey === wants('Shift') &&
    event.altKey === wants('Alt') &&
    event.key.toLowerCase() === key.toLowerCase()
  );
}

/** A shortcut as people read it: `Ctrl+Shift+Z`, `⇧⌘Z`. */
export function shown(keys: Keys): string {
  const parts = keys.split('+').map((part) => SHOWN[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  return parts.join(MAC ? '' : '+');
}

/** Whether keys go into text here, so that editing shortcuts belong to it. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
