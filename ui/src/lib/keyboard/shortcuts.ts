/**
 * Every key of the window, in one table: the sheet, the tooltips, `aria-keyshortcuts` and the dispatcher read it.
 * `mod` is Ctrl, on macOS Cmd.
 */

export type Action =
  | 'add'
  | 'paste'
  | 'url'
  | 'next'
  | 'previous'
  | 'edit'
  | 'leave'
  | 'copy'
  | 'copy_as'
  | 'again'
  | 'favourite'
  | 'search'
  | 'describe'
  | 'history'
  | 'usage'
  | 'settings'
  | 'preferences'
  | 'preview'
  | 'go_ahead'
  | 'remove'
  | 'undo'
  | 'save'
  | 'shortcuts';

export type Group = 'pictures' | 'words' | 'window';

export interface Shortcut {
  action: Action;
  group: Group;
  /** As `KeyboardEvent.key` gives it, letters in lower case. */
  key: string;
  mod?: boolean;
  shift?: boolean;
  /** Where it works: anywhere, or only while no text is being typed. */
  anywhere?: boolean;
  /** Handled by the list or field that has the focus, not by the window. */
  local?: boolean;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { action: 'add', group: 'pictures', key: 'o', mod: true, anywhere: true },
  { action: 'paste', group: 'pictures', key: 'v', mod: true },
  { action: 'url', group: 'pictures', key: 'l', mod: true, anywhere: true },
  { action: 'previous', group: 'pictures', key: 'ArrowUp', local: true },
  { action: 'next', group: 'pictures', key: 'ArrowDown', local: true },
  { action: 'preview', group: 'pictures', key: ' ' },
  { action: 'go_ahead', group: 'pictures', key: 'Enter', mod: true },
  { action: 'again', group: 'pictures', key: 'r', mod: true, anywhere: true },
  { action: 'favourite', group: 'pictures', key: 'd', mod: true, anywhere: true },
  { action: 'remove', group: 'pictures', key: 'Delete' },
  { action: 'undo', group: 'pictures', key: 'z', mod: true },
  { action: 'edit', group: 'words', key: 'Enter', local: true },
  { action: 'leave', group: 'words', key: 'Escape', local: true },
  { action: 'save', group: 'words', key: 'Enter', mod: true, local: true },
  { action: 'copy', group: 'words', key: 'c', mod: true },
  { action: 'copy_as', group: 'words', key: 'c', mod: true, shift: true, anywhere: true },
  { action: 'search', group: 'window', key: 'f', mod: true, anywhere: true },
  { action: 'describe', group: 'window', key: '1', mod: true, anywhere: true },
  { action: 'history', group: 'window', key: '2', mod: true, anywhere: true },
  { action: 'usage', group: 'window', key: '3', mod: true, anywhere: true },
  { action: 'settings', group: 'window', key: '4', mod: true, anywhere: true },
  { action: 'preferences', group: 'window', key: ',', mod: true, anywhere: true },
  { action: 'shortcuts', group: 'window', key: '?' },
];

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The window's shortcut that was pressed. `typing`: a text field has the focus. */
export function pressed(event: Pressed, mac: boolean, typing: boolean): Action | null {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (other || event.altKey) return null;
  const hit = SHORTCUTS.find(
    (shortcut) =>
      !shortcut.local &&
      shortcut.key === key &&
      (shortcut.mod ?? false) === mod &&
      // "?" needs Shift on most keyboards and not on others.
      (shortcut.key === '?' || (shortcut.shift ?? false) === event.shiftKey),
  );
  return hit && (hit.anywhere || !typing) ? hit.action : null;
}

export function shortcutFor(action: Action): Shortcut {
  return SHORTCUTS.find((shortcut) => shortcut.action === action)!;
}

/** For `aria-keyshortcuts`: "Control+O". */
export function ariaKeys(action: Action, mac: boolean): string {
  const { key, mod, shift } = shortcutFor(action);
  return [mod && (mac ? 'Meta' : 'Control'), shift && 'Shift', key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key]
    .filter(Boolean)
    .join('+');
}

/** The caps of a shortcut, for the sheet and tooltips; names of keys are message keys, everything else is the key itself. */
export function caps(action: Action, mac: boolean): { text?: string; message?: string }[] {
  const { key, mod, shift } = shortcutFor(action);
  const named: Record<string, string> = { ' ': 'key-space', Enter: 'key-enter', Escape: 'key-escape', Delete: 'key-delete' };
  const arrows: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓' };
  return [
    ...(mod ? [mac ? { text: '⌘' } : { message: 'key-control' }] : []),
    ...(shift ? [mac ? { text: '⇧' } : { message: 'key-shift' }] : []),
    named[key] ? { message: named[key] } : { text: arrows[key] ?? key.toUpperCase() },
  ];
}
