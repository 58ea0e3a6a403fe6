/**
 * The page's words. They live in the message files (Fluent); nothing a person reads stands in code. `t` is reactive:
 * what was drawn with it is drawn again when the language changes.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export const LOCALES = ['en', 'de', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

const sources: Record<Locale, () => Promise<{ default: string }>> = {
  en: () => import('../messages/en.ftl?raw'),
  de: () => import('../messages/de.ftl?raw'),
  zh: () => import('../messages/zh.ftl?raw'),
};

let active = $state.raw<{ locale: Locale; bundle: FluentBundle } | null>(null);

/** The window's language for a setting (`system` or a language) and the system's language. */
export function localeFor(setting: string, system: string): Locale {
  const wanted = (setting === 'system' ? system : setting).split(/[-_]/)[0];
  return LOCALES.find((locale) => locale === wanted) ?? 'en';
}

/** Builds the bundle of one message file; throws where the file has a mistake. */
export function bundleOf(locale: Locale, source: string): FluentBundle {
  // Isolation marks would end up in window titles and on the clipboard; the three languages all run left to right.
  const bundle = new FluentBundle(locale, { useIsolating: false });
  const mistakes = bundle.addResource(new FluentResource(source));
  if (mistakes.length > 0) throw mistakes[0];
  return bundle;
}

/** Fetches a language's message file ahead of its use. */
export function fetchMessages(locale: Locale): void {
  // Where it fails, `setLocale` fails again and says so.
  sources[locale]().catch(() => undefined);
}

/** Switches the page to a language. */
export async function setLocale(locale: Locale): Promise<void> {
  if (active?.locale === locale) return;
  const { default: source } = await sources[locale]();
  active = { locale, bundle: bundleOf(locale, source) };
  document.documentElement.lang = locale;
}

/** The language of the window now. */
export function locale(): Locale {
  return active?.locale ?? 'en';
}

/** The words of a message. An unknown key gives the key itself, so that a mistake shows. */
export function t(key: string, args?: Record<string, FluentVariable>): string {
  const message = active?.bundle.getMessage(key);
  if (!active || !message?.value) return key;
  return active.bundle.formatPattern(message.value, args ?? null);
}

/** Whether there is a message with this key. */
export function hasMessage(key: string): boolean {
  return active?.bundle.hasMessage(key) ?? false;
}
