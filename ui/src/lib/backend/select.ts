/** Which backend this page talks to: the shell inside the window, the in-memory one in a browser. */
import type { Backend } from './backend';
import { tauri } from './tauri';

/** The in-memory backend exists only in builds for development and tests (`--mode fake`). */
export async function selectBackend(): Promise<Backend> {
  if (import.meta.env.MODE === 'fake' && !('__TAURI_INTERNALS__' in window)) {
    return (await import('./fake')).fake();
  }
  return tauri;
}
