/** The forms of a service: drawn from data, secrets never filled and never kept. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import KeysForm from '../../src/components/settings/KeysForm.svelte';
import ServiceFields from '../../src/components/settings/ServiceFields.svelte';
import { FakeBackend } from '../../src/lib/backend/fake';
import { keyState, modelCost, pictureCost, spentText } from '../../src/lib/service-labels';
import { App, contextOf } from '../../src/lib/state/app.svelte';
import type { ServiceField } from '../../src/lib/types/ServiceField';
import { setLocale } from '../../src/lib/i18n.svelte';

async function begin(): Promise<{ app: App; backend: FakeBackend }> {
  const backend = new FakeBackend({ pace: 0, history: 0, services: 2 });
  return { backend, app: new App(backend, await backend.start(() => {})) };
}

let drawn: Record<string, unknown>[] = [];
function draw<P extends Record<string, unknown>>(component: Parameters<typeof mount<P, Record<string, unknown>>>[0], app: App, props: P): void {
  drawn.push(mount(component, { target: document.body, props, context: contextOf(app) } as never));
  flushSync();
}

const field = (label: string) => {
  const found = [...document.querySelectorAll('label')].find((candidate) => candidate.textContent?.includes(label));
  return found?.control as HTMLInputElement;
};
const press = (name: string) => [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === name)!.click();

beforeEach(() => setLocale('en'));
afterEach(() => {
  for (const component of drawn) void unmount(component);
  drawn = [];
});

describe('settings of a service', () => {
  const fields: ServiceField[] = [
    { name: 'api_key', kind: 'secret', required: true, label: 'Key', value: null, default: null },
    { name: 'endpoint', kind: 'url', required: true, label: 'Address', value: 'http://127.0.0.1:1234/v1', default: null },
    { name: 'max_tokens', kind: 'number', required: false, label: 'Most tokens', value: null, default: '400' },
    { name: 'stream', kind: 'switch', required: false, label: 'Stream', value: null, default: 'true' },
  ];

  it('have a control each by their kind, never one for a secret', async () => {
    const { app, backend } = await begin();
    const service = app.services.of('example');
    draw(ServiceFields, app, { service, fields: fields.slice(1) });
    expect(field('Address')).toMatchObject({ type: 'url', value: 'http://127.0.0.1:1234/v1', required: true });
    expect(field('Most tokens')).toMatchObject({ type: 'number', value: '', placeholder: '400', required: false });
    expect(field('Stream')).toMatchObject({ type: 'checkbox', checked: true });
    draw(ServiceFields, app, { service, fields: fields.slice(0, 1) });
    expect(field('Key') ?? null).toBeNull();
    field('Most tokens').value = '200';
    field('Most tokens').dispatchEvent(new Event('change', { bubbles: true }));
    field('Stream').click();
    await vi.waitFor(() =>
      expect(backend.calls.filter(({ name }) => name === 'saveService').map(({ args }) => args)).toEqual([
        ['example', { max_tokens: '200' }],
        ['example', { stream: 'false' }],
      ]),
    );
  });

  it('keep a refused text in its field, with the trouble', async () => {
    const { app, backend } = await begin();
    backend.refuseNext('saveService', 'endpoint_invalid');
    draw(ServiceFields, app, { service: app.services.of('example'), fields: fields.slice(1, 2) });
    field('Address').value = 'nowhere';
    field('Address').dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(document.querySelector('[role="alert"]')?.textContent).toContain('not an address'));
    expect(field('Address').value).toBe('nowhere');
    expect(field('Address').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('keys', () => {
  async function form(provider: string) {
    const { app, backend } = await begin();
    const service = app.services.of(provider);
    await Promise.all([service.loadSetup(), service.loadKeys()]);
    const setup = service.setup!;
    draw(KeysForm, app, { service, setup, fields: setup.fields.filter(({ kind, required }) => kind === 'secret' && required), main: true });
    return { app, backend, service };
  }

  it('are typed into password fields that nothing fills, and are gone from them once they are kept', async () => {
    const { app, backend, service } = await form('example');
    const input = field('API key');
    expect(input).toMatchObject({ type: 'password', autocomplete: 'off', value: '' });
    input.value = ' sk-example-9876 ';
    input.form!.requestSubmit();
    await vi.waitFor(() => expect(service.keys?.complete).toBe(true));
    expect(backend.services.set.get('api_key')).toBe('9876');
    flushSync();
    expect(document.querySelector('input')).toBeNull();
    expect(document.body.textContent).toContain('••••9876');
    expect(JSON.stringify([service.keys, service.setup, backend.calls])).not.toContain('sk-example');
    expect(input.value).toBe('');
    expect(app.announcer.messages.map(({ text }) => text)).toEqual(['Saved']);
  });

  it('wait in the form where the keyring refuses, and are kept in memory with one press', async () => {
    const { backend, service } = await form('example');
    backend.services.refuseKeyring('keyring_unavailable');
    field('API key').value = 'sk-example-9876';
    field('API key').form!.requestSubmit();
    await vi.waitFor(() => expect(document.body.textContent).toContain('There is no keyring'));
    expect(field('API key').value).toBe('sk-example-9876');
    press('Keep until Altsmith is closed');
    await vi.waitFor(() => expect(service.keys).toMatchObject({ complete: true, place: 'session' }));
    expect(document.body.textContent).not.toContain('There is no keyring');
  });

  it('come after the account is made, with what it is made of kept before', async () => {
    const { backend, service } = await form('studio');
    const order = [...document.querySelectorAll('label')].map((label) => label.textContent?.trim().replace(/\s+required$/, ''));
    expect(order).toEqual(['Your own secret', 'E-mail address', 'API key from the e-mail']);
    field('Your own secret').value = 'mine alone';
    field('E-mail address').value = 'me@example.org';
    field('E-mail address').dispatchEvent(new Event('change', { bubbles: true }));
    press('Create account');
    await vi.waitFor(() => expect(document.body.textContent).toContain('The account is made.'));
    const made = backend.calls.map(({ name }) => name);
    expect(made.indexOf('accountAction')).toBeGreaterThan(made.indexOf('setKeys'));
    expect(made.indexOf('accountAction')).toBeGreaterThan(made.indexOf('saveService'));
    field('API key from the e-mail').value = 'from-the-mail-1234';
    press('Activate account');
    await vi.waitFor(() => expect(document.body.textContent).toContain('The account is switched on.'));
    expect(service.keys?.complete).toBe(true);
  });
});

describe('words about a service', () => {
  it('say how its keys stand', () => {
    const keys = (over: object) => ({ place: 'keyring', vault: { exists: false, unlocked: false }, fields: [], complete: false, trouble: null, ...over }) as never;
    const key = (status: object) => ({ name: 'api_key', status: { set: true, from: 'keyring', last4: null, ...status } });
    expect(keyState(null)).toBeNull();
    expect(keyState(keys({ fields: [key({ set: false })] }))?.text).toBe('No key yet');
    expect(keyState(keys({ fields: [key({}), key({ set: false })] }))?.text).toBe('Not all keys are set');
    expect(keyState(keys({ complete: true, fields: [key({ last4: '1234' })] }))?.text).toBe('Key set, ends in 1234');
    expect(keyState(keys({ complete: true, fields: [key({ from: 'environment' })] }))?.text).toBe('Key from the environment');
    expect(keyState(keys({ complete: true, fields: [key({ set: false })] })), 'it needs none').toBeNull();
    expect(keyState(keys({ trouble: {}, fields: [key({ set: false })] }))?.text).toBe('Keys cannot be read');
  });

  it('say what a picture takes and what was spent', () => {
    const model = { id: 'm', label: 'M', takes: {} as never, returns: {} as never, languages: [], sees: true, price: null, here: false, retired: null };
    expect(modelCost({ ...model, calls: 1, cost: { value: 1, unit: 'credits' } }, 'en')).toBe('Each picture takes 1 credit.');
    expect(modelCost({ ...model, calls: 3, cost: { value: 0.03, unit: 'usd' } }, 'en')).toBe('Each picture takes 3 requests and $0.03.');
    expect(modelCost({ ...model, calls: 1, cost: null }, 'en')).toBeNull();
    expect(pictureCost({ ...model, calls: 3, cost: { value: 0.03, unit: 'usd' } }, 'en')).toBe('$0.03');
    expect(pictureCost({ ...model, calls: 3, cost: null }, 'en')).toBe('3 requests');
    const budget = { period: 'day', setting: 'budget_day', cap: 100, unit: 'credits', units: ['credits'], spent: 12 };
    expect(spentText(budget, 'en')).toBe('12 of 100 credits today');
    expect(spentText({ ...budget, cap: null, period: 'month' }, 'en')).toBe('12 credits this month');
    expect(spentText({ ...budget, period: 'run' }, 'en')).toBeNull();
  });
});
