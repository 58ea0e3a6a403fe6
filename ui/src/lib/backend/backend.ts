/**
 * The one seam between the page and everything else. Each method is a command of the shell (ARCHITECTURE.md, "What the
 * page may ask"); a refused command rejects with a `Trouble`. Nothing here takes or gives a path.
 */
import type { CopyForm } from '$lib/types/CopyForm';
import type { EntryDetail } from '$lib/types/EntryDetail';
import type { Event } from '$lib/types/Event';
import type { HistoryPage } from '$lib/types/HistoryPage';
import type { HistoryQuery } from '$lib/types/HistoryQuery';
import type { Settings } from '$lib/types/Settings';
import type { Start } from '$lib/types/Start';
import type { Usage } from '$lib/types/Usage';
import type { Words } from '$lib/types/Words';
import type { WordsEdit } from '$lib/types/WordsEdit';

/** Pages of a provider that the system's browser can open. */
export type ProviderPage = 'home' | 'key' | 'top_up';

export interface Backend {
  /** Everything the first view needs; afterwards `onEvent` is told what happens, in order. */
  start(onEvent: (event: Event) => void): Promise<Start>;
  /** Shows the window; called after the first paint. */
  ready(): Promise<void>;
  setTitle(text: string): Promise<void>;

  /** Opens the dialog; answers how many things were added. */
  addFiles(): Promise<number>;
  addFolder(): Promise<number>;
  addUrl(url: string): Promise<void>;
  paste(): Promise<void>;
  addSample(): Promise<void>;
  /** Card ids. */
  describeAgain(ids: number[]): Promise<void>;
  cancel(ids: number[]): Promise<void>;
  removeCards(ids: number[]): Promise<void>;
  restoreCards(ids: number[]): Promise<void>;

  history(query: HistoryQuery): Promise<HistoryPage>;
  entry(imageId: number): Promise<EntryDetail>;
  describeEntry(imageId: number): Promise<EntryDetail>;
  /** `id` is a version's; answers the new version. */
  editWords(id: number, edit: WordsEdit): Promise<Words>;
  restoreVersion(id: number): Promise<Words>;
  setFavourite(imageId: number, on: boolean): Promise<void>;
  setTags(imageId: number, tags: string[]): Promise<void>;
  deleteEntries(imageIds: number[]): Promise<void>;
  undoDelete(imageIds: number[]): Promise<void>;

  /** Puts the words of these versions on the clipboard; answers the text. */
  copyWords(ids: number[], form: CopyForm): Promise<string>;
  copyText(text: string): Promise<void>;
  usage(): Promise<Usage>;
  saveSettings(settings: Settings): Promise<Settings>;
  openDataFolder(): Promise<void>;
  openPage(provider: string, page: ProviderPage): Promise<void>;

  /** Address of a picture's small rendering (at most 384 px). */
  thumbnail(hash: string): string;
  /** Address of a picture's large rendering (at most 1600 px). */
  preview(hash: string): string;
}
