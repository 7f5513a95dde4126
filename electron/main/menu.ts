import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../ipc/contract.js';

type Item = MenuItemConstructorOptions;

/** A recent file in the menu. */
interface RecentItem {
  readonly name: string;
  readonly open: () => void;
}

/** A workspace in the menu. */
export interface WorkspaceItem {
  readonly id: string;
  readonly title: string;
}

/** The parts of the menu that change, and the receiver of its commands. */
export interface MenuContents {
  readonly send: (command: MenuCommand) => void;
  readonly recent: readonly RecentItem[];
  readonly workspaces: readonly WorkspaceItem[];
}

/** Installs the native menu. */
export function installMenu({ send, recent, workspaces }: MenuContents): void {
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
  // In a focused text field, undo and copy act on its text. The window decides, so these items show their
  // shortcuts but don't register them.
  const unregistered = (label: string, id: MenuCommand, accelerator: string): Item => ({
    ...command(label, id, accelerator),
    registerAccelerator: false,
  });
  const edit: Item[] = [
    unregistered('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
    unregistered('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    unregistered('Duplicate', 'edit.duplicate', 'CmdOrCtrl+D'),
    unregistered('Delete', 'edit.delete', 'Delete'),
    unregistered('Select all', 'edit.selectAll', 'CmdOrCtrl+A'),
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
