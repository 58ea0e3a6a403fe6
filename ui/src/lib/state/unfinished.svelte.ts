/** Requests that were sent and never answered: the person says for each whether it is sent again. */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Trouble } from '$lib/types/Trouble';
import type { Unfinished } from '$lib/types/Unfinished';
import type { Tasks } from './tasks.svelte';
import { troubleOf, wasCancelled } from './trouble';

/** What becomes of one: the service is asked for its outcome, it is sent again, it is left. */
export type End = 'asked' | 'sent' | 'left';

export class UnfinishedRequests {
  list = $state.raw<Unfinished[]>([]);
  readonly #troubles = new SvelteMap<number, Trouble>();
  #loading: Promise<void> | null = null;
  #again = false;
  #backend: Backend;
  #tasks: Tasks;
  #settled: (job: Unfinished, end: End) => void;

  constructor(backend: Backend, tasks: Tasks, settled: (job: Unfinished, end: End) => void) {
    this.#backend = backend;
    this.#tasks = tasks;
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

  async settle(jobId: number, end: End): Promise<void> {
    const job = this.list.find((left) => left.job_id === jobId);
    if (!job || this.#tasks.state('unfinished', jobId)) return;
    this.#troubles.delete(jobId);
    try {
      await this.#tasks.run('unfinished', jobId, () =>
        end === 'asked' ? this.#backend.askOutcome(jobId) : this.#backend.settle(jobId, end === 'sent'),
      );
      this.list = this.list.filter((left) => left.job_id !== jobId);
      this.#settled(job, end);
    } catch (rejection) {
      const trouble = troubleOf(rejection);
      if (!wasCancelled(trouble)) this.#troubles.set(jobId, trouble);
    }
    // Whatever came of it: sent again and failed, it may be another request now.
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
