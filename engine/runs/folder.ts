import type { Backend } from '../backends/backend.js';
import { failure, locate } from '../base/problem.js';
import { bindModel } from '../nn/model/bind.js';
import { parseProject } from '../project/parse.js';
import { sampleShape } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.js';
import { decodeHealth, encodeHealth, type HealthHistory } from '../health/history.js';
import { decodeCheckpoint, encodeCheckpoint, type RunState } from '../train/state.js';
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
  /** The full path of something in it. */
  pathOf(name: string): string;
  /** A folder in it. */
  folder(name: string): Folder;
  /** The names in it; none when there is no such folder. */
  list(): Promise<readonly string[]>;
  /** Makes sure that it exists and can be written to. Throws `io` otherwise. */
  make(): Promise<void>;
  /** A file's contents, or null when there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  write(name: string, contents: Uint8Array | string): Promise<void>;
  /** Moves it and everything in it. The target must not exist. */
  moveTo(target: Folder): Promise<void>;
  /** Deletes it and everything in it. */
  remove(): Promise<void>;
}

/** The machine as opening a run uses it. */
export interface OpenEnvironment {
  /** Cores to compute on. */
  readonly threads: number;
  readonly hash: Hash;
  readonly loadImages: LoadImages;
  readonly selectBackend: (prefer: 'native', threads: number) => Promise<{ readonly backend: Backend }>;
}

/** A run that is ready to be asked or exported. */
export interface OpenRun {
  readonly recipe: Recipe;
  readonly state: RunState;
  readonly project: Project;
  readonly identity: RunIdentity;
  readonly backend: Backend;
}

const RECORD = 'run.json';
const CHECKPOINT = 'checkpoint.safetensors';
const HEALTH = 'health.safetensors';

/** Writes a run while it trains. */
export interface RunWriter {
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
  constructor(private readonly folder: Folder) {}

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
    throw failure('io/run-exists', {}, { where: { kind: 'file', path: this.path } });
  }

  /** Makes sure that the folder can be written to. Throws `io` otherwise. */
  prepare(): Promise<void> {
    return this.folder.make();
  }

  /** Throws `bad-checkpoint` when it is missing or damaged. */
  async record(): Promise<RunRecord> {
    return this.#parse(await this.#recordText(), parseRecord);
  }

  /** The project as it was trained. Throws `bad-checkpoint`, or `bad-project` when this version cannot read it. */
  async project(): Promise<Project> {
    const { project } = await this.record();
    return parseProject(JSON.stringify(project), this.folder.pathOf(RECORD));
  }

  /** The user's name for it, where it has a record. */
  async name(): Promise<string | null> {
    return (await this.record().catch(() => null))?.name ?? null;
  }

  /** The run in short and its curves. Throws `bad-checkpoint` when its record is missing or damaged. */
  async read(runId: string, active: boolean): Promise<RunDetail> {
    const record = await this.record();
    const run = summarize(runId, record, active);
    return { run, project: JSON.stringify(record.project), epochs: record.epochs };
  }

  /**
   * The state that was saved last.
   * @param fingerprint of the run that wants to use it
   * @throws `bad-checkpoint` when there is none, or it is damaged or belongs to another run
   */
  async state(recipe: Recipe, fingerprint: string): Promise<RunState> {
    const bytes = await this.#checkpoint();
    const where = { kind: 'file', path: this.folder.pathOf(CHECKPOINT) } as const;
    return locate(where, () => decodeCheckpoint(bytes, recipe, fingerprint));
  }

  /**
   * The run with its data, the state that was saved last, and the fastest backend. `given` is its project with data that
   * has moved. Throws `bad-checkpoint`.
   */
  async open(
    { hash, threads, loadImages, selectBackend }: OpenEnvironment,
    given?: Project,
  ): Promise<OpenRun> {
    const project = given ?? (await this.project());
    const { startedFrom } = await this.record();
    const recipe = await openRecipe(project, loadImages);
    const identity = identifyRun(recipe, { seed: project.training.seed, startedFrom }, hash);
    const state = await this.state(recipe, fingerprintOf(project, identity, hash));
    const { backend } = await selectBackend('native', threads);
    return { recipe, state, project, identity, backend };
  }

  /** The distributions of its numbers over training; null where none were kept. Throws `bad-checkpoint`. */
  async health(): Promise<HealthHistory | null> {
    const bytes = await this.folder.read(HEALTH);
    const where = { kind: 'file', path: this.folder.pathOf(HEALTH) } as const;
    return bytes && locate(where, () => decodeHealth(bytes));
  }

  /** The model's parameters and buffers as a safetensors file, by PyTorch's names. Throws `bad-checkpoint`. */
  async weights(): Promise<Uint8Array> {
    const { model, data } = await this.project();
    const { parameters, buffers } = bindModel(model.layers, sampleShape(data));
    const { tensors } = readSafetensors(await this.#checkpoint());
    const own = [...parameters, ...buffers].map(({ path }) => [path, tensors[path]!] as const);
    return writeSafetensors(Object.fromEntries(own), { format: 'pt' });
  }

  /** Writes checkpoints and record. Call `prepare` before the first. */
  writer(
    header: RunHeader,
    fingerprint: string,
    timestamp: () => string,
    health: () => HealthHistory,
  ): RunWriter {
    const end: RunWriter['end'] = (state, status, error = null) =>
      this.folder.write(
        RECORD,
        serializeRecord(header, { updatedAt: timestamp(), status, error, epochs: state.history }),
      );
    return {
      save: async (state) => {
        await this.folder.write(CHECKPOINT, encodeCheckpoint(state, fingerprint));
        await this.folder.write(HEALTH, encodeHealth(health()));
        await end(state, 'running');
      },
      end,
    };
  }

  /** Gives the run a name, or takes it away. Not while it trains. Throws `bad-checkpoint`. */
  async rename(name: string | null): Promise<void> {
    const text = await this.#recordText();
    await this.folder.write(
      RECORD,
      this.#parse(text, () => renameRecord(text, name)),
    );
  }

  /** Deletes the run. */
  remove(): Promise<void> {
    return this.folder.remove();
  }

  async #checkpoint(): Promise<Uint8Array> {
    return (await this.folder.read(CHECKPOINT)) ?? this.#missing();
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

  #missing(): never {
    throw failure('bad-checkpoint/no-model', {}, { where: { kind: 'file', path: this.path } });
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

/** The highest number that names a run, as the command line names them; 0 when there is none. */
export async function lastNumberedRun(runs: Folder): Promise<number> {
  return Math.max(0, ...(await runs.list()).map(Number).filter(Number.isInteger));
}

/** The runs in a folder, newest first; `isActive` says which train now. Damaged records are passed over. */
export async function listRuns(runs: Folder, isActive: (runId: string) => boolean): Promise<RunSummary[]> {
  const ids = (await runIds(runs)).sort().reverse();
  const found = await Promise.all(
    ids.map(async (id) => {
      const record = await new Run(runs.folder(id)).record().catch(() => null);
      return record ? [summarize(id, record, isActive(id))] : [];
    }),
  );
  return found.flat();
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
