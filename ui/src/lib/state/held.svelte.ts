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

interface Word {
  outcome: Promise<boolean>;
  settle: (agreed: boolean) => void;
}

/** A cost, and what it is the cost of: `again` counts how often pictures came to be held, so both tell the pictures. */
interface Shown {
  held: number;
  again: number;
  estimate: Estimate;
}

export class Held {
  estimate = $state.raw<Estimate | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** The word was given, the cards have not moved yet. */
  going = $state(false);
  /** What was last shown for pictures that still wait. */
  #shown: Shown | null = null;
  /** A word that was given while the cost was being asked for, and who waits for what becomes of it. */
  #word: Word | null = null;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of how many times that pictures came to be held people who listen were told. */
  #told = -1;
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
    if (this.#cards.counts.held === 0) return this.leave();
    this.#forget();
    const asked = this.#asked;
    this.#timer = setTimeout(() => void this.#ask(asked), SETTLES);
  }

  /**
   * Something was answered, and the service may have said what it costs. A cost that was not known is told as soon as it is;
   * what else is shown stays.
   */
  async answered(): Promise<void> {
    if (!this.ready || this.estimate?.amount !== null) return;
    const asked = this.#asked;
    const { held, held_again: again } = this.#cards.counts;
    const estimate = await this.#backend.estimate(HELD).catch(() => null);
    if (asked !== this.#asked || this.going || typeof estimate?.amount !== 'number') return;
    this.estimate = estimate;
    this.#shown = { held, again, estimate };
    this.#tell(estimate, held);
  }

  /** Nobody looks: what is on its way is dropped. */
  leave(): void {
    this.#forget();
    this.#shown = null;
    this.#settle(false);
  }

  /**
   * Describes them. A word that comes while the cost is asked for anew holds where it stays what was shown. Where it does
   * not, or nothing was shown yet, the cost is told and nothing is sent: nobody agreed to it.
   */
  async go(): Promise<boolean> {
    if (this.#cards.counts.held === 0 || this.going) return false;
    while (!this.ready) {
      if (this.going) return false;
      this.#word ??= word();
      if (this.#shown === null || !(await this.#word.outcome)) return false;
    }
    if (this.#cards.counts.held === 0 || !this.ready) return false;
    const agreed = this.#shown?.again ?? this.#cards.counts.held_again;
    this.going = true;
    try {
      await this.#choicesKept();
      await this.#cards.describe(HELD, agreed);
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
      const shown = { held, again, estimate };
      const agreed = this.#word !== null && isSame(this.#shown, shown);
      if ((this.#word && !agreed) || again !== this.#told) this.#tell(estimate, held);
      this.#told = again;
      this.#shown = shown;
      this.#settle(agreed);
    } catch (rejection) {
      if (asked !== this.#asked) return;
      this.trouble = troubleOf(rejection);
      this.#settle(false);
    }
  }

  #forget(): void {
    this.#asked += 1;
    this.estimate = null;
    this.trouble = null;
    clearTimeout(this.#timer);
  }

  /** Says what becomes of a word that waits. */
  #settle(agreed: boolean): void {
    this.#word?.settle(agreed);
    this.#word = null;
  }
}

function word(): Word {
  let settle!: (agreed: boolean) => void;
  const outcome = new Promise<boolean>((resolve) => (settle = resolve));
  return { outcome, settle };
}

/** Whether a person who agreed to the one agreed to the other. How long it takes changes with every answer. */
function isSame(shown: Shown | null, now: Shown): boolean {
  const asText = ({ held, again, estimate }: Shown) => JSON.stringify([held, again, { ...estimate, seconds: null }]);
  return shown !== null && asText(shown) === asText(now);
}
