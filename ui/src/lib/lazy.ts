/**
 * What the first view does without. Each part is loaded when it is drawn for the first time; all of them are fetched once
 * the window rests, so that nobody waits for them.
 */
export const lazy = {
  feed: once(() => import('../components/describe/CardFeed.svelte')),
  batch: once(() => import('../components/describe/BatchBar.svelte')),
  drop: once(() => import('../components/describe/DropOverlay.svelte')),
  inspector: once(() => import('../components/inspector/Inspector.svelte')),
  url: once(() => import('../components/describe/UrlSheet.svelte')),
  shortcuts: once(() => import('../components/shell/ShortcutsSheet.svelte')),
  history: once(() => import('../components/history/History.svelte')),
  preview: once(() => import('../components/inspector/PreviewSheet.svelte')),
  sheet: once(() => import('../components/shared/Sheet.svelte')),
  held: once(() => import('../components/describe/HeldBanner.svelte')),
  notices: once(() => import('../components/describe/Notices.svelte')),
  notice: once(() => import('../components/shell/Notice.svelte')),
  toasts: once(() => import('../components/shell/Toasts.svelte')),
  settings: once(() => import('../components/settings/Settings.svelte')),
  usage: once(() => import('../components/usage/Usage.svelte')),
  questions: once(() => import('../components/inspector/Questions.svelte')),
  services: once(() => import('../components/settings/ServiceSheets.svelte')),
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
  await Promise.allSettled(Object.values(lazy).map((part) => part()));
}
