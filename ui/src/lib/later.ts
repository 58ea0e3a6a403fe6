/**
 * What the first view does without. Each part is loaded when it is drawn for the first time; all of them are fetched once
 * the window rests, so that nobody waits for them.
 */
export const later = {
  feed: once(() => import('../components/CardFeed.svelte')),
  batch: once(() => import('../components/BatchBar.svelte')),
  drop: once(() => import('../components/DropOverlay.svelte')),
  inspector: once(() => import('../components/Inspector.svelte')),
  url: once(() => import('../components/UrlSheet.svelte')),
  keys: once(() => import('../components/KeysSheet.svelte')),
  history: once(() => import('../views/History.svelte')),
  preview: once(() => import('../components/PreviewSheet.svelte')),
  sheet: once(() => import('../components/Sheet.svelte')),
  notices: once(() => import('../components/Notices.svelte')),
  notice: once(() => import('../components/Notice.svelte')),
  settings: once(() => import('../views/Settings.svelte')),
  usage: once(() => import('../views/Usage.svelte')),
  questions: once(() => import('../components/Questions.svelte')),
  services: once(() => import('../components/ServiceSheets.svelte')),
};

/**
 * The same promise for every drawing: an import takes some tasks also where the part is there already, and a key that comes
 * between them would find nothing to act on. A part that did not come is asked for again.
 */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let part: Promise<T> | undefined;
  return () =>
    (part ??= load().catch((reason: unknown) => {
      part = undefined;
      throw reason;
    }));
}

/** Fetches all parts, what the first picture and the keys need first. */
export async function fetchAhead(): Promise<void> {
  await Promise.allSettled(Object.values(later).map((part) => part()));
}
