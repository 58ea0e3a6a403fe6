/**
 * The batch of the Describe view as the page shows it: how many pictures there are, and the pages of cards that are in
 * sight. Everything else stays with the engine. Decides nothing about a picture; knows which card is current.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { BatchCounts } from '$lib/types/BatchCounts';
import type { BatchOrder } from '$lib/types/BatchOrder';
import type { BatchPage } from '$lib/types/BatchPage';
import type { Card } from '$lib/types/Card';
import type { Event } from '$lib/types/Event';
import type { ItemChange } from '$lib/types/ItemChange';
import type { Removal } from '$lib/types/Removal';
import type { Selection } from '$lib/types/Selection';
import type { Description } from '$lib/types/Description';

/** Cards asked for at once. */
export const PAGE = 50;
/** Places before and behind those in sight that are fetched too: who scrolls finds them filled. */
const AHEAD = 25;
/** Pages that are kept beside those in sight. */
const KEPT = 4;
/** Who scrolls looks at nothing: the list stands still this long, in milliseconds, before it is told what is in sight. */
export const LOOKS = 200;
/** What comes so soon after the last, in milliseconds, came with it: a folder is put down in parts. */
const ONE_ARRIVAL = 1000;

type BatchEvent = Extract<Event, { event: 'batch' }>;

export const these = (ids: number[]): Selection => ({ which: 'ids', ids });

export class Cards {
  counts = $state.raw<BatchCounts>()!;
  /** The card that keys act on, and its place. */
  currentId = $state<number | null>(null);
  currentIndex = $state(-1);
  progress = $state.raw<{ done: number; total: number } | null>(null);
  /** By what the person sorted them, as long as that holds. */
  sortedBy = $state<BatchOrder | null>(null);
  /** Where the first of those that have just come stands, until the list has shown it. */
  arrived = $state<number | null>(null);
  #lastArrival = -Infinity;
  /** Ids of the cards of each page that is here. */
  #pages = new SvelteMap<number, (number | undefined)[]>();
  #byId = new SvelteMap<number, Card>();
  /** Pages on their way, or here as they are now. */
  #asked = new Set<number>();
  /** Cards that changed since they were asked for. */
  #stale = new Map<number, ItemChange>();
  /** The order changed so often; answers to an older one are dropped. */
  #order = 0;
  #seen = { first: 0, last: 0 };
  #told = '';
  #looking: ReturnType<typeof setTimeout> | undefined;
  #filling: Promise<void> | null = null;
  /** Removals that the engine has not answered yet. */
  #removing = new Set<Promise<unknown>>();
  #backend: Backend;
  #changed: (card: Card, before: Card | undefined) => void;

  constructor(backend: Backend, page: BatchPage, changed: (card: Card, before: Card | undefined) => void) {
    this.#backend = backend;
    this.#changed = changed;
    this.counts = page.counts;
    if (page.cards.length > 0) this.#put(0, page.cards);
    this.choose(page.counts.total > 0 ? 0 : -1);
  }

  get total(): number {
    return this.counts.total;
  }

  /** The id at a place; undefined while it is on its way. */
  idAt(index: number): number | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  at(index: number): Card | undefined {
    const id = this.idAt(index);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  get(id: number): Card | undefined {
    return this.#byId.get(id);
  }

  get current(): Card | undefined {
    return this.currentId === null ? undefined : this.#byId.get(this.currentId);
  }

  choose(index: number): void {
    this.currentIndex = index;
    this.currentId = this.idAt(index) ?? null;
  }

  /** Takes what the engine tells: counts at once, and what is in sight as soon as it is here. */
  take({ counts, changed, moved, added }: BatchEvent): void {
    const grows = counts.total > this.total;
    if ((added > 0 && this.sortedBy !== 'added') || (changed.length > 0 && this.sortedBy === 'state')) this.sortedBy = null;
    if (added > 0) this.#arrive(Math.max(0, counts.total - added));
    this.counts = counts;
    // Also of cards that are not here: one may be on its way as it was before.
    for (const change of changed) this.#stale.set(change.id, change);
    if (moved) {
      this.#changeOrder();
      if (this.currentIndex < 0 && grows) this.choose(0);
    }
    if (moved || this.#stale.size > 0) void this.#fillOnce();
  }

  #arrive(first: number): void {
    const now = performance.now();
    if (now - this.#lastArrival > ONE_ARRIVAL) this.arrived = first;
    this.#lastArrival = now;
  }

  #changeOrder(): void {
    this.#order += 1;
    this.#asked.clear();
  }

  /** The places `first` to `last` are in sight: fetches what of them is missing. */
  async show(first: number, last: number): Promise<void> {
    this.#seen = { first: Math.max(0, first - AHEAD), last: last + AHEAD };
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.#look(first, last), LOOKS);
    await this.#fillOnce();
  }

  /** Tells the engine what is in sight, so that it comes first. */
  #look(first: number, last: number): void {
    const ids = Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => this.idAt(first + place)).filter((id) => id !== undefined);
    const told = ids.join();
    if (told === this.#told) return;
    this.#told = told;
    // Where it is not heard, the order of the list holds.
    this.#backend.inSight(ids).catch(() => (this.#told = ''));
  }

