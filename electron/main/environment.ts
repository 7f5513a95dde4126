// Imported before everything else: onnxruntime reads this when its first thread starts, wherever that is.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
