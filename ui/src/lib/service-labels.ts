/** What is said of a service's keys, models and budgets, from the engine's data. */
import { amountText, figure, outOf, unitName } from './amounts';
import type { Choice } from './choices';
import type { Budget } from './types/Budget';
import type { Credits } from './types/Credits';
import type { Keys } from './types/Keys';
import type { ServiceModel } from './types/ServiceModel';
import type { ServiceSetup } from './types/ServiceSetup';
import { t } from './i18n.svelte';

export function unitChoices(units: string[]): Choice[] {
  return units.map((unit) => ({ value: unit, label: unitName(unit) }));
}

/** What was spent in the period of a budget, of its cap where there is one; nothing for a run. */
export function spentText({ period, cap, spent, unit }: Budget, locale: string): string | null {
  if (period !== 'day' && period !== 'month') return null;
  if (cap === null) return t(`budget-spent-${period}`, { amount: amountText({ value: spent, unit }, locale) });
  return t(`budget-spent-of-${period}`, { spent: figure({ value: spent, unit }, locale), cap: outOf({ value: cap, unit }, locale) });
}

/** What is left on the account: "199 of 200 credits left, valid until 31 December 2026". */
export function creditsLeft(credits: Credits, locale: string): string | null {
  if (credits.remaining === undefined) return null;
  const { remaining, total, unit } = credits;
  const left =
    total === undefined
      ? t('amount-left', { amount: amountText({ value: remaining, unit }, locale) })
      : t('credits-left-of', { remaining: figure({ value: remaining, unit }, locale), total: outOf({ value: total, unit }, locale) });
  if (!credits.valid_until) return left;
  const day = new Date(credits.valid_until);
  if (Number.isNaN(day.getTime())) return left;
  return t('credits-left-until', { left, day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(day) });
}

/** What one picture takes with a model; nothing where that is one request of unknown price. */
export function modelCost({ calls, cost }: ServiceModel, locale: string): string | null {
  const amount = cost ? amountText(cost, locale) : null;
  const requests = amountText({ value: calls, unit: 'requests' }, locale);
  if (calls > 1) return amount ? t('model-calls-cost', { requests, amount }) : t('model-cost', { amount: requests });
  return amount ? t('model-cost', { amount }) : null;
}

/** What one picture costs with a model, in a word or two: its price, else its requests. */
export function pictureCost({ calls, cost }: ServiceModel, locale: string): string {
  return amountText(cost ?? { value: calls, unit: 'requests' }, locale);
}

/** Whether a service's keys are set, in a few words; null where nobody asked yet or there are none to set. */
export function keyState(keys: Keys | null): { text: string; complete: boolean } | null {
  if (!keys || keys.fields.length === 0) return null;
  if (keys.trouble) return { text: t('key-state-unknown'), complete: false };
  const set = keys.fields.filter(({ status }) => status.set);
  if (!keys.complete) return { text: set.length > 0 ? t('key-state-some') : t('key-state-none'), complete: false };
  const shown = set.findLast(({ status }) => status.last4 !== null) ?? set.at(-1);
  const environment = shown?.status.from === 'environment';
  const last4 = shown?.status.last4;
  if (last4) return { text: environment ? t('key-state-environment-ends', { last4 }) : t('key-state-ends', { last4 }), complete: true };
  return { text: environment ? t('key-state-environment') : t('key-state-set'), complete: true };
}

/** The secrets that nothing works without, and the ones that only some ways of using a service need. */
export function secretsOf(setup: ServiceSetup) {
  const secrets = setup.fields.filter((field) => field.kind === 'secret');
  return { required: secrets.filter((field) => field.required), optional: secrets.filter((field) => !field.required) };
}

/**
 * The settings of a form: what an account is made with stands at the keys, the service's address under "Advanced".
 */
export function settingsOf(setup: ServiceSetup) {
  const settings = setup.fields.filter((field) => field.kind !== 'secret');
  const ofAccount = (name: string, kind: string) => setup.makes_accounts && kind === 'text' && name !== 'endpoint';
  return {
    account: settings.filter(({ name, kind }) => ofAccount(name, kind)),
    plain: settings.filter(({ name, kind }) => name !== 'endpoint' && !ofAccount(name, kind)),
    endpoint: settings.filter(({ name }) => name === 'endpoint'),
  };
}
