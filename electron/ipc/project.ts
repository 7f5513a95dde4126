import { z } from '../../engine/base/zod.js';
import { channel, instant, nothing, projectText, title, token } from './define.js';

/** An open project. `token` identifies it in later calls, whether it has been saved or not. */
export const documentSchema = z.strictObject({
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
