/** Words that come: what there is so far of an answer that is not whole yet. They are shown, never kept. */
import type { Piece } from '$lib/types/Piece';
import { SvelteMap } from 'svelte/reactivity';

export class Pieces {
  #byCard = new SvelteMap<number, string>();

  of(card: number): string | null {
    return this.#byCard.get(card) ?? null;
  }

  take(pieces: Piece[]): void {
    for (const { card, text } of pieces) {
      if (text === '') this.#byCard.delete(card);
      else this.#byCard.set(card, text);
    }
  }

  /** The cards are somewhere else now, or gone: what came belonged to where they stood. */
  forget(cards: number[]): void {
    for (const card of cards) this.#byCard.delete(card);
  }
}
