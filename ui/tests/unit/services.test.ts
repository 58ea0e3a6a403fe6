/** Services over the in-memory backend: what is asked when, and what holds after it changed. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../../src/lib/backend/fake';
import { App } from '../../src/lib/state/app.svelte';
import { setLocale } from '../../src/lib/i18n.svelte';

async function begin(settings = {}): Promise<{ app: App; backend: FakeBackend; count: (name: string) => number }> {
  const backend = new FakeBackend({ pace: 0, history: 0, services: 2, settings });
  const app = new App(backend, await backend.start(() => {}));
  return { app, backend, count: (name) => backend.calls.filter((call) => call.name === name).length };
}

beforeEach(() => setLocale('en'));

describe('a service', () => {
  it('is asked for when something needs it, and once', async () => {
    const { app, count } = await begin();
    expect(count('keys') + count('service')).toBe(0);
    const service = app.services.of('example');
    expect(app.services.of('example')).toBe(service);
    await Promise.all([service.loadKeys(), service.loadKeys(), service.loadSetup(), service.loadSetup()]);
    await service.loadKeys();
    expect([count('keys'), count('service')]).toEqual([1, 1]);
  });

  it('speaks the language that the window speaks, after the engine has heard of it', async () => {
    const { app, backend, count } = await begin();
    const service = app.services.of('example');
    const first = service.loadSetup();
    void app.settings.change('ui_language', 'de');
    await setLocale('de');
    await Promise.all([first, service.loadSetup()]);
    expect(count('service')).toBe(2);
    expect(service.setup).not.toBeNull();
    const names = backend.calls.map(({ name }) => name);
    expect(names.lastIndexOf('service')).toBeGreaterThan(names.lastIndexOf('saveSettings'));
  });

  it('can be asked for again where the answer was trouble', async () => {
    const { app, backend } = await begin();
    backend.refuseNext('service', 'storage_failed');
    const service = app.services.of('example');
    await service.loadSetup();
    expect(service.troubles.get('setup')?.reason).toBe('storage_failed');
    await service.loadSetup();
    expect(service.setup).not.toBeNull();
    expect(service.troubles.has('setup')).toBe(false);
  });

  it('takes a refused choice back, and saves one after the other', async () => {
    const { app, backend, count } = await begin();
    const service = app.services.of('example');
    await service.loadSetup();
    backend.refuseNext('saveService', 'setting_invalid');
    const refused = service.change('model', 'everything');
    const kept = service.change('budget_day', '100 credits');
    expect(await refused).toBe(false);
    expect(service.setup!.model).toBe('vision-small');
    expect(service.troubles.get('setting-model')?.reason).toBe('setting_invalid');
    expect(await kept).toBe(true);
    expect(service.setup!.budgets.find(({ period }) => period === 'day')!.cap).toBe(100);
    expect(count('saveService')).toBe(2);
  });

  it('is tested once at a time, and an answer holds until the key changes', async () => {
    const { app, backend, count } = await begin();
    const service = app.services.of('example');
    await service.loadKeys();
    backend.services.hold();
    const first = service.check();
    await Promise.resolve();
    expect(service.doing.has('check')).toBe(true);
    expect(await service.check()).toBeNull();
    backend.services.goOn();
    expect((await first)?.confirmed).toBe(true);
    expect(service.doing.has('check')).toBe(false);
    expect(count('checkService')).toBe(1);
    await service.setKeys({ api_key: 'another-key-4321' });
    expect(service.checked).toBeNull();
  });
});

describe('the place of keys', () => {
  it('is asked of the keyring only where that asks no person', async () => {
    const { app, backend } = await begin();
    expect(app.services.asksNobody).toBe(false);
    backend.services.refuseKeyring('keyring_locked');
    await app.services.of('example').loadKeys();
    expect(app.services.asksNobody).toBe(false);
    backend.services.trouble = null;
    await app.services.of('example').loadKeys(true);
    expect(app.services.asksNobody).toBe(true);
  });

  it('changes for every service that is known', async () => {
    const { app, backend, count } = await begin();
    backend.services.refuseKeyring('keyring_unavailable');
    const [one, other] = [app.services.of('example'), app.services.of('studio')];
    await Promise.all([one.loadKeys(), other.loadKeys()]);
    expect(one.keys!.trouble?.reason).toBe('keyring_unavailable');
    expect(await app.services.keepIn('session')).toBe(true);
    expect([one.keys!.trouble, other.keys!.trouble, one.keys!.place]).toEqual([null, null, 'session']);
    expect(count('keys')).toBe(4);
  });

  it('stays where the engine refuses', async () => {
    const { app, backend } = await begin();
    backend.refuseNext('saveSettings', 'disk_full');
    expect(await app.services.keepIn('vault')).toBe(false);
    expect(app.settings.current.key_place).toBe('keyring');
  });

  it('opens the vault, says that a passphrase is wrong, and then knows the keys', async () => {
    const { app, backend } = await begin({ key_place: 'vault' });
    const service = app.services.of('example');
    await service.loadKeys();
    expect(service.keys!.trouble?.reason).toBe('vault_locked');
    expect(await app.services.openVault('four common words here')).toBeNull();
    await service.setKeys({ api_key: 'in-the-vault-0001' });
    backend.services.vault = { exists: true, unlocked: false };
    await service.loadKeys(true);
    expect((await app.services.openVault('not it'))?.reason).toBe('passphrase_wrong');
    expect(service.keys!.complete).toBe(false);
    expect(await app.services.openVault('four common words here')).toBeNull();
    expect(service.keys!.fields[0]!.status.last4).toBe('0001');
  });
});
