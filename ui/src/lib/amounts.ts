/** Amounts as people write them: credits, US dollars, requests. The one place that knows how a unit is said. */
import type { Amount } from '$lib/types/Amount';
import { number } from './format';
import { hasMessage, t } from './i18n.svelte';

/** "1 credit", "$0.36", "40 requests". A unit that is not known is written behind the number as it is. */
export function amountText(amount: Amount, locale: string): string {
  if (amount.unit === 'usd') return dollars(amount.value, locale);
  const figure = number(amount.value, locale);
  if (!hasMessage(`amount-${amount.unit}`)) return `${figure} ${amount.unit}`;
  return t(`amount-${amount.unit}`, { count: amount.value, amount: figure });
}

/** What an amount is a part of: "of 200 credits". Some languages bend the unit there. */
export function outOf(amount: Amount, locale: string): string {
  if (!hasMessage(`out-of-${amount.unit}`)) return t('out-of', { amount: amountText(amount, locale) });
  return t(`out-of-${amount.unit}`, { count: amount.value, amount: number(amount.value, locale) });
}

/** Several amounts, one a unit: "42 credits and $0.36". */
export function amountsText(amounts: Amount[], locale: string): string {
  return new Intl.ListFormat(locale).format(amounts.map((amount) => amountText(amount, locale)));
}

/** The number alone, for an axis or a column that says its unit elsewhere; dollars keep their sign. */
export function figure(amount: Amount, locale: string): string {
  return amount.unit === 'usd' ? dollars(amount.value, locale) : number(amount.value, locale);
}

/** What stands behind the number where it is written large; nothing behind dollars, whose sign is in the number. */
export function unitAfter(amount: Amount): string {
  if (amount.unit === 'usd') return '';
  return hasMessage(`unit-after-${amount.unit}`) ? t(`unit-after-${amount.unit}`, { count: amount.value }) : amount.unit;
}

/** "Credits", "US dollars", "Requests". */
export function unitName(unit: string): string {
  return hasMessage(`unit-${unit}`) ? t(`unit-${unit}`) : unit;
}

/** Prices of a single picture are parts of a cent. */
function dollars(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(value);
}
