/** Languages that descriptions are wanted in, and those that a model knows. */
import { language } from './format';
import type { App } from './state/app.svelte';

/** What a person would most likely have instead: the window's language, the system's, English, or the first that is known. */
export function languageInstead(app: App, known: string[]): string | undefined {
  return [app.locale, app.start.system_language, 'en', ...app.start.languages].find((tag) => known.includes(tag));
}

/** "German and English". */
export function languageList(app: App, tags: string[]): string {
  return new Intl.ListFormat(app.locale).format(tags.map((tag) => language(tag, app.locale)));
}

/** The choice that stands for a language: the window's own is followed, also where that changes. */
export const choiceOf = (app: App, tag: string) => (tag === app.locale ? 'ui' : tag);
