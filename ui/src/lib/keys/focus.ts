/** What the focus is on, as far as keys must know. */

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

/** Some text is selected that Ctrl+C should copy. */
export function hasSelection(): boolean {
  return (document.getSelection()?.toString() ?? '') !== '';
}
