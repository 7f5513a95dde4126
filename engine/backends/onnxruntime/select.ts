import type { Backend } from '../backend.js';
import { createReferenceBackend } from '../reference.js';
import { createNativeBackend } from './native.js';
import { probe } from './probe.js';

/** The backend asked for; or the reference, with the reason in words, where the native one does not work. */
export async function selectBackend(
  prefer: 'native' | 'reference',
  threads: number,
): Promise<{ readonly backend: Backend; readonly note: string | null }> {
  if (prefer === 'reference') return { backend: createReferenceBackend(), note: null };
  const backend = createNativeBackend(threads);
  try {
    await probe(backend);
    return { backend, note: null };
  } catch (error) {
    const note = `onnxruntime does not work on this machine (${(error as Error).message}); training goes on with the slower reference kernels`;
    return { backend: createReferenceBackend(), note };
  }
}
