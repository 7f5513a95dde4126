import { EventEmitter } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenDialogOptions, SaveDialogOptions } from 'electron';
import { expect, vi } from 'vitest';
import type { Problem } from '../../engine/base/problem.js';
import type { Host } from '../../engine/jobs/environment.js';
import type { JobCommand, JobMessage } from '../../engine/jobs/protocol.js';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import type { ChannelName, Input, Output, Push, Pushes } from '../ipc/contract.js';
import type { Desktop, Question } from '../main/desktop.js';
import { answer, createHandlers, type Handlers } from '../main/ipc.js';
import type { HostProcess } from '../main/jobs.js';
import type { MenuContents } from '../main/menu.js';
import { SettingsStore } from '../main/settings.js';
import { Shell } from '../main/shell.js';

/** The text of a project. */
export const PROJECT = serializeProject(templates[0]!.project);

const EXAMPLES = fileURLToPath(new URL('../../assets/examples', import.meta.url));
const RUN = fileURLToPath(new URL('../../engine/runs/__fixtures__/version-1', import.meta.url));

/** A process that does jobs, of which only the messages exist. */
export class FakeProcess extends EventEmitter implements HostProcess {
  readonly received: JobCommand[] = [];
  killed = false;

  postMessage(command: JobCommand): void {
    this.received.push(command);
  }

  kill(): boolean {
    return (this.killed = true);
  }

  /** Sends a message to the main process. */
  send(message: JobMessage): void {
    this.emit('message', message);
  }
}

/** Starts a fake process, which hears what is posted to it from the next microtask on. */
export function forkFake(): FakeProcess {
  const child = new FakeProcess();
  queueMicrotask(() => child.emit('spawn'));
  return child;
}

/** A desktop whose dialogs a test answers, and which remembers what was shown. */
class FakeDesktop implements Desktop {
  readonly #answers: unknown[] = [];
  readonly pushed: { readonly name: keyof Pushes; readonly payload: unknown }[] = [];
  /** The options of every dialog so far. */
  readonly dialogs: (OpenDialogOptions | SaveDialogOptions | Question)[] = [];
  menu: MenuContents | null = null;
  title = '';
  theme = 'system';
  copied = '';
  readonly shown: string[] = [];
  readonly notify = vi.fn();
  readonly setProgress = vi.fn();
  readonly close = vi.fn();

  /** Answers the next dialog: a path, the index of a button, or null to cancel. */
  answer(value: string | number | null): void {
    this.#answers.push(value);
  }

  /** The payloads of a push so far. */
  payloads<P extends keyof Pushes>(name: P): Pushes[P][] {
    return this.pushed.filter((push) => push.name === name).map(({ payload }) => payload as Pushes[P]);
  }

  readonly send: Push = (name, payload) => void this.pushed.push({ name, payload });
  askOpen = (options: OpenDialogOptions) => this.#ask<string | null>(options);
  askSave = (options: SaveDialogOptions) => this.#ask<string | null>(options);
  ask = (question: Question) => this.#ask<number>(question);
  showMenu = (menu: MenuContents) => void (this.menu = menu);
  setTitle = (title: string) => void (this.title = title);
  copyText = (text: string) => void (this.copied = text);
  showInFolder = (path: string) => void this.shown.push(path);
  setTheme = (choice: string) => void (this.theme = choice);
  isDark = () => this.theme === 'dark';
  info = () => ({
    name: 'Layerloom',
    version: '1.0.0',
    electron: '30.0.0',
    chromium: '124.0.0',
    node: '20.0.0',
    onnxruntime: '1.20.0',
    platform: 'linux' as const,
    cores: 2,
    memory: 2 ** 33,
  });

  #ask<T>(options: OpenDialogOptions | SaveDialogOptions | Question): Promise<T> {
    this.dialogs.push(options);
    expect(this.#answers, 'an unexpected dialog').not.toHaveLength(0);
    return Promise.resolve(this.#answers.shift() as T);
  }
}

/** A shell with a fake desktop and fake processes, on a real folder. */
export class TestShell {
  readonly desktop = new FakeDesktop();
  readonly log = vi.fn();
  readonly shell: Shell;
  readonly #handlers: Handlers;
  readonly #processes = new Map<Host, FakeProcess>();

  /** Starts a session; `folder` is that of an earlier one. */
  constructor(readonly folder = mkdtempSync(join(tmpdir(), 'loom-shell-'))) {
    this.shell = new Shell({
      desktop: this.desktop,
      settings: new SettingsStore(this.path('settings.json'), this.log),
      fork: (host) => {
        const child = forkFake();
        this.#processes.set(host, child);
        return child;
      },
      userData: folder,
      exampleFolder: EXAMPLES,
      logFile: this.path('main.log'),
      log: this.log,
    });
    this.#handlers = createHandlers(this.shell);
    this.shell.start();
  }

  /** The path of something in its folder. */
  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** The running or last process of a host. */
  process(host: Host): FakeProcess {
    return this.#processes.get(host)!;
  }

  /** Calls a channel as the window would. */
  call(name: ChannelName, input?: unknown) {
    return answer(this.#handlers, name, input, this.log);
  }

  /** The value with which a call is answered. */
  async value<N extends ChannelName>(
    name: N,
    ...[input]: undefined extends Input<N> ? [] : [Input<N>]
  ): Promise<Output<N>> {
    const reply = await this.call(name, input);
    expect(reply).toMatchObject({ ok: true });
    return (reply as { readonly value: Output<N> }).value;
  }

  /** The problem with which a call is refused. */
  async refusal(name: ChannelName, input?: unknown): Promise<Problem> {
    const reply = await this.call(name, input);
    if (reply.ok) throw new Error(`${name} was not refused`);
    return reply.problem;
  }

  /** Writes a file in its folder, and returns its path. */
  write(name: string, contents: string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return path;
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Chooses a new file in the dialog; returns its token. */
  async choose(name: string, contents: string): Promise<string> {
    this.desktop.answer(this.write(name, contents));
    return (await this.value('project.choose'))!.token;
  }

  /** Opens a project that has a file, `mine.loom`. */
  async openSaved(): Promise<string> {
    return (await this.value('project.open', { token: await this.choose('mine.loom', PROJECT) })).token;
  }

  /** Adds a trained run to `mine.loom`. */
  addRun(runId: string): void {
    cpSync(RUN, this.path('mine.runs', runId), { recursive: true });
  }

  /** Waits until everything is on disk, and deletes its folder. */
  async dispose(): Promise<void> {
    await this.shell.settings.flush();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