  /** Resolves when everything in sight is as the engine last said. */
  async settled(): Promise<void> {
    await this.#fillOnce();
  }

  /** A new version of a picture's words, wherever the picture is shown. */
  takeDescription(words: Description): void {
    this.#eachOf(words.image_id, (card) => ({ ...card, words }));
  }

  takePicture(imageId: number, change: { favourite?: boolean; tags?: string[] }): void {
    this.#eachOf(imageId, (card) => ({ ...card, picture: { ...card.picture!, ...change } }));
  }

  /**
   * Describes cards that are held, failed or were cancelled; what the history knows is not asked again. `agreed` is what
   * `held_again` was when the person agreed to their cost: nothing is begun where others came to be held since.
   */
  async describe(which: Selection, agreed: number | null = null): Promise<void> {
    await this.#backend.describeCards(which, agreed);
  }

  async describeAgain(which: Selection): Promise<void> {
    await this.#backend.describeAgain(which);
  }

  async cancel(which: Selection): Promise<void> {
    await this.#backend.cancel(which);
  }

  /**
   * They go at once: the next key acts on what is left. Where the engine refuses, they are back. Answers the number by which
   * they are put back, and how many they are.
   */
  async remove(which: Selection): Promise<Removal> {
    const { currentId, currentIndex } = this;
    const before = this.counts;
    this.#drop(which);
    const dropped = this.counts;
    const removing = this.#backend.removeCards(which);
    this.#removing.add(removing);
    try {
      return await removing;
    } catch (rejection) {
      if (this.counts === dropped) this.counts = before;
      [this.currentId, this.currentIndex] = [currentId, currentIndex];
      this.#changeOrder();
      throw rejection;
    } finally {
      this.#removing.delete(removing);
      await this.settled();
    }
  }

  /** Puts them into another order; what comes later stands behind. */
  async sort(by: BatchOrder): Promise<void> {
    await this.#backend.sortBatch(by);
    this.sortedBy = by;
    await this.settled();
  }

  async restore(removal: number): Promise<void> {
    await this.#backend.restoreCards(removal);
    await this.settled();
  }

