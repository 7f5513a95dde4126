// Opens exported files with onnxruntime-web, as read.py does with the others: web.mjs FOLDER_OF_PACKAGE FILES.json BATCH...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [, , installed, filesPath, ...batches] = process.argv;
const NAME = 'onnxruntime-web';
const folder = join(installed, 'node_modules', NAME);
const ort = createRequire(join(installed, 'package.json'))(NAME);
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
ort.env.wasm.numThreads = 1;

const ARRAYS = { float32: Float32Array, uint8: Uint8Array, int64: BigInt64Array };

function readArray(folder, name) {
  const { dtype, shape, texts } = JSON.parse(readFileSync(join(folder, 'arrays.json'), 'utf8'))[name];
  if (texts) return { dtype: 'string', shape, data: texts };
  const bytes = readFileSync(join(folder, `${name}.bin`));
  return { dtype, shape, data: new ARRAYS[dtype](new Uint8Array(bytes).buffer) };
}

const tensorOf = ({ dtype, shape, data }) => new ort.Tensor(dtype, data, shape);

async function read({ file, inputs, output }) {
  const path = join(dirname(filesPath), file);
  const beside = dirname(path);
  try {
    const session = await ort.InferenceSession.create(readFileSync(path));
    let difference = 0;
    let reshaped = false;
    for (const batch of batches) {
      const given = inputs.map(([name, array]) => [name, tensorOf(readArray(beside, `${array}-${batch}`))]);
      const expected = readArray(beside, `${output}-${batch}`);
      const found = (await session.run(Object.fromEntries(given)))[output];
      reshaped ||= found.dims.join() !== expected.shape.join();
      expected.data.forEach((value, i) => {
        const distance =
          Math.abs(Number(found.data[i]) - Number(value)) / Math.max(1, Math.abs(Number(value)));
        difference = Math.max(difference, Number.isNaN(distance) ? Infinity : distance);
      });
    }
    await session.release();
    return { difference, reshaped };
  } catch (error) {
    return { error: String(error.message).slice(0, 1000) };
  }
}

const results = [];
for (const form of JSON.parse(readFileSync(filesPath, 'utf8'))) results.push(await read(form));
console.log(`RESULTS ${JSON.stringify({ version, results })}`);
