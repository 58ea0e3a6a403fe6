/**
 * What the first view does without. Each part is loaded when it is drawn for the first time; what the next action most
 * likely needs is fetched once the window rests, so that nobody waits for it.
 */
export const later = {
  history: () => import('../views/History.svelte'),
  usage: () => import('../views/Usage.svelte'),
  settings: () => import('../views/Settings.svelte'),
  feed: () => import('../components/CardFeed.svelte'),
  batch: () => import('../components/BatchBar.svelte'),
  notices: () => import('../components/Notices.svelte'),
  notice: () => import('../components/Notice.svelte'),
  drop: () => import('../components/DropOverlay.svelte'),
  inspector: () => import('../components/Inspector.svelte'),
  sheet: () => import('../components/Sheet.svelte'),
  url: () => import('../components/UrlSheet.svelte'),
  keys: () => import('../components/KeysSheet.svelte'),
  preview: () => import('../components/PreviewSheet.svelte'),
  services: () => import('../components/ServiceSheets.svelte'),
};

/** Fetches what the first picture and the keys need. A part that does not come now is asked for again when it is drawn. */
export async function fetchAhead(): Promise<void> {
  await Promise.allSettled([later.feed(), later.batch(), later.drop(), later.inspector(), later.url(), later.keys()]);
}