  #fillOnce(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => (this.#filling = null));
    return this.#filling;
  }

  async #fill(): Promise<void> {
    // What is told in the same moment is asked for in one go.
    await Promise.resolve();
    for (;;) {
      // An answer from before a removal would bring back what has gone.
      while (this.#removing.size > 0) await Promise.allSettled(this.#removing);
      const order = this.#order;
      const missing = this.#pagesInSight().filter((page) => !this.#asked.has(page));
      const stale = [...this.#stale.values()].filter(({ id }) => this.#byId.has(id));
      this.#stale.clear();
      if (missing.length === 0 && stale.length === 0) {
        if (this.#followed === order) return;
        await this.#follow(order);
        continue;
      }
      for (const page of missing) this.#asked.add(page);
      try {
        const [pages, cards] = await Promise.all([
          Promise.all(missing.map((page) => this.#backend.batchPage(page * PAGE, PAGE))),
          stale.length > 0 ? this.#backend.cards(stale.map(({ id }) => id)) : [],
        ]);
        if (order !== this.#order) {
          this.#stillStale(stale);
          continue;
        }
        missing.forEach((page, place) => this.#put(page, pages[place]!.cards));
        for (const card of cards) this.#change(card);
      } catch {
        // What cannot be read now is asked for with the next change, or when it is in sight again.
        for (const page of missing) this.#asked.delete(page);
        this.#stillStale(stale);
        return;
      }
      this.#forget();
    }
  }

  #stillStale(changes: ItemChange[]): void {
    for (const change of changes) if (!this.#stale.has(change.id)) this.#stale.set(change.id, change);
  }

  #followed = 0;

  /** The current card stays the current one where others came or went; where it went itself, its neighbour is. */
  async #follow(order: number): Promise<void> {
    this.#followed = order;
    if (this.total === 0) return this.choose(-1);
    if (this.currentId === null || this.idAt(this.currentIndex) === this.currentId) return this.#settleOn(Math.max(this.currentIndex, 0));
    for (const [page, ids] of this.#pages) {
      const place = ids.indexOf(this.currentId);
      if (this.#asked.has(page) && place >= 0) return this.choose(page * PAGE + place);
    }
    const place = await this.#backend.cardPlace(this.currentId).catch(() => null);
    if (order !== this.#order) return;
    if (place === null) await this.#settleOn(Math.min(this.currentIndex, this.total - 1));
    else this.currentIndex = place;
  }

  async #settleOn(index: number): Promise<void> {
    if (this.idAt(index) === undefined) {
      const page = Math.floor(index / PAGE);
      const { cards } = await this.#backend.batchPage(page * PAGE, PAGE);
      this.#asked.add(page);
      this.#put(page, cards);
    }
    this.choose(index);
  }

  #pagesInSight(): number[] {
    const end = Math.min(this.#seen.last, this.total - 1);
    const pages: number[] = [];
    for (let page = Math.floor(this.#seen.first / PAGE); page * PAGE <= end; page += 1) pages.push(page);
    const current = Math.floor(this.currentIndex / PAGE);
    if (this.currentIndex >= 0 && this.currentIndex < this.total && !pages.includes(current)) pages.push(current);
    return pages;
  }

  #put(page: number, cards: Card[]): void {
    this.#asked.add(page);
    this.#pages.set(
      page,
      cards.map(({ id }) => id),
    );
    for (const card of cards) this.#change(card);
  }

  #change(card: Card): void {
    const before = this.#byId.get(card.id);
    this.#byId.set(card.id, card);
    this.#changed(card, before);
  }

  /** Takes away what is known to go, so far as its place is known; the engine says the rest. */
  #drop(which: Selection): void {
    const all = which.which === 'all' || (which.which === 'held' && this.counts.held === this.total);
    const places = all ? [] : this.#placesOf(which.which === 'ids' ? which.ids : []);
    if (!all && places.length === 0) return;
    this.#changeOrder();
    if (all) {
      this.counts = { ...this.counts, total: 0, held: 0, left: 0, busy: 0, failed: 0, unknown: 0, cancelled: 0, described: 0 };
      this.#pages.clear();
      return this.choose(-1);
    }
    const gone = new Set(places);
    const current = this.currentIndex;
    const { currentId } = this;
    this.counts = without(this.counts, places.flatMap((place) => this.at(place) ?? []));
    const kept = [...this.#pages].flatMap(([page, ids]) => ids.map((id, at): [number, number | undefined] => [page * PAGE + at, id]));
    this.#pages.clear();
    for (const [place, id] of kept) {
      if (id === undefined || gone.has(place)) continue;
      const now = place - places.filter((other) => other < place).length;
      const page = this.#pages.get(Math.floor(now / PAGE)) ?? [];
      page[now % PAGE] = id;
      this.#pages.set(Math.floor(now / PAGE), page);
    }
    const index = Math.min(current - places.filter((place) => place < current).length, this.total - 1);
    if (gone.has(current)) this.choose(index);
    else [this.currentId, this.currentIndex] = [currentId, index];
  }

  #placesOf(ids: number[]): number[] {
    const wanted = new Set(ids);
    return [...this.#pages].flatMap(([page, here]) => here.flatMap((id, at) => (id !== undefined && wanted.has(id) ? [page * PAGE + at] : []))).sort((a, b) => a - b);
  }

  /** Lets go of what is far from what is in sight: a batch of thousands is not held here. */
  #forget(): void {
    const wanted = this.#pagesInSight();
    const near = (page: number) => wanted.some((shown) => Math.abs(shown - page) <= KEPT);
    for (const page of [...this.#pages.keys()]) {
      if (near(page) && page * PAGE < this.total) continue;
      this.#pages.delete(page);
      this.#asked.delete(page);
    }
    const here = new Set([...this.#pages.values()].flat());
    for (const id of [...this.#byId.keys()]) if (!here.has(id) && id !== this.currentId) this.#byId.delete(id);
  }

  #eachOf(imageId: number, changed: (card: Card) => Card): void {
    for (const card of this.#byId.values()) {
      if (card.picture?.id === imageId) this.#byId.set(card.id, changed(card));
    }
  }
}

/** The counts once these cards are gone. */
function without(counts: BatchCounts, cards: Card[]): BatchCounts {
  const many = (is: (card: Card) => boolean) => cards.filter(is).length;
  const failed = (card: Card, remedy: boolean) => card.state.is === 'failed' && card.trouble?.remedy !== 'remove' && (card.trouble?.remedy === 'resend') === remedy;
  return {
    ...counts,
    total: counts.total - cards.length,
    held: counts.held - many(({ state }) => state.is === 'held'),
    left: counts.left - many(({ state, left }) => state.is === 'held' && left),
    busy: counts.busy - many(isBusy),
    failed: counts.failed - many((card) => failed(card, false)),
    unknown: counts.unknown - many((card) => failed(card, true)),
    cancelled: counts.cancelled - many(({ state }) => state.is === 'cancelled'),
    described: counts.described - many(({ words }) => words !== null),
  };
}

export function isBusy(card: Card): boolean {
  return ['queued', 'reading', 'describing', 'waiting'].includes(card.state.is);
}
