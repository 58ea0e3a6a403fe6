/** The picture that the inspector shows: its detail, fetched when it is opened or has changed. */
import type { Backend } from '$lib/backend/backend';
import type { EntryDetail } from '$lib/types/EntryDetail';
import type { Trouble } from '$lib/types/Trouble';
import type { Description } from '$lib/types/Description';
import { troubleOf, wasCancelled } from './trouble';

export class Inspector {
  imageId = $state<number | null>(null);
  detail = $state.raw<EntryDetail | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  #asked = 0;
  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get newest(): Description | undefined {
    return this.detail?.versions[0];
  }

  /** Shows a picture, or nothing. What is shown stays until the new detail is there, unless it is another picture's. */
  async show(imageId: number | null): Promise<void> {
    if (imageId !== this.imageId) {
      this.imageId = imageId;
      this.detail = null;
      this.trouble = null;
    }
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const imageId = this.imageId;
    this.#asked += 1;
    const asked = this.#asked;
    if (imageId === null) return;
    try {
      const detail = await this.#backend.entry(imageId);
      if (asked === this.#asked) {
        this.detail = detail;
        this.trouble = null;
      }
    } catch (rejection) {
      if (asked === this.#asked) this.trouble = troubleOf(rejection);
    }
  }

  async describeAgain(): Promise<EntryDetail | null> {
    const imageId = this.imageId;
    if (imageId === null) return null;
    this.trouble = null;
    try {
      const detail = await this.#backend.describeEntry(imageId);
      if (imageId === this.imageId) this.detail = detail;
      return detail;
    } catch (rejection) {
      const trouble = troubleOf(rejection);
      if (imageId === this.imageId && !wasCancelled(trouble)) this.trouble = trouble;
      return null;
    }
  }

  takeDescription(words: Description): void {
    if (this.detail?.picture.id !== words.image_id) return;
    const versions = [words, ...this.detail.versions.filter((version) => version.id !== words.id)];
    this.detail = { ...this.detail, versions };
  }

  takePicture(imageId: number, change: { favourite?: boolean; tags?: string[] }): void {
    if (this.detail?.picture.id !== imageId) return;
    this.detail = { ...this.detail, picture: { ...this.detail.picture, ...change } };
  }
}
