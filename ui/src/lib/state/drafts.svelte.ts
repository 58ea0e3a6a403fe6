/**
 * Words that a person is typing. A draft lives here, not in the field that shows it: a result that arrives, a card that
 * scrolls away or a refused save never loses it. It goes when the engine has it as a version.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Trouble } from '$lib/types/Trouble';
import type { Words } from '$lib/types/Words';
import { troubleOf } from './trouble';

export type DraftField = 'alt' | 'title' | 'description';

export interface Draft {
  /** The version that it was begun from. */
  words: Words;
  fields: Partial<Record<DraftField, string>>;
  trouble: Trouble | null;
}

export class Drafts {
  /** By the picture's id. */
  #drafts = new SvelteMap<number, Draft>();
  #saving = new Map<number, Promise<boolean>>();
  #backend: Backend;
  #saved: (words: Words) => void;

  constructor(backend: Backend, saved: (words: Words) => void) {
    this.#backend = backend;
    this.#saved = saved;
  }

  /** What stands in a field: the draft, else the version's words. */
  text(words: Words, field: DraftField): string {
    return this.#drafts.get(words.image_id)?.fields[field] ?? words[field] ?? '';
  }

  trouble(imageId: number): Trouble | null {
    return this.#drafts.get(imageId)?.trouble ?? null;
  }

  has(imageId: number): boolean {
    return this.#drafts.has(imageId);
  }

  type(words: Words, field: DraftField, text: string): void {
    const draft = this.#drafts.get(words.image_id);
    const fields = { ...draft?.fields, [field]: text };
    if (text === (words[field] ?? '')) delete fields[field];
    if (Object.keys(fields).length === 0) this.#drafts.delete(words.image_id);
    else this.#drafts.set(words.image_id, { words, fields, trouble: draft?.trouble ?? null });
  }

  /** Saves a picture's draft; true when nothing is left to save. */
  save(imageId: number): Promise<boolean> {
    const before = this.#saving.get(imageId) ?? Promise.resolve(true);
    const saving = before.then(() => this.#save(imageId));
    this.#saving.set(imageId, saving);
    return saving;
  }

  async saveAll(): Promise<void> {
    await Promise.all([...this.#drafts.keys()].map((imageId) => this.save(imageId)));
  }

  discard(imageId: number): void {
    this.#drafts.delete(imageId);
  }

  async #save(imageId: number): Promise<boolean> {
    const draft = this.#drafts.get(imageId);
    if (!draft) return true;
    const sent = draft.fields;
    try {
      const words = await this.#backend.editWords(draft.words.id, {
        alt: sent.alt ?? null,
        title: sent.title ?? null,
        description: sent.description ?? null,
        tags: null,
      });
      this.#saved(words);
      this.#keepWhatWasTypedMeanwhile(imageId, sent, words);
      return !this.#drafts.has(imageId);
    } catch (rejection) {
      const now = this.#drafts.get(imageId);
      if (now) this.#drafts.set(imageId, { ...now, trouble: troubleOf(rejection) });
      return false;
    }
  }

  #keepWhatWasTypedMeanwhile(imageId: number, sent: Draft['fields'], words: Words): void {
    const now = this.#drafts.get(imageId);
    if (!now) return;
    const fields = { ...now.fields };
    for (const field of Object.keys(sent) as DraftField[]) {
      if (fields[field] === sent[field]) delete fields[field];
    }
    if (Object.keys(fields).length === 0) this.#drafts.delete(imageId);
    else this.#drafts.set(imageId, { words, fields, trouble: null });
  }
}
