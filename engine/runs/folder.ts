import type { Backend } from '../backends/backend.js';
import type { Owner } from '../base/facts.js';
import { failure, locate, problem, ProblemError, type Problem } from '../base/problem.js';
import { bindModel } from '../nn/model/bind.js';
import { parseProject } from '../project/parse.js';
import { sampleShape } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { writeSafetensors } from '../tensor/safetensors.js';
import { findingsOf } from '../health/findings.js';
import { decodeHealth, encodeHealth, type HealthHistory } from '../health/history.js';
import { decodeCheckpoint, encodeCheckpoint, readCheckpoint } from '../train/checkpoint.js';
import type { RunState } from '../train/state.js';
import type { Course } from '../train/course.js';
import { fingerprintOf, identifyRun, type Hash, type RunIdentity } from '../train/identity.js';
import { openRecipe, type Recipe } from '../train/recipe.js';
import type { LoadImages } from '../train/source.js';
import {
  parseRecord,
  renameRecord,
  runIdSchema,
  serializeRecord,
  summarize,
  type RunDetail,
  type RunHeader,
  type RunProgress,
  type RunRecord,
  type RunSummary,
} from './record.js';

/** A folder on disk, or wherever runs lie. Writes are atomic: a file is either as before or complete. */
export interface Folder {
  /** Its full path. */
  readonly path: string;
  /** SHA-256. */
  readonly hash: Hash;
  /** The full path of something in it. */
  pathOf(name: string): string;
  /** A folder in it. */
  folder(name: string): Folder;
  /** The names in it; none when there is no such folder. */
  list(): Promise<readonly string[]>;
  /** Makes sure that it exists and can be written to. Throws `io` otherwise. */
  make(): Promise<void>;
  /** Makes it; false when it exists already. Throws `io`. */
  makeNew(): Promise<boolean>;
  /** The process that has claimed it; null when there is none, or it has ended. */
  owner(): Promise<Owner | null>;
  /**
   * Makes it, and claims it until the returned function is called or this process ends. Throws `io/run-in-use` when
   * another has claimed it.
   */
  claim(): Promise<() => Promise<void>>;
  /** A file's contents, or null when there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  /** Writes a file; keeps the one that it replaces under the name `keep`. */
  write(name: string, contents: Uint8Array | string, keep?: string): Promise<void>;
  removeFile(name: string): Promise<void>;
  /** Moves it and everything in it. The target must not exist. */
  moveTo(target: Folder): Promise<void>;
  /** Deletes it and everything in it. */
  remove(): Promise<void>;
  removeIfEmpty(): Promise<void>;
}

/** The machine as opening a run uses it. */
export interface OpenEnvironment {
  /** Cores to compute on. */
  readonly threads: number;
  readonly hash: Hash;
  readonly loadImages: LoadImages;
  readonly selectBackend: (prefer: 'native', threads: number) => Promise<{ readonly backend: Backend }>;
}

/** The last checkpoint that is not damaged. */
interface Saved<T> {
  readonly value: T;
  /** Says that it is the one before the last. */
  readonly note: Problem | null;
}

/** A run that is ready to be asked or exported. */
export interface OpenRun {
  readonly recipe: Recipe;
  readonly state: RunState;
  readonly project: Project;
  readonly identity: RunIdentity;
  readonly backend: Backend;
  /** Says that its last checkpoint is damaged and the one before was opened. */
  readonly note: Problem | null;
}

const RECORD = 'run.json';
const CHECKPOINT = 'checkpoint.safetensors';
const PREVIOUS = 'checkpoint.previous.safetensors';
const HEALTH = 'health.safetensors';

/** The files that a run writes beside its states. */
interface Writing {
  readonly header: RunHeader;
  readonly fingerprint: string;
  readonly timestamp: () => string;
  readonly kept: () => { readonly health: HealthHistory; readonly course: Course };
  /** False if the last checkpoint is damaged: the one before is not given up for it. */
  readonly keepsLast: boolean;
}

/** Writes a run while it trains. */
export interface RunWriter {
  /** Records that it trains. Weights that the seed does not give are kept at once: nothing else could begin again. */
  readonly begin: (state: RunState, weightsAreGiven: boolean) => Promise<void>;
  /** Keeps a state to continue from. */
  readonly save: (state: RunState) => Promise<void>;
  /** Records how the run ended. */
  readonly end: (
    state: RunState,
    status: RunProgress['status'],
    error?: RunProgress['error'],
  ) => Promise<void>;
}

