import { z } from '../../engine/base/zod.js';
import { channel, instant, nothing, projectText, title, token } from './define.js';

/** An open project. `token` stands for it in later calls, whether it has been saved or not. */
export const documentSchema = z.strictObject({
  token,
  /** The file's name without `.loom`, or the project's name while there is no file. */
  name: title,
  text: projectText,
  /** There is a file that `text` was read from. */
  saved: z.boolean(),
  /** `text` is unsaved work from an earlier session, newer than the file. */
  recovered: z.boolean(),
});

const recentSchema = z.strictObject({
  token,
  name: title,
  /** The folder, shortened for display; never sent back. */
  folder: title,
  openedAt: instant,
});

const exampleSchema = z.strictObject({ id: token, name: title, description: z.string().max(2000) });

const recoverySchema = z.strictObject({
  id: token,
  name: title,
  savedAt: instant,
  /** The file it belongs to, if it was ever saved. */
  file: title.nullable(),
});

const savedSchema = z.strictObject({ token, name: title });
const withText = z.strictObject({ token, text: projectText });

/** Projects: open, save, recover. `null` answers mean that the user cancelled a dialog. */
export const projectChannels = {
  /** Starts an unsaved project with this text. */
  'project.new': channel(withText.omit({ token: true }), documentSchema),
  /** Asks for a file and opens it. */
  'project.open': channel(nothing, documentSchema.nullable()),
  /** Opens what a token stands for: a recent file, or a file the system asked to open (push `openRequest`). */
  'project.openToken': channel(z.strictObject({ token }), documentSchema),
  'project.openExample': channel(z.strictObject({ id: token }), documentSchema),
  'project.examples': channel(nothing, z.array(exampleSchema).max(100)),
  'project.recent': channel(nothing, z.array(recentSchema).max(50)),
  'project.clearRecent': channel(nothing, z.null()),
  /** Writes the file, after checking the text; asks where when there is no file yet. */
  'project.save': channel(withText, savedSchema.nullable()),
  'project.saveAs': channel(withText, savedSchema.nullable()),
  /** Keeps unsaved work where a crash cannot take it. Call it after edits, at most once a second. */
  'project.autosave': channel(withText, z.strictObject({ savedAt: instant })),
  /** Whether there are unsaved changes: the window's title, and the question at closing. */
  'project.setEdited': channel(z.strictObject({ token, edited: z.boolean(), name: title }), z.null()),
  /** Before a document is closed: asks when its changes, or runs that have no file to lie beside, would be lost. */
  'project.mayClose': channel(
    z.strictObject({ token }),
    z.strictObject({ choice: z.enum(['save', 'discard', 'cancel']) }),
  ),
  /** The document is closed (another one takes its place); its recovery copy is dropped. */
  'project.close': channel(z.strictObject({ token }), z.null()),
  /** Unsaved work that an earlier session left behind. */
  'project.recovery': channel(nothing, z.array(recoverySchema).max(100)),
  'project.recover': channel(z.strictObject({ id: token }), documentSchema),
  'project.discardRecovery': channel(z.strictObject({ id: token }), z.null()),
};

/** An open project. */
export type LoomDocument = z.output<typeof documentSchema>;
/** A file that was open before. */
export type RecentFile = z.output<typeof recentSchema>;
/** A project that comes with the app. */
export type Example = z.output<typeof exampleSchema>;
/** Unsaved work from a session that ended badly. */
export type Recovery = z.output<typeof recoverySchema>;
