/**
 * What people who listen hear of pictures that are described: of a few each one, of many the beginning, the quarters and
 * the end. Who hears thirty texts for thirty pictures hears nothing else.
 */
import type { ItemChange } from '$lib/types/ItemChange';

/** From so many on they are told as one. */
const MANY = 5;

/** Pictures come this long, in milliseconds, before it is said how many they are. */
export const GATHERS = 400;

export type Told =
  | { what: 'begin'; total: number }
  | { what: 'quarter'; done: number; total: number }
  | { what: 'end'; total: number; described: number; failed: number; stopped: number };

export class Telling {
  #total = 0;
  #done = 0;
  #ended = true;
  #quarter = 0;
  /** It was said that they began. */
  #begun = false;
  #failed = new Set<number>();
  #cancelled = 0;
  #cancelledBefore = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tell: (told: Told) => void;

  constructor(tell: (told: Told) => void) {
    this.#tell = tell;
  }

  /** The pictures that are under way, or were the last, are told of as one. */
  get asOne(): boolean {
    return this.#total >= MANY;
  }

  /** Where pictures stand now: at the end it is said how many have no words. */
  take(changes: ItemChange[], cancelled: number): void {
    for (const { id, state } of changes) {
      if (state.is === 'failed') this.#failed.add(id);
      else this.#failed.delete(id);
    }
    this.#cancelled = cancelled;
  }

  /** So many of those that were begun are finished, whatever came of them. */
  progress(done: number, total: number): void {
    if (this.#ended || done < this.#done) {
      if (done >= total) return;
      this.#start();
    }
    this.#done = done;
    this.#total = total;
    if (done >= total) return this.#end();
    if (!this.asOne) {
      // So few are left, because the others are held: each is told by itself.
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setTimeout(() => this.#begin(), GATHERS);
    const quarter = Math.floor((done / total) * 4);
    if (quarter <= this.#quarter) return;
    this.#quarter = quarter;
    if (this.#begun) this.#tell({ what: 'quarter', done, total });
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#ended = this.#begun = false;
    this.#quarter = 0;
    this.#cancelledBefore = this.#cancelled;
  }

  #begin(): void {
    this.#begun = true;
    this.#tell({ what: 'begin', total: this.#total });
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#ended = true;
    const failed = this.#failed.size;
    this.#failed.clear();
    if (!this.asOne) return;
    const total = this.#total;
    const stopped = Math.min(total - failed, Math.max(0, this.#cancelled - this.#cancelledBefore));
    this.#tell({ what: 'end', total, described: total - failed - stopped, failed, stopped });
  }
}
