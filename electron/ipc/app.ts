import { z } from '../../engine/base/zod.js';
import { channel, nothing, title, token } from './define.js';

const themeChoice = z.enum(['system', 'light', 'dark']);
const themeSchema = z.strictObject({
  choice: themeChoice,
  /** True if the chosen theme is currently dark. */
  dark: z.boolean(),
});

const version = z.string().max(100);
const infoSchema = z.strictObject({
  name: version,
  version,
  electron: version,
  chromium: version,
  node: version,
  onnxruntime: version,
  platform: z.enum(['linux', 'darwin', 'win32']),
  cores: z.int().min(1),
  /** RAM in bytes. */
  memory: z.number(),
  logFile: z.string(),
});

/** Channels of the app itself. */
export const appChannels = {
  /** Delivers queued pushes and adds the window's workspaces to the native menu. Call once, after subscribing. */
  'app.ready': channel(
    z.strictObject({
      workspaces: z
        .array(z.strictObject({ id: token, title }))
        .max(20)
        .readonly(),
    }),
    z.null(),
  ),
  'app.info': channel(nothing, infoSchema),
  /** Logs an unexpected error in the window. */
  'app.report': channel(z.strictObject({ text: z.string().max(10_000) }), z.null()),
  /** Shows the log file in the file manager. */
  'app.showLog': channel(nothing, z.null()),
  /** Shows a document or an exported file in the file manager. */
  'app.showInFolder': channel(z.strictObject({ token }), z.null()),
  'app.copyText': channel(z.strictObject({ text: z.string().max(4 * 1024 * 1024) }), z.null()),
  /** Saves generated text (PyTorch code, a table) where the user chooses; null when canceled. */
  'app.saveText': channel(
    z.strictObject({
      kind: z.enum(['python', 'csv', 'text']),
      name: title,
      text: z.string().max(4 * 1024 * 1024),
    }),
    z.strictObject({ token, name: title }).nullable(),
  ),
  /** Shows a system notification, but only while the window isn't focused. */
  'app.notify': channel(z.strictObject({ title: title, body: z.string().max(1000) }), z.null()),
  /** Shows progress in the taskbar, 0 to 1; null removes it. */
  'app.progress': channel(z.strictObject({ fraction: z.number().min(0).max(1).nullable() }), z.null()),
  /** Closes the window without asking again, for `file.saveAndClose` after saving. */
  'app.close': channel(nothing, z.null()),
  'theme.get': channel(nothing, themeSchema),
  'theme.set': channel(z.strictObject({ choice: themeChoice }), themeSchema),
};

/** The chosen theme and whether it is currently dark. */
export type Theme = z.output<typeof themeSchema>;
/** Versions and hardware, for the About dialog and the status bar. */
export type AppInfo = z.output<typeof infoSchema>;
