/** What a person does with connections: servers of their own, and what all of them are called. Loaded with the settings. */
import type { ServiceView } from '$lib/types/ServiceView';
import type { Trouble } from '$lib/types/Trouble';
import { t } from '$lib/i18n.svelte';
import type { App } from './app.svelte';
import { troubleOf } from './trouble';

/** Adds a server of the person's own, and leads to its form. Not added without trouble: the person did not agree. */
export async function addConnection(app: App, kind: string, name: string, endpoint: string): Promise<{ added: boolean; trouble: Trouble | null }> {
  try {
    const added = await app.backend.addConnection(kind, name, endpoint === '' ? null : endpoint);
    if (!added) return { added: false, trouble: null };
    // The event that tells of it may come later.
    if (!app.providers.some(({ id }) => id === added.id)) app.takeConnections([...app.providers, added]);
    app.announcer.say(t('connection-added', { name: added.name }));
    app.goToService(added.id, 'form');
    return { added: true, trouble: null };
  } catch (rejection) {
    return { added: false, trouble: troubleOf(rejection) };
  }
}

/** Calls a connection otherwise; the trouble where that was refused. */
export async function renameConnection(app: App, id: string, name: string): Promise<Trouble | null> {
  try {
    const renamed = await app.backend.renameConnection(id, name);
    app.takeConnections(app.providers.map((known) => (known.id === id ? renamed : known)));
    return null;
  } catch (rejection) {
    return troubleOf(rejection);
  }
}

/** Takes a connection away that was added, until the person takes that back. */
export async function removeConnection(app: App, { id, name }: ServiceView): Promise<void> {
  const place = app.providers.findIndex((known) => known.id === id);
  const removed = await app.attempt(async () => {
    await app.backend.removeConnection(id);
    app.takeConnections(app.providers.filter((known) => known.id !== id));
  });
  if (!removed) return;
  const text = t('undo-connection', { name });
  app.announcer.say(text);
  app.undo.offer(text, async () => {
    await app.attempt(async () => {
      const back = await app.backend.restoreConnection(id);
      if (!app.providers.some((known) => known.id === id)) app.takeConnections(app.providers.toSpliced(place, 0, back));
    });
  });
}
