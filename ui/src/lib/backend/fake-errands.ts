/** What is waited for apart from the cards, in memory. Part of the fake backend; in no build that ships. */
import type { CardState } from '$lib/types/CardState';
import type { Errand } from '$lib/types/Errand';
import type { ErrandKind } from '$lib/types/ErrandKind';
import type { Event } from '$lib/types/Event';
import type { Trouble } from '$lib/types/Trouble';

export class FakeErrands {
  /** Each waits until it is finished or cancelled. */
  slow = false;
  #waiting = new Map<string, { finish: () => void; cancel: (trouble: Trouble) => void }>();
  #tell: (event: Event) => void;

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  async wait(kind: ErrandKind, id: number): Promise<void> {
    if (!this.slow) return;
    await new Promise<void>((finish, cancel) => this.#waiting.set(`${kind} ${id}`, { finish, cancel }));
  }

  /** Tells where it stands. */
  move(kind: ErrandKind, id: number, state: CardState): void {
    this.#tell({ event: 'errand', errand: { kind, id }, state });
  }

  finish(kind: ErrandKind, id: number): void {
    this.#waiting.get(`${kind} ${id}`)?.finish();
  }

  cancel({ kind, id }: Errand, trouble: Trouble): void {
    this.#waiting.get(`${kind} ${id}`)?.cancel(trouble);
  }
}
