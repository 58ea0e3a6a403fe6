/** Requests that were sent and never answered: the person says for each whether it is sent again. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Trouble } from '$lib/types/Trouble';
import type { Unfinished } from '$lib/types/Unfinished';
import { troubleOf } from './trouble';

export class UnfinishedRequests {
  list = $state.raw<Unfinished[]>([]);
  /** Jobs whose end is under way. */
  readonly settling = new SvelteSet<number>();
  readonly #troubles = new SvelteMap<number, Trouble>();
  #loading: Promise<void> | null = null;
  #again = false;
  #backend: Backend;
  #settled: (job: Unfinished, again: boolean) => void;

  constructor(backend: Backend, settled: (job: Unfinished, again: boolean) => void) {
    this.#backend = backend;
    this.#settled = settled;
  }

  trouble(jobId: number): Trouble | null {
    return this.#troubles.get(jobId) ?? null;
  }

  /** Asks the engine; questions that come while one is under way become one more. */
  load(): Promise<void> {
    this.#again = this.#loading !== null;
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async settle(jobId: number, again: boolean): Promise<void> {
    const job = this.list.find((left) => left.job_id === jobId);
    if (!job || this.settling.has(jobId)) return;
    this.settling.add(jobId);
    this.#troubles.delete(jobId);
    try {
      await this.#backend.settle(jobId, again);
      this.list = this.list.filter((left) => left.job_id !== jobId);
      this.#settled(job, again);
    } catch (rejection) {
      this.#troubles.set(jobId, troubleOf(rejection));
    } finally {
      this.settling.delete(jobId);
    }
    await this.load();
  }

  async #load(): Promise<void> {
    do {
      this.#again = false;
      try {
        this.list = await this.#backend.unfinished();
      } catch {
        // What is shown stays; the next change of the history asks again.
      }
    } while (this.#again);
  }
}
