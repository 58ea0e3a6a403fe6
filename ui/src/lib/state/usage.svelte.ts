/**
 * What was used and what is left, as the Usage view shows it. What is shown stays until newer figures are there; while
 * one question is out, any number of changes lead to one more.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Balance } from '$lib/types/Balance';
import type { Trouble } from '$lib/types/Trouble';
import type { Usage } from '$lib/types/Usage';
import { troubleOf } from './trouble';

export const PERIODS = [7, 30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];

export class UsageState {
  usage = $state.raw<Usage | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  period = $state<Period>(30);
  /** Services that are being asked for their balance. */
  readonly asking = new SvelteSet<string>();
  /** Why a service did not tell its balance. */
  readonly refused = new SvelteMap<string, Trouble>();
  #backend: Backend;
  #loading: Promise<void> | null = null;
  #again = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  load(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return this.#loading;
    }
    this.#loading = this.#read().finally(() => (this.#loading = null));
    return this.#loading;
  }

  choose(period: Period): Promise<void> {
    this.period = period;
    return this.load();
  }

  /** Asks a service for its balance; the balances that it has now, or null where it was refused. */
  async refresh(provider: string): Promise<Balance[] | null> {
    if (this.asking.has(provider)) return null;
    this.asking.add(provider);
    try {
      await this.#backend.refreshBalance(provider);
      this.refused.delete(provider);
      await this.load();
      return this.usage?.balances.filter((balance) => balance.provider === provider) ?? null;
    } catch (rejection) {
      this.refused.set(provider, troubleOf(rejection));
      return null;
    } finally {
      this.asking.delete(provider);
    }
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      try {
        const usage = await this.#backend.usage(this.period);
        if (this.#again) continue;
        this.usage = usage;
        this.trouble = null;
      } catch (rejection) {
        this.trouble = troubleOf(rejection);
      }
    } while (this.#again);
  }
}
