/** The rooms of the page: what each may draw from. Arrows run one way, so that a view can be changed without the others. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../src');
const components = join(root, 'components');

/** Beside itself. docs/page.md says what each holds. */
const MAY_USE: Record<string, string[]> = {
  describe: ['picture', 'shared'],
  history: ['picture', 'shared'],
  usage: ['shared'],
  settings: ['shared'],
  inspector: ['picture', 'shared'],
  shell: ['shared'],
  picture: ['shared'],
  shared: [],
};

/** Components that a file imports, by their path below `components`. Their names begin with a capital; state's do not. */
function drawn(path: string): string[] {
  const imports = readFileSync(path, 'utf8').matchAll(/(?:\bfrom |\bimport\(|\bimport )'(\.[^']*\/[A-Z]\w*\.svelte)'/g);
  return [...imports].map(([, spec]) => relative(components, resolve(path, '..', spec!)));
}

const below = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|ts)$/.test(name));

describe('rooms', () => {
  it('are all in the order, and nothing stands outside of them', () => {
    expect(readdirSync(components).sort()).toEqual(Object.keys(MAY_USE).sort());
  });

  it.each(Object.keys(MAY_USE))('%s draws only from rooms below it', (room) => {
    const uses = below(join(components, room)).flatMap((name) => drawn(join(components, room, name)).map((part) => ({ name, part })));
    expect(uses.filter(({ part }) => ![room, ...MAY_USE[room]!].some((allowed) => part.startsWith(`${allowed}/`)))).toEqual([]);
  });

  it('are known to the rest of the page by what is loaded when it is drawn alone', () => {
    const lib = below(join(root, 'lib')).filter((name) => drawn(join(root, 'lib', name)).length > 0);
    expect(lib).toEqual(['lazy.ts']);
  });
});
