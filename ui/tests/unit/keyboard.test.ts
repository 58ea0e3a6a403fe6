import { describe, expect, it } from 'vitest';
import { ariaKeys, caps, pressed, SHORTCUTS } from '../../src/lib/keyboard/shortcuts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('shortcuts', () => {
  it.each([
    [press('o', { ctrlKey: true }), false, 'add'],
    [press('O', { ctrlKey: true }), true, 'add'],
    [press('v', { ctrlKey: true }), false, 'paste'],
    [press('v', { ctrlKey: true }), true, null],
    [press('c', { ctrlKey: true }), false, 'copy'],
    [press('C', { ctrlKey: true, shiftKey: true }), true, 'copy_as'],
    [press('z', { ctrlKey: true }), true, null],
    [press('?', { shiftKey: true }), false, 'shortcuts'],
    [press('?', { shiftKey: true }), true, null],
    [press(' '), false, 'preview'],
    [press(' '), true, null],
    [press('Delete'), true, null],
    [press('2', { ctrlKey: true }), true, 'history'],
    [press(',', { ctrlKey: true }), false, 'preferences'],
    [press('o', { metaKey: true }), false, null],
    [press('o', { ctrlKey: true, altKey: true }), false, null],
    [press('Enter'), false, null],
    [press('Enter', { ctrlKey: true }), false, 'go_ahead'],
    [press('Enter', { ctrlKey: true }), true, null],
  ])('%o (typing: %s) means %s', (event, typing, action) => {
    expect(pressed(event, false, typing)).toBe(action);
  });

  it('use Cmd on macOS', () => {
    expect(pressed(press('o', { metaKey: true }), true, false)).toBe('add');
    expect(pressed(press('o', { ctrlKey: true }), true, false)).toBeNull();
    expect(ariaKeys('copy_as', true)).toBe('Meta+Shift+C');
    expect(caps('add', true)).toEqual([{ text: '⌘' }, { text: 'O' }]);
  });

  it('have one meaning each, in the window and in what has the focus', () => {
    for (const place of [true, false]) {
      const keys = SHORTCUTS.filter(({ local }) => (local ?? false) === place).map(({ key, mod, shift }) => `${mod}${shift}${key}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
