/**
 * Questions about pictures: each picture has its conversation, the question that is being typed and the one that is on
 * its way, so that another picture can be looked at meanwhile. What was typed is gone only when it was answered.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Conversation } from '$lib/types/Conversation';
import type { Exchange } from '$lib/types/Exchange';
import type { Trouble } from '$lib/types/Trouble';
import type { Tasks } from './tasks.svelte';
import { troubleOf, wasCancelled } from './trouble';

export interface Talk {
  conversation: Conversation | null;
  text: string;
  /** The question that waits for its answer. */
  asking: string | null;
  trouble: Trouble | null;
  /** What came of the last question of this sitting. */
  answered: Exchange | null;
}

const NOTHING: Talk = { conversation: null, text: '', asking: null, trouble: null, answered: null };

export class Questions {
  #talks = new SvelteMap<number, Talk>();
  #asked = 0;
  #backend: Backend;
  #tasks: Tasks;
  /** A picture has an answer more, which was paid for. */
  #answered: (imageId: number) => void;
  #choicesKept: () => Promise<unknown>;

  constructor(backend: Backend, tasks: Tasks, choicesKept: () => Promise<unknown>, answered: (imageId: number) => void) {
    this.#backend = backend;
    this.#tasks = tasks;
    this.#answered = answered;
    this.#choicesKept = choicesKept;
  }

  about(imageId: number): Talk {
    return this.#talks.get(imageId) ?? NOTHING;
  }

  /** Fetches what was asked about a picture, and who would answer next. */
  async show(imageId: number): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      await this.#choicesKept();
      const conversation = await this.#backend.conversation(imageId);
      if (asked === this.#asked && this.about(imageId).asking === null) this.#change(imageId, { conversation, trouble: null });
    } catch (rejection) {
      if (asked === this.#asked) this.#change(imageId, { trouble: troubleOf(rejection) });
    }
  }

  type(imageId: number, text: string): void {
    this.#change(imageId, { text });
  }

  /** `again`: the person says so although it was sent before and may be paid twice. */
  async ask(imageId: number, again = false): Promise<void> {
    const { text, asking } = this.about(imageId);
    const question = text.trim();
    if (question === '' || asking !== null) return;
    this.#change(imageId, { asking: question, trouble: null, answered: null });
    try {
      await this.#choicesKept();
      const conversation = await this.#tasks.run('question', imageId, () => this.#backend.askAbout(imageId, question, again));
      const answered = conversation.exchanges.find(({ id }) => id === conversation.answered) ?? null;
      this.#change(imageId, { conversation, asking: null, text: '', answered });
      this.#answered(imageId);
    } catch (rejection) {
      const trouble = troubleOf(rejection);
      this.#change(imageId, { asking: null, trouble: wasCancelled(trouble) ? null : trouble });
    }
  }

  #change(imageId: number, change: Partial<Talk>): void {
    this.#talks.set(imageId, { ...this.about(imageId), ...change });
  }
}
