// Must be imported first: onnxruntime reads this when its first thread starts, in whichever process or thread.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
