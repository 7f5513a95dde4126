import { createRequire } from 'node:module';
import type * as Ort from 'onnxruntime-node';

/** onnxruntime's module. */
export type OnnxRuntime = typeof Ort;

/**
 * Loads onnxruntime with its telemetry off: version 1.30 otherwise writes a device id under the user's
 * cache folder and carries an uploader. The variable has an effect only before the library is
 * loaded, so all code loads it here. In a worker that is too late: its environment is a copy that native code never
 * sees, so code that starts a worker must first set the variable in the process's own environment.
 */
export function loadOnnxRuntime(): OnnxRuntime {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return createRequire(import.meta.url)('onnxruntime-node') as OnnxRuntime;
}
