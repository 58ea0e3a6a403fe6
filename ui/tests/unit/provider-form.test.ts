import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import ProviderForm from '../../src/components/ProviderForm.svelte';
import type { Field } from '../../src/lib/types/Field';
import { speak } from '../../src/lib/words.svelte';

beforeEach(() => speak('en'));

it('draws a control for each setting by its kind, never one for a secret', () => {
  const fields: Field[] = [
    { name: 'api_key', kind: 'secret', required: true },
    { name: 'endpoint', kind: 'url', required: true },
    { name: 'max_tokens', kind: 'number', required: false },
    { name: 'stream', kind: 'switch', required: false },
  ];
  const onchange = vi.fn();
  const form = mount(ProviderForm, {
    target: document.body,
    props: { provider: 'openai', fields, values: { endpoint: 'http://127.0.0.1:1234/v1', stream: 'true' }, onchange },
  });
  flushSync();
  const control = (name: string) => document.querySelector<HTMLInputElement>(`#openai-${name}`);
  expect(control('api_key')).toBeNull();
  expect(control('endpoint')).toMatchObject({ type: 'url', value: 'http://127.0.0.1:1234/v1', required: true });
  expect(control('max_tokens')).toMatchObject({ type: 'number', value: '', required: false });
  expect(control('stream')).toMatchObject({ type: 'checkbox', checked: true });
  for (const label of document.querySelectorAll('label')) expect(label.control).not.toBeNull();
  control('endpoint')!.value = 'http://localhost:8080';
  control('endpoint')!.dispatchEvent(new Event('change', { bubbles: true }));
  control('stream')!.click();
  expect(onchange.mock.calls).toEqual([
    ['endpoint', 'http://localhost:8080'],
    ['stream', 'false'],
  ]);
  unmount(form);
});
