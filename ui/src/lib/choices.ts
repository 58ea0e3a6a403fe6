/** What can be chosen for each setting, named in the window's language. One place for the bar of Describe and the settings. */
import type { Settings } from '$lib/types/Settings';
import type { Start } from '$lib/types/Start';
import { language, number } from './format';
import { COPY_FORMS } from './state/copying.svelte';
import { LOCALES, t } from './words.svelte';

export interface Choice {
  value: string;
  label: string;
  lang?: string;
}

/** Presets, as `altsmith describe --style` names them. */
const STYLES = ['alt', 'long', 'caption', 'social', 'product', 'text', 'tags'] as const;

export function providerChoices(start: Start): Choice[] {
  return start.providers.map(({ id, name, privacy }) => ({
    value: id,
    label: privacy === 'local' ? t('provider-here', { name }) : name,
  }));
}

export function languageChoices(start: Start, locale: string): Choice[] {
  return [
    { value: 'ui', label: t('language-as-window', { language: language(locale, locale) }) },
    ...start.languages.map((tag) => ({ value: tag, label: language(tag, locale) })),
  ];
}

export function styleChoices(): Choice[] {
  return STYLES.map((style) => ({ value: style, label: t(`style-${style}`) }));
}

export function lengthChoices(start: Start, settings: Settings, locale: string): Choice[] {
  const named = (id: string, limit: number) => ({ value: id, label: t(`length-profile-${id}`, { limit: number(limit, locale) }) });
  return [...start.profiles.filter(({ id }) => id !== 'own').map(({ id, limit }) => named(id, limit)), named('own', settings.own_length)];
}

/** Languages of the window are named in themselves, so that everybody finds the own one. */
export function windowLanguageChoices(): Choice[] {
  return [{ value: 'system', label: t('as-system') }, ...LOCALES.map((tag) => ({ value: tag, label: language(tag), lang: tag }))];
}

export function appearanceChoices(): Choice[] {
  return [
    { value: 'system', label: t('as-system') },
    { value: 'light', label: t('appearance-light') },
    { value: 'dark', label: t('appearance-dark') },
  ];
}

export function copyFormChoices(): Choice[] {
  return COPY_FORMS.map((form) => ({ value: form, label: t(`copy-form-${form}`) }));
}
