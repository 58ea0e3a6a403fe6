/** What the focus is on, as far as keys must know. */

import { tick } from 'svelte';

const TEXT_INPUTS = ['text', 'search', 'url', 'number', 'email', 'password', 'tel'];

/** Keys typed there belong to the field. */
export function typesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Space and Enter there press something. */
export function pressesOnSpace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, select, summary, input, textarea, [role="menu"]') !== null;
}

/** Where what had the focus is gone with its whole view: the next Tab starts in the view, not at the window's beginning. */
export async function keepFocusInMain(): Promise<void> {
  await tick();
  if (document.activeElement === document.body) document.querySelector('main')?.focus();
}

/** Whether the focus is in an element; stays true while what had it is taken out, which says so in no event. */
export function watchFocus(node: HTMLElement): { within: () => boolean; stop: () => void } {
  let focused = false;
  const onfocusin = () => (focused = true);
  const onfocusout = ({ target, relatedTarget }: FocusEvent) => {
    const left = target as HTMLElement;
    if (relatedTarget) focused = node.contains(relatedTarget as Node);
    else queueMicrotask(() => (focused &&= !left.isConnected));
  };
  node.addEventListener('focusin', onfocusin);
  node.addEventListener('focusout', onfocusout);
  const stop = () => {
    node.removeEventListener('focusin', onfocusin);
    node.removeEventListener('focusout', onfocusout);
  };
  return { within: () => focused, stop };
}

/** For what goes away while it may have the focus. */
export function leavesFocusInMain(node: HTMLElement): () => void {
  const focus = watchFocus(node);
  return () => {
    focus.stop();
    if (focus.within()) void keepFocusInMain();
  };
}

/** Some text is selected that Ctrl+C should copy. */
export function hasSelection(): boolean {
  return (document.getSelection()?.toString() ?? '') !== '';
}

/** The focus is nowhere, or on a button that stops what has just been stopped and goes with it. */
export function isBetween(focused: Element | null): boolean {
  return focused === null || focused === document.body || focused.closest('.busy') !== null;
}
