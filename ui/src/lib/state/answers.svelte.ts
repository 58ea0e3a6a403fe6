/**
 * New answers about pictures whose words a person wrote. They take nothing away: the person's words are made the newest
 * again, and the answer stands beneath them until the person says which it is to be. It is a version all the while.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Description } from '$lib/types/Description';

/** A service's or the describer's answer that came where a person's words stood; no version that was taken up again. */
export const isOver = (before: Description | null | undefined, after: Description | null | undefined): boolean =>
  before?.author === 'person' && after != null && after.author !== 'person' && after.parent_id === null && after.image_id === before.image_id;

export class Answers {
  /** By the picture's id. */
  #offered = new SvelteMap<number, Description>();
  #restore: (versionId: number) => Promise<boolean>;

  constructor(restore: (versionId: number) => Promise<boolean>) {
    this.#restore = restore;
  }

  /** The answer that is beneath these words. */
  of(words: Description): Description | null {
    return this.#offered.get(words.image_id) ?? null;
  }

  /** Puts the person's words back in their place; false where they could not be, and the answer stands there. */
  async offer(mine: Description, answer: Description): Promise<boolean> {
    this.#offered.set(answer.image_id, answer);
    const back = await this.#restore(mine.id);
    if (!back && this.#offered.get(answer.image_id) === answer) this.#offered.delete(answer.image_id);
    return back;
  }

  /** The answer is to be the words. */
  async use(answer: Description): Promise<boolean> {
    if (!(await this.#restore(answer.id))) return false;
    this.keep(answer.image_id);
    return true;
  }

  /** What the person wrote stays. */
  keep(imageId: number): void {
    this.#offered.delete(imageId);
  }
}
