/** Starts the page: asks the engine for what the first view needs, draws it, and has the window shown. */
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import AppFrame from './App.svelte';
import type { Backend } from '$lib/backend/backend';
import { selectBackend } from '$lib/backend/select';
import { App } from '$lib/state/app.svelte';
import { troubleOf } from '$lib/state/trouble';
import type { Event } from '$lib/types/Event';
import { act } from '$lib/keyboard/keyboard';
import { fetchAhead } from '$lib/lazy';
import { fetchMessages, localeFor, setLocale } from '$lib/i18n.svelte';

const target = document.getElementById('page')!;

/** Words that were being typed when the window was closed. */
const SHELF = 'drafts';
function shelve(drafts: string | null): void {
  if (drafts === null) localStorage.removeItem(SHELF);
  else localStorage.setItem(SHELF, drafts);
}

/** Keys that are pressed while the engine starts: the window is there before its page. */
const pressed: KeyboardEvent[] = [];
function holdKey(event: KeyboardEvent): void {
  pressed.push(event);
  // The web view's own meanings (reload, find) are none of this window's.
  if (event.ctrlKey || event.metaKey) event.preventDefault();
}
window.addEventListener('keydown', holdKey);

/** They act now, in their order. */
function actOnHeldKeys(app: App): void {
  window.removeEventListener('keydown', holdKey);
  for (const event of pressed) if (!app.navigation.ahead?.type(event)) act(app, event);
}

/** Draws the page; what is to happen once it is painted. */
async function draw(backend: Backend): Promise<() => void> {
  /** Events may come before the page stands; they are kept in order. */
  let early: Event[] = [];
  let take = (event: Event): void => void early.push(event);
  try {
    const start = await backend.start((event) => take(event));
    const app = new App(backend, start, { read: () => localStorage.getItem(SHELF), write: shelve });
    await app.applyLanguage();
    take = app.on;
    early.forEach(app.on);
    early = [];
    mount(AppFrame, { target, props: { app } });
    actOnHeldKeys(app);
    void app.drafts.recover();
    return () => (app.painted = true);
  } catch (rejection) {
    window.removeEventListener('keydown', holdKey);
    await setLocale(localeFor('system', navigator.language));
    // Hardly anybody ever sees it, and it draws with parts that the first view has none of.
    const { default: StartFailed } = await import('./components/shell/StartFailed.svelte');
    mount(StartFailed, { target, props: { trouble: troubleOf(rejection) } });
    return () => {};
  }
}

/** No await at the top level: a part that imports from this script could not come before the page is drawn. */
async function begin(): Promise<void> {
  const backend = await selectBackend();
  // Most people use the system's language: it comes while the engine answers.
  fetchMessages(localeFor('system', navigator.language));
  const painted = await draw(backend);
  // Two frames: the first is drawn when the second is asked for.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      void backend.ready();
      painted();
      // Not while the first view is on its way to the screen.
      setTimeout(() => void fetchAhead(), 400);
    }),
  );
}

void begin();
