/** Questions about pictures in memory. Part of the fake backend; in no build that ships. */
import type { Conversation } from '$lib/types/Conversation';
import type { Exchange } from '$lib/types/Exchange';
import type { Receipt } from '$lib/types/Receipt';

export class FakeQuestions {
  /** Nobody takes questions. */
  silent = false;
  /** The history knows the answers to questions that were asked before. */
  remembers = false;
  #exchanges = new Map<number, Exchange[]>();
  #next = 5_000_000;

  about(imageId: number): Conversation {
    const exchanges = this.#exchanges.get(imageId) ?? [];
    if (this.silent) return { provider: null, name: null, cost: null, exchanges, answered: null };
    return { provider: 'example', name: 'Example Vision', cost: { value: 0.01, unit: 'usd' }, exchanges, answered: null };
  }

  ask(imageId: number, question: string): Conversation {
    const before = this.#exchanges.get(imageId)?.find((known) => known.question === question);
    if (this.remembers && before) return { ...this.about(imageId), answered: before.id };
    const exchange: Exchange = {
      id: this.#next++,
      question,
      answer: 'It is about half past three, by the clock on the tower.',
      answer_html: '<p>It is about <strong>half past three</strong>, by the clock on the tower.</p>',
      provider_name: 'Example Vision',
      created_ms: Date.now(),
      credits: { used: 1, remaining: 986, unit: 'requests' },
      receipt: receiptOf('api.vision.example'),
    };
    this.#exchanges.set(imageId, [...(this.#exchanges.get(imageId) ?? []), exchange]);
    return { ...this.about(imageId), answered: exchange.id };
  }
}

/** What left the computer for one request. */
export function receiptOf(host: string): Receipt {
  return { host, mime: 'image/jpeg', width: 1024, height: 768, bytes: 148_000, metadata_removed: true, by_address: false };
}
