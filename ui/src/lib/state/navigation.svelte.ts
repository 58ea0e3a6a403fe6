/** Where in the window a person is: the view, and what is open above it. */
import type { Ahead } from '$lib/keyboard/ahead';
import type { ExportForm } from '$lib/types/ExportForm';

export const VIEWS = ['describe', 'history', 'usage', 'settings'] as const;
export type View = (typeof VIEWS)[number];

/** What can be open above a view; one at a time. */
export type Sheet = 'url' | 'shortcuts' | 'preview' | 'inspector' | 'setup' | 'vault' | 'log';

export class Navigation {
  view = $state<View>('describe');
  sheet = $state<Sheet | null>(null);
  /** The copy button whose menu is open. */
  copyMenu = $state<string | null>(null);
  /** The section of the settings to go to, once. */
  section = $state<string | null>(null);
  /** The entry that is open above a view without a list of pictures, by its picture's id. */
  entryId = $state<number | null>(null);
  /** A field that a key leads to, until it has the focus. */
  ahead = $state.raw<Ahead | null>(null);
  /** As what the history is written, until the window closes. */
  exportForm = $state<ExportForm>('csv_with_mark');

  constructor(view: string) {
    this.view = VIEWS.find((known) => known === view) ?? 'describe';
  }
}
