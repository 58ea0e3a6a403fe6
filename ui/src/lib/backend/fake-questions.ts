/** Questions about pictures in memory. Part of the fake backend; in no build that ships. */
import type { Conversation } from '$lib/types/Conversation';
import type { Exchange } from '$lib/types/Exchange';
import type { Trouble } from '$lib/types/Trouble';

export class FakeQuestions {
  /** Nobody takes questions. */
  silent = false;
  /** Answers wait until `answer` is called. */
  slow = false;
  #waiting = new Map<number, { answer: () => void; cancel: (trouble: Trouble) => void }>();
  #exchanges = new Map<number, Exchange[]>();
  #next = 5_000_000;

  about(imageId: number): Conversation {
    const exchanges = this.#exchanges.get(imageId) ?? [];
    if (this.silent) return { provider: null, name: null, cost: null, exchanges };
    return { provider: 'example', name: 'Example Vision', cost: { value: 0.01, unit: 'usd' }, exchanges };
  }

  async ask(imageId: number, question: string): Promise<Conversation> {
    if (this.slow) await new Promise<void>((answer, cancel) => this.#waiting.set(imageId, { answer, cancel }));
    const exchange: Exchange = {
      id: this.#next++,
      question,
      answer: 'It is about half past three, by the clock on the tower.',
      answer_html: '<p>It is about <strong>half past three</strong>, by the clock on the tower.</p>',
      provider_name: 'Example Vision',
      created_ms: Date.now(),
      credits: { used: 1, remaining: 986, unit: 'requests' },
    };
    this.#exchanges.set(imageId, [...(this.#exchanges.get(imageId) ?? []), exchange]);
    return this.about(imageId);
  }

  answer(imageId: number): void {
    this.#waiting.get(imageId)?.answer();
  }

  cancel(imageId: number, trouble: Trouble): void {
    this.#waiting.get(imageId)?.cancel(trouble);
  }
}
