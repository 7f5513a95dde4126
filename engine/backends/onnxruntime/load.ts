import { createRequire } from 'node:module';
import type * as Ort from 'onnxruntime-node';

/** onnxruntime's module. */
export type OnnxRuntime = typeof Ort;

/**
 * Loads onnxruntime with its telemetry off: version 1.30 otherwise writes a device id under the user's
 * cache folder and carries an uploader. The variable counts only before the library is loaded, so
 * everybody loads it here. A worker's environment is a copy: whoever starts one sets it there too.
 */
export function loadOnnxRuntime(): OnnxRuntime {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return createRequire(import.meta.url)('onnxruntime-node') as OnnxRuntime;
}
