/**
 * Pictures that wait for the person's word, and what describing them would cost. The estimate is asked for whenever it
 * could differ and gone until the new one is there: an old number is a wrong number.
 */
import type { Backend } from '$lib/backend/backend';
import type { Estimate } from '$lib/types/Estimate';
import type { Selection } from '$lib/types/Selection';
import type { Trouble } from '$lib/types/Trouble';
import type { Cards } from './cards.svelte';
import { troubleOf } from './trouble';

/** Cards come and settings change this long, in milliseconds, before the estimate is asked for. */
export const SETTLES = 150;

const HELD: Selection = { which: 'held' };

export class Held {
  estimate = $state.raw<Estimate | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** The word was given, the cards have not moved yet. */
  going = $state(false);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of how many times that pictures came to be held people who listen were told. */
  #told = 0;
  #backend: Backend;
  #cards: Cards;
  #choicesKept: () => Promise<unknown>;
  #tell: (estimate: Estimate, count: number) => void;

  constructor(backend: Backend, cards: Cards, choicesKept: () => Promise<unknown>, tell: (estimate: Estimate, count: number) => void) {
    this.#backend = backend;
    this.#cards = cards;
    this.#choicesKept = choicesKept;
    this.#tell = tell;
  }

  /** It is known, or known to be unknown, what describing them costs. */
  get ready(): boolean {
    return !this.going && (this.estimate !== null || this.trouble !== null);
  }

  ask(): void {
    this.leave();
    const asked = this.#asked;
    if (this.#cards.counts.held > 0) this.#timer = setTimeout(() => void this.#ask(asked), SETTLES);
  }

  /** Nobody looks: what is on its way is dropped. */
  leave(): void {
    this.#asked += 1;
    this.estimate = null;
    this.trouble = null;
    clearTimeout(this.#timer);
  }

  /** Describes them. False where there are none or the cost is still to come. */
  async go(): Promise<boolean> {
    if (this.#cards.counts.held === 0 || !this.ready) return false;
    this.going = true;
    try {
      await this.#choicesKept();
      await this.#cards.describe(HELD);
      return true;
    } finally {
      this.going = false;
    }
  }

  async cancel(): Promise<void> {
    await this.#cards.cancel(HELD);
  }

  async #ask(asked: number): Promise<void> {
    try {
      // The engine estimates by the settings that it has.
      await this.#choicesKept();
      if (asked !== this.#asked) return;
      const { held, held_again: again } = this.#cards.counts;
      const estimate = await this.#backend.estimate(HELD);
      if (asked !== this.#asked) return;
      this.estimate = estimate;
      if (again !== this.#told) this.#tell(estimate, held);
      this.#told = again;
    } catch (rejection) {
      if (asked === this.#asked) this.trouble = troubleOf(rejection);
    }
  }
}
