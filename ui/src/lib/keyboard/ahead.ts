/**
 * What is typed for a place that a key leads to and that is not drawn yet: its part is loaded, or its picture is read. A field
 * out of sight has the focus meanwhile, so that typing, pasting and correcting work as ever.
 */
import type { App } from '$lib/state/app.svelte';
import { untrack } from 'svelte';

/** A place that keys lead to. */
export type AheadPlace = 'url' | 'search' | 'words' | 'menu';
type Field = HTMLInputElement | HTMLTextAreaElement;

/** Keys of a menu. */
const STEPS = ['ArrowDown', 'ArrowUp', 'Home', 'End', 'Enter'];

export class Ahead {
  text = '';
  /** Keys that write nothing and mean something in that place, in their order. */
  keys: string[] = [];
  /** What had the focus before. */
  before: HTMLElement | null = null;

  constructor(readonly place: AheadPlace) {}

  /** Keeps a key that writes nothing. */
  keep(event: KeyboardEvent): void {
    if (STEPS.includes(event.key) && !event.isComposing) this.keys.push(event.key);
  }

  /** Keeps a key that came before there was a field to type in; false where it is a shortcut. */
  type(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape') return false;
    if (event.key.length === 1) this.text += event.key;
    else if (event.key === 'Backspace') this.text = this.text.slice(0, -1);
    else this.keep(event);
    return true;
  }
}

/** For the field itself: takes the focus and what was typed, as soon as it is there. */
export function takesAhead(app: App, place: AheadPlace): (node: Field) => void {
  return (node) => {
    const ahead = app.navigation.ahead;
    if (ahead?.place === place) untrack(() => give(app, ahead, node));
  };
}

function give(app: App, ahead: Ahead, node: Field): void {
  app.navigation.ahead = null;
  // A sheet that opens now gives the focus back to that.
  ahead.before?.focus();
  node.focus();
  // Words that are there are written on; a search is a new one.
  if (ahead.place === 'search') node.select();
  else node.setSelectionRange(node.value.length, node.value.length);
  if (ahead.text !== '') {
    node.setRangeText(ahead.text, node.selectionStart ?? 0, node.selectionEnd ?? 0, 'end');
    node.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  if (ahead.keys.includes('Enter')) node.form?.requestSubmit();
}
