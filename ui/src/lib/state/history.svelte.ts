/**
 * The history as the view shows it: as many rows as match, fetched a page at a time while they scroll into sight.
 * Answers to a question that is no longer asked are dropped.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Entry } from '$lib/types/Entry';
import type { Trouble } from '$lib/types/Trouble';
import type { Description } from '$lib/types/Description';
import { troubleOf } from './trouble';

/** Entries asked for at once. */
export const PAGE = 100;
/** Typing pauses this long before the question is asked, in milliseconds. */
export const PAUSE = 120;

export class History {
  text = $state('');
  favourites = $state(false);
  /** How many entries match; null until the first answer. */
  total = $state<number | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** The entry that keys act on, by its picture's id. */
  currentId = $state<number | null>(null);
  currentIndex = $state(0);
  #pages = new SvelteMap<number, Entry[]>();
  #asked = new Set<number>();
  #question = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #seen = { first: 0, last: 0 };
  #filling: Promise<void> | null = null;
  /** Removals that the engine has not answered: what it would tell before still has the removed. */
  #removing: Promise<unknown> = Promise.resolve();
  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  at(index: number): Entry | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  get current(): Entry | undefined {
    const entry = this.at(this.currentIndex);
    return entry?.picture.id === this.currentId ? entry : undefined;
  }

  choose(index: number): void {
    this.currentIndex = index;
    this.currentId = this.at(index)?.picture.id ?? null;
  }

  /** Search as the person types: asks when they pause. */
  search(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), PAUSE);
  }

  filter(favourites: boolean): Promise<void> {
    this.favourites = favourites;
    return this.ask();
  }

  /** Asks the question as it stands, from its first page. */
  ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#seen = { first: 0, last: 0 };
    this.currentIndex = 0;
    this.currentId = null;
    return this.refresh();
  }

  /** Asks again for what is in sight; old rows stay until the new ones are there. */
  async refresh(): Promise<void> {
    this.#question += 1;
    this.#asked.clear();
    const answered = await this.#fetch(Math.floor(this.#seen.first / PAGE), true);
    if (answered) await this.show(this.#seen.first, this.#seen.last);
  }

  /**
   * Rows `first` to `last` are in sight: fetches what of them is missing. While an answer is awaited, rows that scroll
   * past are not asked for: only what is in sight then counts.
   */
  async show(first: number, last: number): Promise<void> {
    this.#seen = { first, last };
    if (this.total === null) return;
    this.#filling ??= this.#fill().finally(() => (this.#filling = null));
    await this.#filling;
  }

  async #fill(): Promise<void> {
    await this.#removing;
    for (;;) {
      const question = this.#question;
      const missing = this.#pagesInSight().filter((page) => !this.#asked.has(page));
      if (missing.length === 0) return;
      const answered = await Promise.all(missing.map((page) => this.#fetch(page, false)));
      // Where the question is another one by now, what it has in sight is fetched in the same go.
      if (answered.includes(false) && question === this.#question) return;
    }
  }

  #pagesInSight(): number[] {
    const end = Math.min(this.#seen.last, (this.total ?? 0) - 1);
    const pages: number[] = [];
    for (let page = Math.floor(this.#seen.first / PAGE); page * PAGE <= end; page += 1) pages.push(page);
    return pages;
  }

  /** False where the answer is refused or no longer wanted. */
  async #fetch(page: number, fresh: boolean): Promise<boolean> {
    const question = this.#question;
    this.#asked.add(page);
    try {
      const answer = await this.#backend.history({
        text: this.text,
        favourites: this.favourites,
        offset: page * PAGE,
        limit: PAGE,
      });
      if (question !== this.#question) return false;
      if (fresh) {
        this.#pages.clear();
        this.#asked = new Set([page]);
      }
      this.#pages.set(page, answer.entries);
      this.total = answer.total;
      this.trouble = null;
      this.#followCurrent(page);
      return true;
    } catch (rejection) {
      if (question !== this.#question) return false;
      this.#asked.delete(page);
      this.trouble = troubleOf(rejection);
      return false;
    }
  }

  /** The current entry stays the current one where new entries have moved it. */
  #followCurrent(page: number): void {
    const place = (this.#pages.get(page) ?? []).findIndex((entry) => entry.picture.id === this.currentId);
    if (place >= 0) this.currentIndex = page * PAGE + place;
    else if (Math.floor(this.currentIndex / PAGE) === page) this.choose(this.currentIndex);
  }

  /** It goes at once: the next key acts on what is left. Where the engine refuses, it is back. */
  async remove(imageId: number): Promise<void> {
    const removing = this.#backend.deleteEntries([imageId]);
    this.#removing = Promise.allSettled([this.#removing, removing]);
    this.#takeOut(imageId);
    try {
      await removing;
    } catch (rejection) {
      await this.refresh();
      throw rejection;
    }
  }

  async restore(imageId: number): Promise<void> {
    await this.#backend.undoDelete([imageId]);
    await this.refresh();
  }

  takeDescription(words: Description): void {
    this.#change(words.image_id, (entry) => ({ ...entry, words, versions: entry.versions + 1 }));
  }

  takePicture(imageId: number, change: { favourite?: boolean; tags?: string[] }): void {
    this.#change(imageId, (entry) => ({ ...entry, picture: { ...entry.picture, ...change } }));
  }

  #change(imageId: number, changed: (entry: Entry) => Entry): void {
    for (const [page, entries] of this.#pages) {
      const index = entries.findIndex((entry) => entry.picture.id === imageId);
      if (index >= 0) this.#pages.set(page, entries.with(index, changed(entries[index]!)));
    }
  }

  /** Every later row moves up by one; pages that lose their last row without a successor in memory are fetched again. */
  #takeOut(imageId: number): void {
    const hit = [...this.#pages].find(([, entries]) => entries.some((entry) => entry.picture.id === imageId));
    if (!hit || this.total === null) return;
    this.total -= 1;
    const index = Math.min(this.currentIndex, Math.max(0, this.total - 1));
    let page = hit[0];
    let entries = hit[1].filter((entry) => entry.picture.id !== imageId);
    for (let next = this.#pages.get(page + 1); next; next = this.#pages.get(page + 1)) {
      this.#pages.set(page, [...entries, next[0]!]);
      entries = next.slice(1);
      page += 1;
    }
    this.#pages.set(page, entries);
    this.#asked.delete(page);
    for (const known of [...this.#pages.keys()]) {
      if (known > page) {
        this.#pages.delete(known);
        this.#asked.delete(known);
      }
    }
    this.choose(index);
    void this.show(this.#seen.first, this.#seen.last);
  }
}
