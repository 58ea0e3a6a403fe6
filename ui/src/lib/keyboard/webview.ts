/** What a web view does by itself and a window of a program does not. */
import { typesText } from './focus';

/** The web engine's own menu: outside of texts it offers to go back and to reload. */
export function onContextMenu(event: MouseEvent): void {
  if (!typesText(event.target) && !document.getSelection()?.toString()) event.preventDefault();
}

/** "Select all" means the words in a field, or what a list makes of it; never the page. */
export function onKeyOfWebView(event: KeyboardEvent): void {
  const selectsAll = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'a';
  if (selectsAll && !typesText(event.target)) event.preventDefault();
}
