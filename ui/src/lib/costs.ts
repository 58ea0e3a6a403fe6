/** Costs and waiting times in words. What nobody knows is said to be unknown, never left out and never guessed. */
import type { Amount } from '$lib/types/Amount';
import type { Credits } from '$lib/types/Credits';
import type { Estimate } from '$lib/types/Estimate';
import type { ServiceModel } from '$lib/types/ServiceModel';
import { number } from './format';
import { t } from './words.svelte';

/** "12 credits", "0.12 US dollars", "12 requests". */
export function cost({ value, unit }: Amount, locale: string): string {
  const args = { count: value, amount: figure(value, unit, locale) };
  if (unit === 'usd') return t('cost-usd', args);
  return unit === 'requests' ? t('cost-requests', args) : t('credits', args);
}

function figure(value: number, unit: string, locale: string): string {
  if (unit !== 'usd') return number(value, locale);
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(value);
}

/** "12 s", "4 min", "2 h 10 min", rounded up. */
export function period(seconds: number): string {
  if (seconds < 90) return t('time-seconds', { seconds: Math.max(1, Math.ceil(seconds)) });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return t('time-minutes', { minutes });
  const rest = minutes % 60;
  const hours = Math.floor(minutes / 60);
  return rest === 0 ? t('time-hours', { hours }) : t('time-hours-minutes', { hours, minutes: rest });
}

/** "1 credit, 199 left"; nothing where the service said neither. */
export function spent({ used, remaining, unit }: Credits, locale: string): string | null {
  if (used !== undefined && remaining !== undefined) {
    return t('cost-and-left', { cost: cost({ value: used, unit }, locale), left: figure(remaining, unit, locale) });
  }
  if (used !== undefined) return cost({ value: used, unit }, locale);
  return remaining === undefined ? null : t('left-only', { left: cost({ value: remaining, unit }, locale) });
}

/** What dropping so many pictures would cost; 0: so many that the system does not say. */
export function dropCost(model: ServiceModel, count: number, locale: string): string {
  if (!model.cost || model.cost.unit === 'requests') return t('drop-calls-each', { count: model.calls });
  if (count === 0) return t('drop-cost-each', { cost: cost(model.cost, locale) });
  const value = model.cost.value * count;
  const args = { count: value, amount: figure(value, model.cost.unit, locale) };
  return model.cost.unit === 'usd' ? t('drop-cost-usd', args) : t('drop-cost-credits', args);
}

/** What an estimate says, one part after the other. */
export function estimateParts(estimate: Estimate, locale: string): string[] {
  const { pictures, known, calls, amount, unit, seconds, host, complete } = estimate;
  if (pictures === 0 && known > 0) return [t('held-known-all', { count: known })];
  if (host === null) return [t('held-here')];
  const price = amount === null || unit === null ? null : cost({ value: amount, unit }, locale);
  return [
    price === null ? t('held-unknown', { count: calls }) : t(complete ? 'held-about' : 'held-most', { cost: price }),
    ...(price !== null && unit !== 'requests' && calls !== pictures ? [t('cost-requests', { count: calls, amount: number(calls, locale) })] : []),
    ...(known > 0 ? [t('held-known', { count: known })] : []),
    ...(complete ? [] : [t('held-partly')]),
    ...(seconds === null ? [] : [t('held-time', { time: period(seconds) })]),
    t('held-host', { host }),
  ];
}
