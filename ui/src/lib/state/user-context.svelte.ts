/**
 * What the person knows of the pictures, and sends along: one text for those that come and those that wait, and one of its
 * own for each picture that needs it. The engine has it a moment after it was typed; it lives until it is cleared or the
 * program ends.
 */
import type { Backend } from '$lib/backend/backend';
import { these, type Cards } from './cards.svelte';

/** How long nothing is typed, in milliseconds, before the engine hears of it: a picture may be dropped the next moment. */
export const PAUSE = 300;

export class UserContext {
  /** For all pictures that have nothing of their own. */
  text = $state('');
  /** What the engine has. */
  sent = $state('');
  /** The own instruction while it is being typed; null: as it is kept. */
  instruction = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly backend: Backend,
    private readonly cards: Cards,
    text: string,
    private readonly refused: (rejection: unknown) => void,
    private readonly keepInstruction: (text: string) => Promise<unknown>,
  ) {
    this.text = text;
    this.sent = text;
  }

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.kept(), PAUSE);
  }

  clear(): Promise<unknown> {
    this.text = '';
    return this.kept();
  }

  /** Resolves when the engine has everything that was typed so far. */
  kept(): Promise<unknown> {
    clearTimeout(this.#timer);
    const { text, instruction } = this;
    if (instruction !== null) {
      this.instruction = null;
      void this.keepInstruction(instruction.trim());
    }
    if (text !== this.sent) {
      this.sent = text;
      this.#do(() => this.backend.setContext(text));
    }
    return this.#saving;
  }

  /** What goes with a picture when it is described the next time. */
  of(cardId: number): string {
    return this.cards.get(cardId)?.context ?? this.text;
  }

  /** What goes with one picture; null: what goes with all. */
  setOf(cardId: number, text: string | null): Promise<unknown> {
    const card = this.cards.get(cardId);
    if (card && card.context !== text) this.#do(() => this.backend.setCardContext(these([cardId]), text));
    return this.#saving;
  }

  #do(command: () => Promise<void>): void {
    this.#saving = this.#saving.then(command).catch((rejection: unknown) => this.refused(rejection));
  }
}
