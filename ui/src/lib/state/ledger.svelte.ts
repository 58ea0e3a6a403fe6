/**
 * The ledger as the Usage view shows it: as many lines as there are, fetched a page at a time while they scroll into
 * sight. It only grows, at its beginning. Answers to a question that is no longer asked are dropped.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { LedgerEntry } from '$lib/types/LedgerEntry';
import type { Trouble } from '$lib/types/Trouble';
import { troubleOf } from './trouble';

/** Lines asked for at once. */
export const LINES = 100;

export class Ledger {
  /** Whose lines are wanted; null: everybody's. */
  provider = $state<string | null>(null);
  /** How many lines there are; null until the first answer. */
  total = $state<number | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** The line that keys act on. */
  current = $state(0);
  #pages = new SvelteMap<number, LedgerEntry[]>();
  #asked = new Set<number>();
  #question = 0;
  #seen = { first: 0, last: 0 };
  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  at(index: number): LedgerEntry | undefined {
    return this.#pages.get(Math.floor(index / LINES))?.[index % LINES];
  }

  /** The lines of one service, or of all, from the newest on. */
  async choose(provider: string | null): Promise<void> {
    this.provider = provider;
    this.#seen = { first: 0, last: 0 };
    this.current = 0;
    await this.#ask(0, 0);
  }

  /** Asks again for what is in sight; the lines shown stay until the new ones are there. */
  async refresh(): Promise<void> {
    await this.#ask(this.#seen.first, this.#seen.last);
  }

  /** Lines `first` to `last` are in sight: fetches what of them is missing. */
  async show(first: number, last: number): Promise<void> {
    this.#seen = { first, last };
    if (this.total === null) return;
    const missing = pagesOf(first, Math.min(last, this.total - 1)).filter((page) => !this.#asked.has(page));
    if (missing.length === 0) return;
    const question = this.#question;
    for (const page of missing) this.#asked.add(page);
    try {
      const answers = await Promise.all(missing.map((page) => this.#fetch(page)));
      if (question !== this.#question) return;
      // Lines that came meanwhile have moved all the others.
      if (answers.some(({ total }) => total !== this.total)) return await this.refresh();
      answers.forEach(({ lines }, place) => this.#pages.set(missing[place]!, lines));
      this.trouble = null;
    } catch (rejection) {
      if (question !== this.#question) return;
      for (const page of missing) this.#asked.delete(page);
      this.trouble = troubleOf(rejection);
    }
  }

  /**
   * A new question. Where new lines have pushed those in sight onwards, these are what is fetched, so that the list can
   * stay where it was read.
   */
  async #ask(first: number, last: number): Promise<void> {
    this.#question += 1;
    const question = this.#question;
    const before = this.total;
    try {
      const head = await this.#fetch(0);
      const grown = before === null ? 0 : Math.max(0, head.total - before);
      const pages = new Map([[0, head.lines]]);
      for (const page of pagesOf(first, Math.min(last + grown, head.total - 1))) {
        if (!pages.has(page)) pages.set(page, (await this.#fetch(page)).lines);
      }
      if (question !== this.#question) return;
      this.#pages.clear();
      for (const [page, lines] of pages) this.#pages.set(page, lines);
      this.#asked = new Set(pages.keys());
      if (this.current > 0) this.current = Math.min(this.current + grown, Math.max(0, head.total - 1));
      this.total = head.total;
      this.trouble = null;
      await this.show(this.#seen.first, this.#seen.last);
    } catch (rejection) {
      if (question === this.#question) this.trouble = troubleOf(rejection);
    }
  }

  #fetch(page: number) {
    return this.#backend.ledger({ provider: this.provider, offset: page * LINES, limit: LINES });
  }
}

function pagesOf(first: number, last: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(first / LINES); page * LINES <= last; page += 1) pages.push(page);
  return pages;
}
