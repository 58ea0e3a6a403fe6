/** What the window's keys do. Keys of a list or a field are handled there; an open sheet keeps most of these to itself. */
import type { App } from '$lib/state/app.svelte';
import { these } from '$lib/state/cards.svelte';
import type { Card } from '$lib/types/Card';
import { Ahead } from './ahead';
import { hasSelection, pressesOnSpace, typesText } from './focus';
import { pressed, type Action } from './shortcuts';

/** Actions on the picture that a side sheet shows. */
const IN_INSPECTOR: Action[] = ['copy', 'copy_as', 'again', 'favourite', 'undo'];

export function onKey(app: App, event: KeyboardEvent): void {
  if (!event.defaultPrevented && !event.isComposing) act(app, event);
}

/** Acts on a key that nothing else has acted on. */
export function act(app: App, event: KeyboardEvent): void {
  // Also where the sheet is still on its way.
  if (event.key === 'Escape' && app.navigation.sheet !== null) {
    event.preventDefault();
    app.close();
    return;
  }
  if (app.navigation.sheet === 'preview' && stepInPreview(app, event)) {
    event.preventDefault();
    return;
  }
  const typing = typesText(event.target);
  const action = pressed(event, app.start.platform === 'macos', typing);
  if (!action) return;
  if (action === 'preview' && pressesOnSpace(event.target)) return;
  if (action === 'copy' && hasSelection()) return;
  // Taking away acts on the list that has the focus, never on a picture that someone is not at.
  if (action === 'remove' && !(event.target as Element).closest('[role="feed"]')) return;
  const { sheet } = app.navigation;
  if (sheet !== null && !(sheet === 'inspector' && IN_INSPECTOR.includes(action))) {
    // The web view's own meanings (reload, find) are none of this window's.
    if (event.key.length === 1 && action !== 'paste' && action !== 'copy' && action !== 'undo' && action !== 'shortcuts') event.preventDefault();
    return;
  }
  if (run(app, action)) event.preventDefault();
}

/** Keys of the large preview, also while it is on its way. Space on a button of it presses the button. */
function stepInPreview(app: App, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === ' ' && !(event.target as Element).closest('dialog button')) app.close();
  else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') app.step(1);
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') app.step(-1);
  else return false;
  return true;
}

/** Runs an action; false where there is nothing to do it on. */
function run(app: App, action: Action): boolean {
  switch (action) {
    case 'add':
      void app.attempt(() => app.backend.addFiles());
      return true;
    case 'paste':
      void app.attempt(() => app.backend.paste());
      return true;
    case 'url':
      app.open('url');
      return true;
    case 'shortcuts':
      app.open('shortcuts');
      return true;
    case 'describe':
    case 'history':
    case 'usage':
    case 'settings':
      app.go(action);
      document.querySelector('main')?.focus();
      return true;
    case 'preferences':
      app.go('settings');
      document.querySelector('main')?.focus();
      return true;
    case 'search':
      app.search();
      return true;
    case 'undo':
      void app.takeBack();
      return true;
    default:
      return onCurrent(app, action);
  }
}

function onCurrent(app: App, action: Action): boolean {
  const picture = app.currentPicture;
  const describing = app.navigation.view === 'describe';
  const card = describing ? app.cards.current : undefined;
  switch (action) {
    case 'preview':
      if (picture) app.open('preview');
      return picture !== null;
    case 'copy':
      return copyCurrent(app);
    case 'copy_as':
      return openCopyMenu(app);
    case 'go_ahead':
      if (!describing || app.cards.counts.held === 0) return false;
      void app.attempt(() => app.held.go());
      return true;
    case 'again':
      if (card) void app.attempt(() => describeAnew(app, card));
      else if (!describing && picture) void app.describeEntryAgain(picture.id);
      return true;
    case 'favourite':
      if (picture) void app.setFavourite(picture.id, !picture.favourite);
      return true;
    case 'remove':
      if (card) void app.removeCards(these([card.id]));
      else if (picture && !describing) void app.deleteEntry(picture.id);
      return card !== undefined || picture !== null;
    default:
      return false;
  }
}

/** Only what has words is asked for anew; what has none must not be paid twice. */
function describeAnew(app: App, card: Card): Promise<void> {
  return card.state.is === 'done' || card.words ? app.describeAgain(these([card.id])) : app.describe(these([card.id]));
}

function copyCurrent(app: App): boolean {
  const words = app.currentWords;
  if (!words) return false;
  const button = app.navigation.view === 'describe' ? `card-${app.cards.currentId}` : `row-${words.image_id}`;
  void app.copy(button, [words.image_id], () => [app.currentWords?.id ?? words.id], app.settings.current.copy_form);
  return true;
}

/** Opens the menu of the card's button; in the history the inspector's, which may be a sheet that is still closed. */
function openCopyMenu(app: App): boolean {
  if (!app.currentWords) return false;
  const describing = app.navigation.view === 'describe';
  if (!describing && !document.querySelector('aside')) app.open('inspector');
  app.navigation.copyMenu = describing ? `card-${app.cards.currentId}` : 'inspector';
  if (!describing) app.navigation.ahead = new Ahead('menu');
  return true;
}
