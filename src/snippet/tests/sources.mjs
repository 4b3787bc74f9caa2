// Bundles a source of the snippet for node, and gives what it exports.

import { buildSync } from 'esbuild';

export async function sourceOf(name) {
  const built = buildSync({
    entryPoints: [new URL(`../${name}.ts`, import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2018',
  });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].text).toString('base64')}`);
}
