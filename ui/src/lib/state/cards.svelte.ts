/** The cards of the Describe view as the engine tells of them. Decides nothing about a picture; knows which card is current. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Card } from '$lib/types/Card';
import type { Description } from '$lib/types/Description';

export class Cards {
  order = $state.raw<number[]>([]);
  /** The card that keys act on. */
  currentId = $state<number | null>(null);
  progress = $state.raw<{ done: number; total: number } | null>(null);
  currentIndex = $derived(this.currentId === null ? -1 : this.order.indexOf(this.currentId));
  /** How many cards have words. Counted as they come: a list of thousands is not gone through for each. */
  described = $state(0);
  /** Cards that wait for the person's word, in no order. */
  readonly held = new SvelteSet<number>();
  /** Failed cards that can be tried again without being paid twice, in no order. */
  readonly failed = new SvelteSet<number>();
  /** Failed cards that may have been charged: only the person sends them again, one by one. In no order. */
  readonly uncertain = new SvelteSet<number>();
  #byId = new SvelteMap<number, Card>();
  #backend: Backend;
  #finished: (card: Card) => void;

  constructor(backend: Backend, cards: Card[], finished: (card: Card) => void) {
    this.#backend = backend;
    this.#finished = finished;
    this.add(cards);
  }

  get(id: number): Card | undefined {
    return this.#byId.get(id);
  }

  get current(): Card | undefined {
    return this.currentId === null ? undefined : this.#byId.get(this.currentId);
  }

  get heldIds(): number[] {
    return [...this.held].sort((a, b) => a - b);
  }

  get failedIds(): number[] {
    return [...this.failed].sort((a, b) => a - b);
  }

  /** Versions that can be copied, in the order of the cards. */
  get wordsIds(): number[] {
    return this.order.flatMap((id) => this.#byId.get(id)?.words?.id ?? []);
  }

  /** Pictures whose words can be copied. */
  get imageIds(): number[] {
    return this.order.flatMap((id) => this.#byId.get(id)?.words?.image_id ?? []);
  }

  /** Cards on which something is still happening. */
  get busyIds(): number[] {
    return this.order.filter((id) => isBusy(this.#byId.get(id)!));
  }

  add(cards: Card[]): void {
    const fresh = cards.filter((card) => !this.#byId.has(card.id));
    for (const card of cards) this.#put(card);
    this.order = [...this.order, ...fresh.map((card) => card.id)].sort((a, b) => a - b);
    this.currentId ??= this.order[0] ?? null;
  }

  change(card: Card): void {
    const before = this.#byId.get(card.id);
    if (!before) return;
    this.#put(card);
    if (isBusy(before) && (card.state.is === 'done' || card.state.is === 'failed')) this.#finished(card);
  }

  drop(ids: number[]): void {
    const gone = new Set(ids);
    const index = this.currentIndex;
    this.order = this.order.filter((id) => !gone.has(id));
    for (const id of ids) {
      if (this.#byId.get(id)?.words) this.described -= 1;
      this.#byId.delete(id);
      this.held.delete(id);
      this.failed.delete(id);
      this.uncertain.delete(id);
    }
    if (this.currentId !== null && gone.has(this.currentId)) {
      this.currentId = this.order[Math.min(index, this.order.length - 1)] ?? null;
    }
  }

  /** A new version of a picture's words, wherever the picture is shown. */
  takeDescription(words: Description): void {
    this.#eachOf(words.image_id, (card) => ({ ...card, words }));
  }

  takePicture(imageId: number, change: { favourite?: boolean; tags?: string[] }): void {
    this.#eachOf(imageId, (card) => ({ ...card, picture: { ...card.picture!, ...change } }));
  }

  /** Describes cards that are held, failed or were cancelled; what the history knows is not asked again. */
  async describe(ids: number[]): Promise<void> {
    await this.#backend.describeCards(ids);
  }

  async describeAgain(ids: number[]): Promise<void> {
    await this.#backend.describeAgain(ids);
  }

  async cancel(ids: number[]): Promise<void> {
    await this.#backend.cancel(ids);
  }

  async remove(ids: number[]): Promise<void> {
    await this.#backend.removeCards(ids);
    this.drop(ids);
  }

  async restore(ids: number[]): Promise<void> {
    await this.#backend.restoreCards(ids);
  }

  #put(card: Card): void {
    this.described += Number(card.words !== null) - Number((this.#byId.get(card.id)?.words ?? null) !== null);
    this.#byId.set(card.id, card);
    mark(this.held, card.id, card.state.is === 'held');
    const failed = card.state.is === 'failed';
    const uncertain = card.trouble?.remedy === 'resend';
    // One that nothing can be done with is not tried again with the others.
    mark(this.failed, card.id, failed && !uncertain && card.trouble?.remedy !== 'remove');
    mark(this.uncertain, card.id, failed && uncertain);
  }

  #eachOf(imageId: number, changed: (card: Card) => Card): void {
    for (const card of this.#byId.values()) {
      if (card.picture?.id === imageId) this.#put(changed(card));
    }
  }
}

function mark(set: Set<number>, id: number, on: boolean): void {
  if (on) set.add(id);
  else set.delete(id);
}

export function isBusy(card: Card): boolean {
  return ['queued', 'reading', 'describing', 'waiting'].includes(card.state.is);
}
