import { problemSchema } from '../../engine/base/problem.js';
import { z } from '../../engine/base/zod.js';
import { DECIMAL_MARKS, DELIMITERS } from '../../engine/data/csv/table.js';
import { ENCODING_IDS } from '../../engine/data/encodings.js';
import { importedTableSchema, refusedTableSchema, unreadTableSchema } from '../../engine/data/tableForm.js';
import {
  type RunDetail,
  runDetailSchema,
  type RunEpoch,
  type RunSummary,
  runSummarySchema,
} from '../../engine/runs/record.js';
import { channel, instant, nothing, projectText, title, token } from './define.js';

/** An open project. `token` identifies it in later calls, whether it has been saved or not. */
const documentSchema = z.strictObject({
  token,
  /** The file's name without `.loom`, or the project's name if it has no file. */
  name: title,
  text: projectText,
  /** True if `text` was read from a file. */
  saved: z.boolean(),
  /** True if `text` is unsaved work from an earlier session, newer than the file. */
  recovered: z.boolean(),
});

/** A file by its token and its name, with the extension. */
const fileSchema = z.strictObject({ token, name: title });

const recentSchema = z.strictObject({
  token,
  name: title,
  /** The folder, shortened for display only. */
  folder: title,
  openedAt: instant,
});

const exampleSchema = z.strictObject({
  id: token,
  name: title,
  description: z.string().max(2000),
  /** The project. */
  text: projectText,
});

const recoverySchema = z.strictObject({
  id: token,
  name: title,
  savedAt: instant,
  /** The file it belongs to, if it was ever saved. */
  file: title.nullable(),
});

const savedSchema = z.strictObject({ token, name: title });
const withText = z.strictObject({ token, text: projectText });

/** Channels that open, save and recover projects. A null reply means that the user canceled a dialog. */
export const projectChannels = {
  /** Starts an unsaved project with this text. */
  'project.new': channel(withText.omit({ token: true }), documentSchema),
  /** Asks for a project file or an exported model. */
  'project.choose': channel(nothing, fileSchema.nullable()),
  /** Opens the project file of a token: a chosen or recent one, or one the system asked for (push `openRequest`). */
  'project.open': channel(z.strictObject({ token }), documentSchema),
  'project.openExample': channel(z.strictObject({ id: token }), documentSchema),
  'project.examples': channel(nothing, z.array(exampleSchema).max(100)),
  'project.recent': channel(nothing, z.array(recentSchema).max(50)),
  'project.clearRecent': channel(nothing, z.null()),
  /** Validates the text and writes the file; asks for a location if there is no file yet. */
  'project.save': channel(withText, savedSchema.nullable()),
  'project.saveAs': channel(withText, savedSchema.nullable()),
  /** Saves a recovery copy of unsaved work. Call it after edits, at most once a second. */
  'project.autosave': channel(
    withText.extend({
      /** The token of the exported model whose weights training starts from. */
      startsFrom: token.nullable(),
    }),
    z.strictObject({ savedAt: instant }),
  ),
  /** Sets whether there are unsaved changes, for the window's title and the question before closing. */
  'project.setEdited': channel(z.strictObject({ token, edited: z.boolean(), name: title }), z.null()),
  /** Asks the user before closing a document would lose its changes or the runs of a never saved project. */
  'project.mayClose': channel(
    z.strictObject({ token }),
    z.strictObject({ choice: z.enum(['save', 'discard', 'cancel']) }),
  ),
  /** Closes the document and deletes its recovery copy. */
  'project.close': channel(z.strictObject({ token }), z.null()),
  /** Lists unsaved work of earlier sessions. */
  'project.recovery': channel(nothing, z.array(recoverySchema).max(100)),
  'project.recover': channel(
    z.strictObject({ id: token }),
    documentSchema.extend({ startsFrom: fileSchema.nullable() }),
  ),
  'project.discardRecovery': channel(z.strictObject({ id: token }), z.null()),
};

/** An open project. */
export type LoomDocument = z.output<typeof documentSchema>;
/** A file that the window may name. */
export type NamedFile = z.output<typeof fileSchema>;
/** A recently opened file. */
export type RecentFile = z.output<typeof recentSchema>;
/** An example project shipped with the app. */
export type Example = z.output<typeof exampleSchema>;
/** Unsaved work from a session that ended unexpectedly. */
export type Recovery = z.output<typeof recoverySchema>;

const tableSchema = z.union([importedTableSchema, unreadTableSchema]);

/** Text tables on this machine. */
export const dataChannels = {
  /** Asks for a text table (CSV, TSV), or uses the dropped file, and reads it; null when canceled. */
  'data.openTable': channel(
    z.enum(['file', 'dropped']),
    z.union([importedTableSchema, unreadTableSchema, refusedTableSchema]).nullable(),
  ),
  /** Reads the last opened table again with other settings. */
  'data.readTable': channel(
    z.strictObject({
      encoding: z.enum(ENCODING_IDS),
      delimiter: z.enum(DELIMITERS).nullable(),
      headed: z.boolean().nullable(),
      decimal: z.enum(DECIMAL_MARKS).nullable(),
      keepUnits: z.boolean(),
    }),
    tableSchema,
  ),
};

/** The state of the engine. `hung` ends when it responds again; `died` stays until "Restart engine". */
const engineStateSchema = z.strictObject({
  state: z.enum(['idle', 'starting', 'ready', 'hung', 'died']),
  threads: z.int().min(1),
});

/** The engine, and the runs of a project. */
export const engineChannels = {
  'engine.info': channel(nothing, engineStateSchema),
  /** Asks for a file and writes the run's parameters and buffers to it, by their PyTorch names. */
  'engine.exportWeights': channel(
    z.strictObject({ token, runId: token }),
    z.strictObject({ token, name: title, note: problemSchema.nullable() }).nullable(),
  ),
  /** Starts a new engine in place of one that died or hangs. */
  'engine.restart': channel(nothing, engineStateSchema),
  /** The runs of a document, newest first. */
  'runs.list': channel(z.strictObject({ token }), z.array(runSummarySchema).max(10_000)),
  'runs.read': channel(z.strictObject({ token, runId: token }), runDetailSchema),
  /** Gives a run a name, or removes it. */
  'runs.rename': channel(
    z.strictObject({ token, runId: token, name: runSummarySchema.shape.name }),
    z.null(),
  ),
  /** Deletes a run, which `runs.restore` brings back. */
  'runs.remove': channel(z.strictObject({ token, runId: token }), z.boolean()),
  'runs.restore': channel(z.strictObject({ token, runId: token }), z.boolean()),
};

/** The state of the engine. */
export type EngineState = z.output<typeof engineStateSchema>;
export type { RunDetail, RunEpoch, RunSummary };

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
