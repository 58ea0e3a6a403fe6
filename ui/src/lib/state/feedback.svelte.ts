/** What a button says for a moment after it did something: that a text was copied, that a file was written. */

/** How long, in milliseconds. */
export const SAYS_DONE = 2000;

export class Feedback {
  said = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(): void {
    this.said = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), SAYS_DONE);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.said = false;
  }
}
