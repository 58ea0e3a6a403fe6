/** Starts the page: asks the engine for what the first view needs, draws it, and has the window shown. */
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import AppFrame from './App.svelte';
import StartFailed from './components/StartFailed.svelte';
import { backendHere } from '$lib/backend/here';
import { App } from '$lib/state/app.svelte';
import { troubleOf } from '$lib/state/trouble';
import type { Event } from '$lib/types/Event';
import { fetchAhead } from '$lib/later';
import { fetchWords, localeFor, speak } from '$lib/words.svelte';

const target = document.getElementById('page')!;
const backend = await backendHere();

/** Words that were being typed when the window was closed. */
const SHELF = 'drafts';
function shelve(drafts: string | null): void {
  if (drafts === null) localStorage.removeItem(SHELF);
  else localStorage.setItem(SHELF, drafts);
}

let painted = (): void => {};

/** Events may come before the page stands; they are kept in order. */
let early: Event[] = [];
let take = (event: Event): void => void early.push(event);

// Most people use the system's language: it comes while the engine answers.
fetchWords(localeFor('system', navigator.language));

try {
  const start = await backend.start((event) => take(event));
  const app = new App(backend, start, { read: () => localStorage.getItem(SHELF), write: shelve });
  await app.speakAsSet();
  take = app.on;
  early.forEach(app.on);
  early = [];
  mount(AppFrame, { target, props: { app } });
  painted = () => (app.painted = true);
  void app.drafts.recover();
} catch (rejection) {
  await speak(localeFor('system', navigator.language));
  mount(StartFailed, { target, props: { trouble: troubleOf(rejection) } });
}

// Two frames: the first is drawn when the second is asked for.
requestAnimationFrame(() =>
  requestAnimationFrame(() => {
    void backend.ready();
    painted();
    // Not while the first view is on its way to the screen.
    setTimeout(() => void fetchAhead(), 400);
  }),
);