/** A run: all that is read from its folder and written to it. */
export class Run {
  #release: (() => Promise<void>) | null = null;

  constructor(private readonly folder: Folder) {}

  get #where() {
    return { kind: 'file', path: this.path } as const;
  }

  get path(): string {
    return this.folder.path;
  }

  /** The path of the model that is exported when training is finished. */
  get modelPath(): string {
    return this.folder.pathOf('model.onnx');
  }

  /** Throws `io` when there is a run already: it is hours of work, and another never takes its place. */
  async checkUnused(): Promise<void> {
    if (!(await this.folder.read(RECORD))) return;
    await this.checkIdle();
    throw this.#exists();
  }

  /** Throws `io/run-in-use` when a process is writing it. */
  async checkIdle(): Promise<void> {
    const owner = await this.folder.owner();
    if (owner) throw failure('io/run-in-use', owner, { where: this.#where });
  }

  /**
   * Claims the run for this process until `release`, or until the process ends; a new one only if there is none in the
   * folder. Throws `io` when another process is writing it, or the folder cannot be written to.
   */
  async claim(which: 'new' | 'existing'): Promise<void> {
    // So that nothing is made for a run that does not exist.
    if (which === 'existing') await this.record();
    this.#release = await this.folder.claim();
    // Another process may have trained here since this one looked.
    if (which === 'new' && (await this.folder.read(RECORD))) throw this.#exists();
  }

  /** Gives the run free again. */
  async release(): Promise<void> {
    await this.#release?.();
    this.#release = null;
  }

  /** Throws `bad-checkpoint` when it is missing or damaged. */
  async record(): Promise<RunRecord> {
    return this.#parse(await this.#recordText(), parseRecord);
  }

  /** The project as it was trained. Throws `bad-checkpoint`, or `bad-project` when this version cannot read it. */
  async project(): Promise<Project> {
    return this.#projectOf(await this.record());
  }

  #projectOf({ project }: RunRecord): Project {
    return parseProject(JSON.stringify(project), this.folder.pathOf(RECORD));
  }

  /** The run in short; `queued` if it is about to train. Throws `bad-checkpoint`. */
  async summary(runId: string, queued = false): Promise<RunSummary> {
    return this.#summarize(runId, await this.record(), queued);
  }

  /** The run in short and its curves. Throws `bad-checkpoint` when its record is missing or damaged. */
  async read(runId: string, queued = false): Promise<RunDetail> {
    const record = await this.record();
    return {
      run: await this.#summarize(runId, record, queued),
      project: JSON.stringify(record.project),
      epochs: record.epochs,
      course: record.course,
      findings: await this.#findings(record),
    };
  }

  async #summarize(runId: string, record: RunRecord, queued: boolean): Promise<RunSummary> {
    const trains = queued || (record.status === 'running' && (await this.folder.owner()) !== null);
    return summarize(runId, record, trains);
  }

  /**
   * The state that was saved last; null if the run ended before its first epoch and can begin again.
   * @param fingerprint of the run that wants to use it
   * @throws `bad-checkpoint` when all are damaged or belong to another run
   */
  async state(recipe: Recipe, fingerprint: string): Promise<Saved<RunState> | null> {
    const saved = await this.#saved((bytes) =>
      decodeCheckpoint(bytes, recipe, fingerprint, this.folder.hash),
    );
    if (saved) return saved;
    const { epochs, startedFrom } = await this.record();
    return epochs.length === 0 && startedFrom === undefined ? null : this.#missing();
  }

  /** Reads the last checkpoint, or the one before if that is damaged; null if there is none. Throws `bad-checkpoint`. */
  async #saved<T>(read: (bytes: Uint8Array) => T): Promise<Saved<T> | null> {
    let damage: ProblemError | null = null;
    for (const name of [CHECKPOINT, PREVIOUS]) {
      const bytes = await this.folder.read(name);
      if (!bytes) continue;
      const where = { kind: 'file', path: this.folder.pathOf(name) } as const;
      try {
        const value = locate(where, () => read(bytes));
        return { value, note: damage && problem('advice/earlier-checkpoint', {}, damage.problem) };
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.code === 'bad-checkpoint/other-run')
          throw error;
        if (damage) throw failure('bad-checkpoint/both', {}, { where: this.#where, cause: error });
        damage = error;
      }
    }
    if (damage) throw damage;
    return null;
  }

  /**
   * The run with its data, the state that was saved last, and the fastest backend. `given` is its project with data that
   * has moved. Throws `bad-checkpoint`.
   */
  async open(
    { hash, threads, loadImages, selectBackend }: OpenEnvironment,
    given?: Project,
  ): Promise<OpenRun> {
    const record = await this.record();
    const project = given ?? this.#projectOf(record);
    const { startedFrom } = record;
    const recipe = await openRecipe(project, loadImages);
    const identity = identifyRun(recipe, { seed: project.training.seed, startedFrom }, hash);
    const saved = await this.state(recipe, fingerprintOf(project, identity, hash));
    const { value: state, note } = saved ?? this.#missing();
    const { backend } = await selectBackend('native', threads);
    return { recipe, state, project, identity, backend, note };
  }

  /** The distributions of its numbers over training; null where none were kept. Throws `bad-checkpoint`. */
  async health(): Promise<HealthHistory | null> {
    const bytes = await this.folder.read(HEALTH);
    const where = { kind: 'file', path: this.folder.pathOf(HEALTH) } as const;
    return bytes && locate(where, () => decodeHealth(bytes));
  }

  /** The model's parameters and buffers as a safetensors file, by PyTorch's names. Throws `bad-checkpoint`. */
  async weights(): Promise<Saved<Uint8Array>> {
    const { model, data } = await this.project();
    const { parameters, buffers } = bindModel(model.layers, sampleShape(data));
    const saved = await this.#saved((bytes) => {
      const { tensors } = readCheckpoint(bytes, this.folder.hash);
      const own = [...parameters, ...buffers].map(({ path }) => [path, tensors[path]!] as const);
      return writeSafetensors(Object.fromEntries(own), { format: 'pt' });
    });
    return saved ?? this.#missing();
  }

  /** Writes checkpoints and record. Claim the run before. */
  writer({ header, fingerprint, timestamp, kept, keepsLast }: Writing): RunWriter {
    let keep = keepsLast ? PREVIOUS : undefined;
    const end: RunWriter['end'] = async (state, status, error = null) => {
      const { health, course } = kept();
      await this.folder.write(HEALTH, encodeHealth(health));
      await this.folder.write(
        RECORD,
        serializeRecord(header, { updatedAt: timestamp(), status, error, epochs: state.history, course }),
      );
    };
    const save: RunWriter['save'] = async (state) => {
      await this.folder.write(CHECKPOINT, encodeCheckpoint(state, fingerprint, this.folder.hash), keep);
      keep = PREVIOUS;
      await end(state, 'running');
    };
    return {
      begin: (state, weightsAreGiven) => (weightsAreGiven ? save(state) : end(state, 'running')),
      save,
      end,
    };
  }

  /** Gives the run a name, or takes it away. Throws `bad-checkpoint`, or `io/run-in-use` while it trains. */
  async rename(name: string | null): Promise<void> {
    await this.checkIdle();
    const text = await this.#recordText();
    await this.folder.write(
      RECORD,
      this.#parse(text, () => renameRecord(text, name)),
    );
  }

  /** Findings about its layers; none where its distributions or its project cannot be read. */
  async #findings(record: RunRecord): Promise<readonly Problem[]> {
    try {
      const history = await this.health();
      return history ? findingsOf(this.#projectOf(record), history) : [];
    } catch {
      return [];
    }
  }

  async #recordText(): Promise<string> {
    const bytes = (await this.folder.read(RECORD)) ?? this.#missing();
    return new TextDecoder().decode(bytes);
  }

  #parse<T>(text: string, parse: (text: string) => T): T {
    try {
      return parse(text);
    } catch (cause) {
      const where = { kind: 'file', path: this.folder.pathOf(RECORD) } as const;
      throw failure('bad-checkpoint/record', {}, { where, cause });
    }
  }

  #exists(): ProblemError {
    return failure('io/run-exists', {}, { where: this.#where });
  }

  #missing(): never {
    throw failure('bad-checkpoint/no-model', {}, { where: this.#where });
  }
}

/** The folder of the runs of the project or exported model at `path`. */
export function runsBeside(path: string): string {
  return `${path.replace(/\.(loom|onnx)$/, '')}.runs`;
}

/** A name for the folder of a run that starts now; names sort by time. */
export function newRunId(now: Date): string {
  return `run-${now.toISOString().replace(/[:.]/g, '-').slice(0, -1)}`;
}

/** The numbers that name runs, as the command line names them, in order. */
async function runNumbers(runs: Folder): Promise<number[]> {
  // A deleted run keeps its number, so that it can be restored.
  return [...(await runs.list()), ...(await trashedRuns(runs))]
    .map(Number)
    .filter((number) => Number.isInteger(number) && number > 0)
    .sort((a, b) => a - b);
}

/** The folder of the last numbered run that has a record; null when there is none. */
export async function lastNumberedRun(runs: Folder): Promise<Folder | null> {
  for (const number of (await runNumbers(runs)).reverse()) {
    const folder = runs.folder(String(number));
    if (await folder.read(RECORD)) return folder;
  }
  return null;
}

/** Makes the folder of the next numbered run; of processes that do so at once, each gets its own. */
export async function makeNumberedRun(runs: Folder): Promise<Folder> {
  for (let number = ((await runNumbers(runs)).at(-1) ?? 0) + 1; ; number++) {
    const folder = runs.folder(String(number));
    if (await folder.makeNew()) return folder;
  }
}

/** The runs in a folder, newest first; `isQueued` says which are about to train. Damaged records are passed over. */
export async function listRuns(
  runs: Folder,
  isQueued: (runId: string) => boolean = () => false,
): Promise<RunSummary[]> {
  const ids = (await runIds(runs)).sort(byNumberAndTime).reverse();
  const found = await Promise.all(
    ids.map((id) => new Run(runs.folder(id)).summary(id, isQueued(id)).catch(() => null)),
  );
  return found.filter((run) => run !== null);
}

/** The command line's runs by number, so that 10 follows 9, before the window's by time. */
const byNumberAndTime = (a: string, b: string) => {
  const [first, second] = [Number(a), Number(b)].map((number) => (Number.isNaN(number) ? Infinity : number));
  return first === second ? (a < b ? -1 : 1) : first! - second!;
};

/** Among the runs, deleted ones; each in a folder named by the time and its id. */
const TRASH = '.trash';
/** Time for which deleted runs are kept, in milliseconds. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Deletes a run, which can be restored for 30 days. Throws `io/run-in-use` while it trains. */
export async function trashRun(runs: Folder, runId: string, now: number): Promise<void> {
  await new Run(runs.folder(runId)).checkIdle();
  const trash = runs.folder(TRASH);
  await trash.make();
  await runs.folder(runId).moveTo(trash.folder(`${now} ${runId}`));
}

/** The ids of deleted runs that can be restored. */
export async function trashedRuns(runs: Folder): Promise<string[]> {
  return (await runs.folder(TRASH).list()).map(runIdOf).filter((id) => runIdSchema.safeParse(id).success);
}

const runIdOf = (trashed: string) => trashed.slice(trashed.indexOf(' ') + 1);

/** Restores the run of this id that was deleted last. Throws `io/run-exists`, or `bad-checkpoint` if there is none. */
export async function restoreRun(runs: Folder, runId: string): Promise<void> {
  const trash = runs.folder(TRASH);
  const deleted = (await trash.list()).filter((one) => runIdOf(one) === runId);
  const name = deleted.sort().at(-1);
  if (name === undefined)
    throw failure('bad-checkpoint/no-model', {}, { where: { kind: 'file', path: trash.path } });
  const target = runs.folder(runId);
  await new Run(target).checkUnused();
  await trash.folder(name).moveTo(target);
}

/** Deletes for good what has been in the trash for too long. */
export async function tidyTrash(runs: Folder, now: number): Promise<void> {
  const trash = runs.folder(TRASH);
  for (const name of await trash.list())
    if (now - Number(name.split(' ')[0]) > KEPT_MS) await trash.folder(name).remove();
  await trash.removeIfEmpty();
}

/** True if a folder contains a run, if only a damaged one. */
export async function hasRuns(runs: Folder): Promise<boolean> {
  return (await runIds(runs)).length > 0;
}

/** Moves runs one by one into a folder that may hold others, then deletes the folder they were in. */
export async function moveRuns(from: Folder, to: Folder): Promise<void> {
  await to.make();
  for (const id of await runIds(from)) await from.folder(id).moveTo(to.folder(id));
  await from.remove();
}

async function runIds(runs: Folder): Promise<string[]> {
  return (await runs.list()).filter((name) => runIdSchema.safeParse(name).success);
}
