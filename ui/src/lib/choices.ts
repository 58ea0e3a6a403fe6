/** What can be chosen for each setting, named in the window's language. One place for the bar of Describe and the settings. */
import type { CopyForm } from '$lib/types/CopyForm';
import type { ServiceSetup } from '$lib/types/ServiceSetup';
import type { ServiceView } from '$lib/types/ServiceView';
import type { Settings } from '$lib/types/Settings';
import type { Start } from '$lib/types/Start';
import { language, number } from './format';
import { COPY_FORMS } from './state/copying.svelte';
import { LOCALES, t } from './i18n.svelte';

export interface Choice {
  value: string;
  label: string;
  lang?: string;
}

/** Presets, as `altsmith describe --style` names them. */
const STYLES = ['alt', 'long', 'caption', 'social', 'product', 'text', 'tags'] as const;

/** `places`: says where each works. */
export function providerChoices(providers: ServiceView[], places: boolean): Choice[] {
  return providers.map(({ id, name, privacy }) => ({
    value: id,
    label: places && privacy === 'local' ? t('provider-here', { name }) : name,
  }));
}

/**
 * `short`: the window's language is called by its name alone, and not offered a second time unless it was chosen so.
 * `mark`: what is added to the name of a language.
 */
export function languageChoices(start: Start, settings: Settings, locale: string, short: boolean, mark = (_tag: string, label: string) => label): Choice[] {
  const plain = short && settings.language !== locale;
  const name = language(locale, locale);
  return [
    { value: 'ui', label: mark(locale, plain ? name : t('language-as-window', { language: name })) },
    ...start.languages.filter((tag) => !plain || tag !== locale).map((tag) => ({ value: tag, label: mark(tag, language(tag, locale)) })),
  ];
}

/** Models are named by the engine. Of those that may not see pictures the name says so. */
export function modelChoices(setup: ServiceSetup): Choice[] {
  const sight = { true: 'model-sees', false: 'model-blind', null: 'model-may-see' } as const;
  const marked = setup.models.some(({ sees }) => sees !== true);
  const named = (label: string, sees: boolean | null) => (marked ? t(sight[`${sees}`], { name: label }) : label);
  return setup.models.map(({ id, label, sees }) => ({ value: id, label: id === '' ? label : named(label, sees) }));
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

/** A form's name at the beginning of a line; `alt="…"` stays as it is written. */
export function copyFormName(form: CopyForm): string {
  const name = t(`copy-form-${form}`);
  return form === 'alt_attribute' ? name : name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

export function copyFormChoices(): Choice[] {
  return COPY_FORMS.map((form) => ({ value: form, label: copyFormName(form) }));
}

/** From how many pictures on the cost of a batch is shown before it is sent; what somebody set elsewhere is offered too. */
export function askFromChoices(settings: Settings, locale: string): Choice[] {
  const counts = [2, 10, 50];
  if (settings.ask_from > 0 && !counts.includes(settings.ask_from)) counts.push(settings.ask_from);
  const named = counts.sort((a, b) => a - b).map((count) => ({ value: String(count), label: t('ask-from', { count, amount: number(count, locale) }) }));
  return [...named, { value: '0', label: t('ask-never') }];
}
