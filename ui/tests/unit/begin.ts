/** An app over the in-memory backend, and what tests of it need: the calls that were made, and answers that wait. */
import { FakeBackend, type FakeOptions } from '../../src/lib/backend/fake';
import { App } from '../../src/lib/state/app.svelte';

export async function begin(options: Partial<FakeOptions> = {}): Promise<{ app: App; backend: FakeBackend }> {
  const backend = new FakeBackend({ pace: 0, history: 0, ...options });
  let take: App['on'] | undefined;
  const start = await backend.start((event) => take?.(event));
  const app = new App(backend, start);
  take = app.on;
  return { app, backend };
}

export const callsOf = (backend: FakeBackend, name: string) => backend.calls.filter((call) => call.name === name).map((call) => call.args);

/** A promise that a test settles. */
export function gate<T>(): { promise: Promise<T>; open: (value: T) => void } {
  let open!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, open };
}
