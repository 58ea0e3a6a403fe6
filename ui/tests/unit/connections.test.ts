/** Servers of the person's own over the in-memory backend: added, renamed, taken away and back, here and elsewhere. */
import { beforeEach, describe, expect, it } from 'vitest';
import { begin, callsOf } from './begin';
import { addConnection, removeConnection, renameConnection } from '../../src/lib/state/connections';
import { setLocale } from '../../src/lib/i18n.svelte';

beforeEach(() => setLocale('en'));

const names = (app: { providers: { name: string }[] }) => app.providers.map(({ name }) => name);

describe('a server of the person’s own', () => {
  it('is added and leads to its form', async () => {
    const { app, backend } = await begin({ services: 2 });
    expect(await addConnection(app, 'studio', 'Lab', 'http://127.0.0.1:1234/v1')).toEqual({ added: true, trouble: null });
    expect(callsOf(backend, 'addConnection')).toEqual([['studio', 'Lab', 'http://127.0.0.1:1234/v1']]);
    expect(names(app)).toEqual(['Altsmith', 'Example Vision', 'Word Studio', 'Lab']);
    expect(app.services.wanted).toEqual({ provider: 'lab', part: 'form', field: null });
    expect(app.navigation.view).toBe('settings');
    expect(app.announcer.messages.at(-1)?.text).toBe('Lab was added');
    await app.services.of('lab').loadSetup();
    expect(app.services.of('lab').setup?.provider).toBe('lab');
  });

  it('is refused with the reason, and nothing changes', async () => {
    const { app } = await begin({ services: 2 });
    expect((await addConnection(app, 'example', 'Mine', '')).trouble?.reason).toBe('connection_refused');
    expect((await addConnection(app, 'studio', 'Far', 'http://example.org')).trouble?.reason).toBe('setting_invalid');
    expect((await renameConnection(app, 'studio', ''))?.reason).toBe('connection_refused');
    expect(names(app)).toEqual(['Altsmith', 'Example Vision', 'Word Studio']);
    expect(app.services.wanted).toBeNull();
  });

  it('is renamed, whichever it is', async () => {
    const { app } = await begin({ services: 2, settings: { provider: 'studio' } });
    expect(await renameConnection(app, 'studio', 'Our words')).toBeNull();
    expect(app.provider?.name).toBe('Our words');
  });

  it('is taken away, and comes back to its place', async () => {
    const { app, backend } = await begin({ services: 2 });
    await addConnection(app, 'studio', 'Lab', '');
    await addConnection(app, 'studio', 'Office', '');
    const before = names(app);
    const lab = app.services.of('lab');
    await removeConnection(app, app.providers.find(({ id }) => id === 'lab')!);
    expect(names(app)).not.toContain('Lab');
    expect(app.undo.offers.map(({ text }) => text)).toEqual(['Lab was removed']);
    await app.takeBack();
    expect(callsOf(backend, 'restoreConnection')).toEqual([['lab']]);
    expect(names(app).sort()).toEqual(before.sort());
    expect(app.services.of('lab')).not.toBe(lab);
  });

  it('stays where the engine refuses to let it go', async () => {
    const { app, backend } = await begin({ services: 2 });
    backend.refuseNext('removeConnection', 'connection_refused');
    await removeConnection(app, app.providers[2]!);
    expect(names(app)).toContain('Word Studio');
    expect(app.undo.offers).toEqual([]);
    expect(app.notice).not.toBeNull();
  });

  it('is seen where the command line adds it', async () => {
    const { app, backend } = await begin({ services: 2 });
    const services = [...app.providers, { ...app.providers[2]!, id: 'far', name: 'Far', added: true }];
    backend.emit({ event: 'services', services });
    expect(names(app)).toContain('Far');
  });
});
