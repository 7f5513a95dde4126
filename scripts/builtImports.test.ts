import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const scripts = fileURLToPath(new URL('.', import.meta.url));

/** Named imports from the build, which no other tool follows: `{ a, b } from '../../dist/engine/x.js'`. */
const IMPORT = /import \{([^}]+)\} from '(?:\.\.\/)+(dist\/[^']+)'/g;

const imports = readdirSync(scripts, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.mjs') && !file.includes('node_modules'))
  .flatMap((file) =>
    [...readFileSync(join(scripts, file), 'utf8').matchAll(IMPORT)].map(([, names, module]) => ({
      file,
      names: names!.split(',').flatMap((name) => name.trim().split(' ')[0] || []),
      module: module!,
    })),
  );

it.each(imports)('$file imports what $module exports', async ({ names, module }) => {
  const exported = (await import(pathToFileURL(join(scripts, '..', module)).href)) as Record<string, unknown>;
  for (const name of names) expect(exported).toHaveProperty(name);
});
