/**
 * Words that a person is typing. A draft lives here, not in the field that shows it: a result that arrives, a card that
 * scrolls away, a refused save or a window that is closed in the middle of a word never loses it. It goes when the engine
 * has it as a version.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { Trouble } from '$lib/types/Trouble';
import type { Description } from '$lib/types/Description';
import type { DescriptionEdit } from '$lib/types/DescriptionEdit';
import { troubleOf } from './trouble';

export type DraftField = 'alt' | 'title' | 'description';

export interface Draft {
  /** The version that it was begun from. */
  words: Description;
  fields: Partial<Record<DraftField, string>>;
  trouble: Trouble | null;
}

/** Where drafts outlive the window: what was being typed when it was closed. */
export interface Shelf {
  read(): string | null;
  /** null: nothing is being typed. */
  write(drafts: string | null): void;
}

/** A draft as the shelf has it: the version it was begun from, and what was typed. */
interface Shelved {
  imageId: number;
  wordsId: number;
  fields: Draft['fields'];
}

export class Drafts {
  /** By the picture's id. */
  #drafts = new SvelteMap<number, Draft>();
  #saving = new Map<number, Promise<boolean>>();
  #backend: Backend;
  #saved: (words: Description) => void;
  #shelf: Shelf | null;

  constructor(backend: Backend, saved: (words: Description) => void, shelf: Shelf | null = null) {
    this.#backend = backend;
    this.#saved = saved;
    this.#shelf = shelf;
  }

  /** Saves what was being typed when the window was last closed. */
  async recover(): Promise<void> {
    const left: Shelved[] = [];
    for (const shelved of shelvedIn(this.#shelf?.read() ?? null)) {
      try {
        this.#saved(await this.#backend.editDescription(shelved.wordsId, edit(shelved.fields)));
      } catch (rejection) {
        if (troubleOf(rejection).reason !== 'not_found') left.push(shelved);
      }
    }
    this.#shelve(left);
  }

  /** What stands in a field: the draft, else the version's words. */
  text(words: Description, field: DraftField): string {
    return this.#drafts.get(words.image_id)?.fields[field] ?? words[field] ?? '';
  }

  trouble(imageId: number): Trouble | null {
    return this.#drafts.get(imageId)?.trouble ?? null;
  }

  has(imageId: number): boolean {
    return this.#drafts.has(imageId);
  }

  type(words: Description, field: DraftField, text: string): void {
    const draft = this.#drafts.get(words.image_id);
    const fields = { ...draft?.fields, [field]: text };
    if (text === (words[field] ?? '')) delete fields[field];
    if (Object.keys(fields).length === 0) this.#drafts.delete(words.image_id);
    else this.#drafts.set(words.image_id, { words, fields, trouble: draft?.trouble ?? null });
    this.#shelve();
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
    this.#shelve();
  }

  async #save(imageId: number): Promise<boolean> {
    const draft = this.#drafts.get(imageId);
    if (!draft) return true;
    const sent = draft.fields;
    try {
      const words = await this.#backend.editDescription(draft.words.id, edit(sent));
      this.#saved(words);
      this.#keepWhatWasTypedMeanwhile(imageId, sent, words);
      return !this.#drafts.has(imageId);
    } catch (rejection) {
      const now = this.#drafts.get(imageId);
      if (now) this.#drafts.set(imageId, { ...now, trouble: troubleOf(rejection) });
      return false;
    }
  }

  #keepWhatWasTypedMeanwhile(imageId: number, sent: Draft['fields'], words: Description): void {
    const now = this.#drafts.get(imageId);
    if (!now) return;
    const fields = { ...now.fields };
    for (const field of Object.keys(sent) as DraftField[]) {
      if (fields[field] === sent[field]) delete fields[field];
    }
    if (Object.keys(fields).length === 0) this.#drafts.delete(imageId);
    else this.#drafts.set(imageId, { words, fields, trouble: null });
    this.#shelve();
  }

  #shelve(recovered: Shelved[] = []): void {
    const typed = [...this.#drafts].map(([imageId, { words, fields }]) => ({ imageId, wordsId: words.id, fields }));
    const all = [...recovered, ...typed];
    this.#shelf?.write(all.length === 0 ? null : JSON.stringify(all));
  }
}

function edit(fields: Draft['fields']): DescriptionEdit {
  return { alt: fields.alt ?? null, title: fields.title ?? null, description: fields.description ?? null, tags: null };
}

/** What a shelf holds; nothing where it was written by something else. */
function shelvedIn(text: string | null): Shelved[] {
  try {
    const read: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(read) ? read.filter((item): item is Shelved => typeof item?.wordsId === 'number' && typeof item?.fields === 'object') : [];
  } catch {
    return [];
  }
}
