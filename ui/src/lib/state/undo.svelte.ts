/** What can be taken back: a short message with one button. Its time stands still while someone is at it. */

/** How long a message stays, in milliseconds. */
export const STAYS = 10_000;

export interface Undoable {
  id: number;
  text: string;
}

interface Kept extends Undoable {
  back: () => Promise<void>;
  left: number;
  since: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class Undo {
  offers = $state.raw<Kept[]>([]);
  #next = 0;

  offer(text: string, back: () => Promise<void>): void {
    this.#next += 1;
    const offer: Kept = { id: this.#next, text, back, left: STAYS, since: Date.now(), timer: undefined };
    offer.timer = setTimeout(() => this.dismiss(offer.id), STAYS);
    this.offers = [...this.offers, offer];
  }

  /** Takes back one thing, the newest where none is named. */
  async take(id: number | undefined = this.offers.at(-1)?.id): Promise<boolean> {
    const offer = this.offers.find((candidate) => candidate.id === id);
    if (!offer) return false;
    this.dismiss(offer.id);
    await offer.back();
    return true;
  }

  dismiss(id: number): void {
    clearTimeout(this.offers.find((offer) => offer.id === id)?.timer);
    this.offers = this.offers.filter((offer) => offer.id !== id);
  }

  pause(): void {
    for (const offer of this.offers) {
      if (offer.timer === undefined) continue;
      clearTimeout(offer.timer);
      offer.timer = undefined;
      offer.left -= Date.now() - offer.since;
    }
  }

  resume(): void {
    for (const offer of this.offers) {
      if (offer.timer !== undefined) continue;
      offer.since = Date.now();
      offer.timer = setTimeout(() => this.dismiss(offer.id), offer.left);
    }
  }
}
