/** What a person does with one entry where it is shown whole: loaded with what draws it. */
import type { Description } from '$lib/types/Description';
import { t } from '$lib/i18n.svelte';
import type { App } from './app.svelte';

export async function setTags(app: App, imageId: number, before: string[], tags: string[]): Promise<void> {
  app.takePicture(imageId, { tags });
  const kept = await app.attempt(() => app.backend.setTags(imageId, tags));
  if (!kept) app.takePicture(imageId, { tags: before });
}

/** Takes a new answer instead of the words that the person wrote; they can be had back. */
export async function useAnswer(app: App, mine: Description, answer: Description): Promise<void> {
  if (await app.answers.use(answer)) app.offerUndo(t('undo-answer-used'), async () => void (await app.restoreVersion(mine.id)));
}

/** Asks the service, for free, what became of a picture's request; nothing is sent again. */
export async function askOutcomeOf(app: App, imageId: number): Promise<void> {
  await app.unfinished.load();
  const job = app.unfinished.list.find(({ picture }) => picture?.id === imageId);
  if (job) await app.unfinished.settle(job.job_id, 'asked');
  if (app.inspector.imageId === imageId) await app.inspector.refresh();
}
