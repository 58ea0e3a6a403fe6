/** Costs and waiting times in words. What nobody knows is said to be unknown, never left out and never guessed. */
import type { Credits } from '$lib/types/Credits';
import type { Estimate } from '$lib/types/Estimate';
import type { ServiceModel } from '$lib/types/ServiceModel';
import { amountText, figure } from './amounts';
import { t } from './i18n.svelte';

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
    return t('cost-and-left', { cost: amountText({ value: used, unit }, locale), left: figure({ value: remaining, unit }, locale) });
  }
  if (used !== undefined) return amountText({ value: used, unit }, locale);
  return remaining === undefined ? null : t('amount-left', { amount: amountText({ value: remaining, unit }, locale) });
}

/** What dropping so many pictures would cost; 0: so many that the system does not say. */
export function dropCost(model: ServiceModel, count: number, locale: string): string {
  if (!model.cost || model.cost.unit === 'requests') return t('drop-calls-each', { count: model.calls });
  if (count === 0) return t('drop-cost-each', { cost: amountText(model.cost, locale) });
  return t('drop-cost', { cost: amountText({ ...model.cost, value: model.cost.value * count }, locale) });
}

/** What an estimate says, one part after the other. */
export function estimateParts(estimate: Estimate, locale: string): string[] {
  const { pictures, known, calls, amount, unit, seconds, host, complete } = estimate;
  if (pictures === 0 && known > 0) return [t('held-known-all', { count: known })];
  if (host === null) return [t('held-here')];
  const price = amount === null || unit === null ? null : amountText({ value: amount, unit }, locale);
  return [
    price === null ? t('held-unknown', { count: calls }) : t(complete ? 'held-about' : 'held-most', { cost: price }),
    ...(price !== null && unit !== 'requests' && calls !== pictures ? [amountText({ value: calls, unit: 'requests' }, locale)] : []),
    ...(known > 0 ? [t('held-known', { count: known })] : []),
    ...(complete ? [] : [t('held-partly')]),
    ...(seconds === null ? [] : [t('held-time', { time: period(seconds) })]),
    t('held-host', { host }),
  ];
}
