import type { ReactNode } from 'react';
import { commandOf, runCommand } from '../actions/commands.js';
import { shown } from '../actions/keys.js';
import { Button } from '../ui/Button.js';
import { useApp } from '../useApp.js';

interface CommandButtonProps {
  readonly id: string;
  /** Replaces the command's title. */
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** A button for a command, with its title and shortcut as the tooltip. */
export function CommandButton({ id, icon, children }: CommandButtonProps) {
  const app = useApp();
  const { title, keys } = commandOf(id);
  const tooltip = keys?.[0] === undefined ? title : `${title} (${shown(keys[0])})`;
  return (
    <Button {...(icon !== undefined && { label: title })} title={tooltip} onClick={() => runCommand(app, id)}>
      {icon ?? children ?? title}
    </Button>
  );
}
