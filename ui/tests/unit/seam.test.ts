/** The seam to the shell holds what docs/page.md promises, and the build holds nothing that does not belong there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rollup } from 'vite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const invoked = vi.hoisted(() => [] as { command: string; args: Record<string, unknown> }[]);
vi.mock('@tauri-apps/api/core', () => ({
  Channel: class {},
  convertFileSrc: (path: string, scheme: string) => `${scheme}://localhost/${encodeURIComponent(path)}`,
  invoke: async (command: string, args: Record<string, unknown> = {}) => void invoked.push({ command, args }),
}));

const { tauri } = await import('../../src/lib/backend/tauri');

const document = readFileSync(join(import.meta.dirname, '../../../docs/page.md'), 'utf8');

/** Commands of the table "What the page may ask", with the names of their arguments. */
function promised(): Map<string, string[]> {
  const table = document.slice(document.indexOf('| command |'));
  const commands = new Map<string, string[]>();
  for (const line of table.split('\n').slice(2)) {
    if (!line.startsWith('|')) break;
    const [, names = '', args = ''] = line.split(/(?<!\\)\|/);
    const wanted = [...args.matchAll(/`([a-zA-Z]+)(?::[^`]*)?`/g)].map((match) => match[1]!);
    for (const [, name] of names.matchAll(/`([a-z_]+)`/g)) commands.set(name!, wanted);
  }
  return commands;
}

describe('commands', () => {
  beforeEach(() => invoked.splice(0));

  it('are those of docs/page.md, by name and arguments', async () => {
    for (const [name, command] of Object.entries(tauri)) {
      if (['thumbnail', 'preview', 'look'].includes(name)) continue;
      await (command as (...args: unknown[]) => Promise<unknown>)('a', 'b');
    }
    const table = promised();
    expect(table.size).toBeGreaterThan(20);
    expect(invoked.map(({ command }) => command).sort()).toEqual([...table.keys()].sort());
    for (const { command, args } of invoked) expect(Object.keys(args).sort(), command).toEqual([...table.get(command)!].sort());
  });

  it('show pictures by their hash, and those of cards by the id', () => {
    expect(tauri.look(12)).toBe('thumb://localhost/card/12');
    expect(tauri.thumbnail('abc')).toBe('thumb://localhost/abc');
    expect(tauri.preview('abc')).toBe('thumb://localhost/preview/abc');
  });
});

describe('the build', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('has no in-memory backend, no inline script and a small first view', async () => {
    // What ships is measured: where a test runs, the compiler would add what helps developers.
    vi.stubEnv('NODE_ENV', 'production');
    const { output } = (await build({ configFile: join(import.meta.dirname, '../../vite.config.ts'), root: join(import.meta.dirname, '../..'), logLevel: 'silent', mode: 'production', build: { write: false } })) as Rollup.RollupOutput;
    const chunks = output.filter((file): file is Rollup.OutputChunk => file.type === 'chunk');
    expect(chunks.flatMap((chunk) => chunk.moduleIds).filter((id) => /fake/.test(id))).toEqual([]);
    const page = output.find((file): file is Rollup.OutputAsset => file.fileName === 'index.html')!;
    expect(String(page.source)).not.toMatch(/<script(?![^>]*src=)|style=|<style/);
    const code = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
    const first = new Set<string>();
    const follow = (name: string): void => {
      if (first.has(name)) return;
      first.add(name);
      code.get(name)?.imports.forEach(follow);
    };
    const [, script] = /<script[^>]* src="\.\/([^"]+)"/.exec(String(page.source))!;
    follow(script!);
    // One file, and nothing in it that an empty window does not show.
    expect([...first]).toHaveLength(1);
    const { code: text, moduleIds } = code.get(script!)!;
    expect(text.length).toBeLessThan(155_000);
    expect(moduleIds.filter((id) => /virtual-core|VirtualFeed|Card\.svelte|Inspector\.svelte|Sheet\.svelte/.test(id))).toEqual([]);
  }, 60_000);
});
