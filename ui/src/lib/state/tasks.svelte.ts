/**
 * What was asked for apart from the cards and may have to wait: an entry described again, a question, an unfinished
 * request. Each says where it stands, as a card does, and can be cancelled.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { CardState } from '$lib/types/CardState';
import type { Task } from '$lib/types/Task';
import type { TaskKind } from '$lib/types/TaskKind';

export class Tasks {
  #states = new SvelteMap<string, CardState>();
  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Where it stands; null where it is not under way. */
  state(kind: TaskKind, id: number): CardState | null {
    return this.#states.get(keyOf({ kind, id })) ?? null;
  }

  /** Runs one that is not under way already. */
  async run<T>(kind: TaskKind, id: number, work: () => Promise<T>): Promise<T> {
    const key = keyOf({ kind, id });
    this.#states.set(key, { is: 'reading' });
    try {
      return await work();
    } finally {
      this.#states.delete(key);
    }
  }

  /** Takes what the engine tells; what has ended meanwhile stays ended. */
  take(task: Task, state: CardState): void {
    const key = keyOf(task);
    if (this.#states.has(key)) this.#states.set(key, state);
  }

  cancel(kind: TaskKind, id: number): Promise<void> {
    return this.#backend.cancelTask({ kind, id });
  }
}

const keyOf = ({ kind, id }: Task) => `${kind} ${id}`;
