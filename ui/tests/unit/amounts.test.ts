/** Amounts as people of a language write them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { amountsText, amountText, figure, outOf, unitAfter, unitName } from '../../src/lib/amounts';
import { setLocale, type Locale } from '../../src/lib/i18n.svelte';

/** Currencies stand behind a space that does not break. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

beforeEach(() => setLocale('en'));

describe('an amount', () => {
  it.each([
    ['en', 1, 'credits', '1 credit'],
    ['en', 0, 'credits', '0 credits'],
    ['en', 1234.5, 'credits', '1,234.5 credits'],
    ['en', 1, 'requests', '1 request'],
    ['en', 40, 'requests', '40 requests'],
    ['en', 0.36, 'usd', '$0.36'],
    ['en', 0.0025, 'usd', '$0.0025'],
    ['en', 0.1 + 0.2, 'usd', '$0.30'],
    ['de', 1, 'credits', '1 Guthabenpunkt'],
    ['de', 1234.5, 'credits', '1.234,5 Guthabenpunkte'],
    ['de', 1, 'requests', '1 Anfrage'],
    ['de', 1200, 'usd', '1.200,00 $'],
    ['zh', 3, 'credits', '3 点'],
    ['zh', 3, 'requests', '3 次请求'],
    ['zh', 0.36, 'usd', 'US$0.36'],
    ['en', 12, 'tokens', '12 tokens'],
  ] as [Locale, number, string, string][])('in %s of %d %s is %s', async (locale, value, unit, text) => {
    await setLocale(locale);
    expect(plain(amountText({ value, unit }, locale))).toBe(text);
  });

  it('is written in two parts where the number is large', () => {
    expect([figure({ value: 1, unit: 'credits' }, 'en'), unitAfter({ value: 1, unit: 'credits' })]).toEqual(['1', 'credit']);
    expect([figure({ value: 20, unit: 'requests' }, 'en'), unitAfter({ value: 20, unit: 'requests' })]).toEqual(['20', 'requests']);
    expect([figure({ value: 4.2, unit: 'usd' }, 'en'), unitAfter({ value: 4.2, unit: 'usd' })]).toEqual(['$4.20', '']);
    expect(unitAfter({ value: 2, unit: 'tokens' })).toBe('tokens');
  });

  it.each([
    ['en', 200, 'credits', 'of 200 credits'],
    ['de', 200, 'credits', 'von 200 Guthabenpunkten'],
    ['zh', 200, 'credits', '共 200 点'],
    ['de', 40, 'requests', 'von 40 Anfragen'],
    ['en', 5, 'usd', 'of $5.00'],
    ['en', 12, 'tokens', 'of 12 tokens'],
  ] as [Locale, number, string, string][])('in %s is a part of %d %s: %s', async (locale, value, unit, text) => {
    await setLocale(locale);
    expect(plain(outOf({ value, unit }, locale))).toBe(text);
  });

  it('stands beside others', () => {
    expect(amountsText([{ value: 42, unit: 'credits' }, { value: 0.36, unit: 'usd' }], 'en')).toBe('42 credits and $0.36');
  });
});

it('units have names', () => {
  expect(['credits', 'usd', 'requests', 'tokens'].map(unitName)).toEqual(['Credits', 'US dollars', 'Requests', 'tokens']);
});
