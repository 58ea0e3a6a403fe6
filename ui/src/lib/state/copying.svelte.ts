/** Copying: the engine puts the text on the clipboard, the button that was used says so for a moment. */
import type { Backend } from '$lib/backend/backend';
import type { CopyForm } from '$lib/types/CopyForm';
import type { Trouble } from '$lib/types/Trouble';
import { SAYS_DONE } from './feedback.svelte';
import { troubleOf } from './trouble';

/** Forms in the order of the menu. */
export const COPY_FORMS: readonly CopyForm[] = [
  'alt',
  'alt_attribute',
  'img',
  'img_with_tags',
  'figure',
  'markdown',
  'json',
  'description',
  'title',
  'tags',
];

export class Copying {
  /** The button that says "Copied" now. */
  done = $state<string | null>(null);
  failed = $state.raw<{ button: string; trouble: Trouble } | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #backend: Backend;
  #copied: (form: CopyForm, count: number) => void;

  constructor(backend: Backend, copied: (form: CopyForm, count: number) => void) {
    this.#backend = backend;
    this.#copied = copied;
  }

  async copy(button: string, ids: number[], form: CopyForm): Promise<void> {
    if (ids.length === 0) return;
    await this.#put(button, form, async () => {
      await this.#backend.copyDescriptions(ids, form);
      return ids.length;
    });
  }

  /** The words of the whole batch. */
  async copyBatch(button: string, form: CopyForm): Promise<void> {
    await this.#put(button, form, () => this.#backend.copyBatch({ which: 'described' }, form));
  }

  /** `put` answers how many words the clipboard holds. */
  async #put(button: string, form: CopyForm, put: () => Promise<number>): Promise<void> {
    this.failed = null;
    let count: number;
    try {
      count = await put();
    } catch (rejection) {
      this.failed = { button, trouble: troubleOf(rejection) };
      return;
    }
    if (count === 0) return;
    this.done = button;
    this.#copied(form, count);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.done = null), SAYS_DONE);
  }
}
