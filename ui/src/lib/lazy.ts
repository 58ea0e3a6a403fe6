/**
 * What the first view does without. Each part is loaded when it is drawn for the first time; what the next action most
 * likely needs is fetched once the window rests, so that nobody waits for it.
 */
export const lazy = {
  history: () => import('../components/history/History.svelte'),
  usage: () => import('../components/usage/Usage.svelte'),
  settings: () => import('../components/settings/Settings.svelte'),
  feed: () => import('../components/describe/CardFeed.svelte'),
  batch: () => import('../components/describe/BatchBar.svelte'),
  notices: () => import('../components/describe/Notices.svelte'),
  notice: () => import('../components/shell/Notice.svelte'),
  drop: () => import('../components/describe/DropOverlay.svelte'),
  inspector: () => import('../components/inspector/Inspector.svelte'),
  sheet: () => import('../components/shared/Sheet.svelte'),
  url: () => import('../components/describe/UrlSheet.svelte'),
  shortcuts: () => import('../components/shell/ShortcutsSheet.svelte'),
  preview: () => import('../components/inspector/PreviewSheet.svelte'),
  services: () => import('../components/settings/ServiceSheets.svelte'),
};

/** Fetches what the first picture and the keys need. A part that does not come now is asked for again when it is drawn. */
export async function fetchAhead(): Promise<void> {
  await Promise.allSettled([lazy.feed(), lazy.batch(), lazy.drop(), lazy.inspector(), lazy.url(), lazy.shortcuts()]);
}
