/** What is waited for apart from the cards, in memory. Part of the fake backend; in no build that ships. */
import type { CardState } from '$lib/types/CardState';
import type { Task } from '$lib/types/Task';
import type { TaskKind } from '$lib/types/TaskKind';
import type { Event } from '$lib/types/Event';
import type { Trouble } from '$lib/types/Trouble';

export class FakeTasks {
  /** Each waits until it is finished or cancelled. */
  slow = false;
  #waiting = new Map<string, { finish: () => void; cancel: (trouble: Trouble) => void }>();
  #tell: (event: Event) => void;

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  async wait(kind: TaskKind, id: number): Promise<void> {
    if (!this.slow) return;
    await new Promise<void>((finish, cancel) => this.#waiting.set(`${kind} ${id}`, { finish, cancel }));
  }

  /** Tells where it stands. */
  move(kind: TaskKind, id: number, state: CardState): void {
    this.#tell({ event: 'task', task: { kind, id }, state });
  }

  finish(kind: TaskKind, id: number): void {
    this.#waiting.get(`${kind} ${id}`)?.finish();
  }

  cancel({ kind, id }: Task, trouble: Trouble): void {
    this.#waiting.get(`${kind} ${id}`)?.cancel(trouble);
  }
}
