/** What is said to people who listen: one polite message after the other, each added once and never changed. */

/** So many messages stay in the page; older ones were read long ago. */
const KEPT = 12;

export class Announcer {
  #next = 0;
  messages = $state.raw<{ id: number; text: string }[]>([]);

  say(text: string): void {
    this.#next += 1;
    this.messages = [...this.messages, { id: this.#next, text }].slice(-KEPT);
  }
}
