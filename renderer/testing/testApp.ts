import { vi } from 'vitest';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { createApp, type App } from '../app.js';
import type { ImageLibrary } from '../images/library.js';
import { openDocument } from '../state/document.js';
import { FakeLoom } from './fakeLoom.js';

/** An application without a window, with its fake main process and image worker. */
export function createTestApp() {
  const loom = new FakeLoom();
  const images = { ask: vi.fn<ImageLibrary['ask']>(), dispose: vi.fn() };
  return { app: createApp({ loom: loom.api, images }), loom, images };
}

/** Opens a template as a saved project. */
export function openTemplate(app: App, id: string): void {
  const { project } = templates.find((template) => template.id === id)!;
  const text = serializeProject(project);
  openDocument(app, { token: id, name: project.name, saved: true, recovered: false, text });
}
