import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../ipc/contract.js';

type Item = MenuItemConstructorOptions;

/** A recent file as the menu shows it. */
export interface RecentItem {
  readonly name: string;
  readonly open: () => void;
}

/** A workspace as the menu shows it. */
export interface WorkspaceItem {
  readonly id: string;
  readonly title: string;
}

/** Installs the native menu; its commands are the window's own, sent to it by `send`. */
export function installMenu(
  send: (command: MenuCommand) => void,
  recent: readonly RecentItem[],
  workspaces: readonly WorkspaceItem[],
): void {
  const command = (label: string, id: MenuCommand, accelerator?: string): Item => ({
    label,
    click: () => send(id),
    ...(accelerator !== undefined && { accelerator }),
  });
  const mac = process.platform === 'darwin';
  const separator: Item = { type: 'separator' };
  const recentItems: Item[] =
    recent.length > 0
      ? recent.map(({ name, open }) => ({ label: name, click: open }))
      : [{ label: 'No recent projects', enabled: false }];

  const file: Item[] = [
    command('New…', 'file.new', 'CmdOrCtrl+N'),
    command('Open…', 'file.open', 'CmdOrCtrl+O'),
    { label: 'Open recent', submenu: recentItems },
    separator,
    command('Save', 'file.save', 'CmdOrCtrl+S'),
    command('Save as…', 'file.saveAs', 'CmdOrCtrl+Shift+S'),
    separator,
    command('Export model…', 'file.export', 'CmdOrCtrl+E'),
    separator,
    mac ? { role: 'close' } : { role: 'quit' },
  ];
  // Undo, copy and the like act on text where a text field has the focus: the window decides, so these
  // show their keys but leave the key presses to it.
  const shown = (label: string, id: MenuCommand, accelerator: string): Item => ({
    ...command(label, id, accelerator),
    registerAccelerator: false,
  });
  const edit: Item[] = [
    shown('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
    shown('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    shown('Duplicate', 'edit.duplicate', 'CmdOrCtrl+D'),
    shown('Delete', 'edit.delete', 'Delete'),
    shown('Select all', 'edit.selectAll', 'CmdOrCtrl+A'),
  ];
  const view: Item[] = [
    ...workspaces.map(({ id, title }, i) => command(title, `view.${id}`, `CmdOrCtrl+${i + 1}`)),
    separator,
    command('Command palette…', 'view.palette', 'CmdOrCtrl+K'),
    separator,
    command('Fit graph', 'view.fit', 'CmdOrCtrl+0'),
    command('Zoom in', 'view.zoomIn', 'CmdOrCtrl+='),
    command('Zoom out', 'view.zoomOut', 'CmdOrCtrl+-'),
    command('Arrange graph', 'view.layout', 'CmdOrCtrl+Shift+L'),
    separator,
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as Item]),
  ];
  const train: Item[] = [
    command('Train', 'train.start', 'CmdOrCtrl+Enter'),
    command('Pause or resume', 'train.pause', 'CmdOrCtrl+Shift+P'),
    command('Stop', 'train.stop', 'CmdOrCtrl+.'),
  ];
  const help: Item[] = [
    command('Keyboard shortcuts', 'help.shortcuts', 'CmdOrCtrl+/'),
    command('Show log', 'help.log'),
    separator,
    command('About Layerloom', 'help.about'),
  ];
  const menus: Item[] = [
    ...(mac ? [{ role: 'appMenu' } as Item] : []),
    { label: '&File', submenu: file },
    { label: '&Edit', submenu: edit },
    { label: '&View', submenu: view },
    { label: '&Train', submenu: train },
    { role: 'help', label: '&Help', submenu: help },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus));
}
