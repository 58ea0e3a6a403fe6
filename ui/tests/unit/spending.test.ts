/** Charges become bars: nothing is lost, nothing is counted twice, whatever a bar stands for. */
import { describe, expect, it } from 'vitest';
import { barsOf, daysBetween, mainUnitOf, seriesOf, stepFor, sum, ticks, unitsOf } from '../../src/lib/spending';
import type { DayUse } from '../../src/lib/types/DayUse';
import type { Usage } from '../../src/lib/types/Usage';

const use = (day: string, provider: string, amount: number, more: Partial<DayUse> = {}): DayUse => ({
  provider,
  name: provider.toUpperCase(),
  day,
  amount,
  unit: 'credits',
  charges: 1,
  ...more,
});

function usageOf(days: DayUse[], from_day: string, to_day: string, order = ['a', 'b']): Usage {
  const providers = order.map((provider) => ({ provider, name: provider.toUpperCase(), pictures: 1, from_history: 0, spent: [{ value: 1, unit: 'credits' }] }));
  return { providers, balances: [], days, from_day, to_day };
}

describe('bars of days', () => {
  const usage = usageOf([use('2026-03-28', 'b', 2), use('2026-03-28', 'a', 1), use('2026-03-30', 'a', 3)], '2026-03-27', '2026-03-31');

  it('are as many as there are days, those without charges too, across a change of the clock', () => {
    const bars = barsOf(usage, 'credits', 'day');
    expect(bars.map(({ from, to, amount }) => [from, to, amount])).toEqual([
      ['2026-03-27', '2026-03-27', 0],
      ['2026-03-28', '2026-03-28', 3],
      ['2026-03-29', '2026-03-29', 0],
      ['2026-03-30', '2026-03-30', 3],
      ['2026-03-31', '2026-03-31', 0],
    ]);
  });

  it('have the shares in the order of the services', () => {
    expect(barsOf(usage, 'credits', 'day')[1]!.shares.map(({ provider, amount }) => [provider, amount])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(seriesOf(usage, 'credits').map(({ provider, name, amount, charges }) => [provider, name, amount, charges])).toEqual([
      ['a', 'A', 4, 2],
      ['b', 'B', 2, 1],
    ]);
  });

  it('keep units apart and add up accounts of one service, without the dust of fractions', () => {
    const mixed = usageOf(
      [use('2026-06-01', 'a', 0.1, { unit: 'usd', charges: 2 }), use('2026-06-01', 'a', 0.2, { unit: 'usd' }), use('2026-06-01', 'a', 5)],
      '2026-06-01',
      '2026-06-01',
    );
    expect(barsOf(mixed, 'usd', 'day')).toEqual([
      { from: '2026-06-01', to: '2026-06-01', amount: 0.3, charges: 3, shares: [{ provider: 'a', name: 'A', amount: 0.3, charges: 3 }] },
    ]);
    expect(sum([{ amount: 0.1, charges: 1 }, { amount: 0.2, charges: 1 }])).toEqual({ amount: 0.3, charges: 2 });
  });
});

describe('longer bars', () => {
  const days = Array.from({ length: 365 }, (_, age) => use(new Date(Date.UTC(2025, 5, 15) + age * 86_400_000).toISOString().slice(0, 10), 'a', 1));
  const usage = usageOf(days, '2025-06-15', '2026-06-14');

  it('of weeks begin on Monday and are cut to the period', () => {
    const bars = barsOf(usage, 'credits', 'week');
    // 15 June 2025 is a Sunday.
    expect(bars.slice(0, 2).map(({ from, to, amount }) => [from, to, amount])).toEqual([
      ['2025-06-15', '2025-06-15', 1],
      ['2025-06-16', '2025-06-22', 7],
    ]);
    expect(bars.at(-1)).toMatchObject({ from: '2026-06-08', to: '2026-06-14', amount: 7 });
  });

  it.each(['day', 'week', 'month'] as const)('of a %s lose no day', (step) => {
    const bars = barsOf(usage, 'credits', step);
    expect(sum(bars)).toEqual({ amount: 365, charges: 365 });
    bars.slice(1).forEach(({ from }, place) => expect(daysBetween(bars[place]!.to, from)).toBe(2));
  });

  it('of months know how long months are', () => {
    expect(barsOf(usage, 'credits', 'month').map(({ amount }) => amount)).toEqual([16, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 14]);
  });
});

describe('the step', () => {
  it.each([
    [7, 240, 'day'],
    [30, 240, 'day'],
    [30, 200, 'week'],
    [90, 830, 'day'],
    [90, 400, 'week'],
    [365, 830, 'week'],
    [365, 380, 'month'],
    [365, 60, 'month'],
  ])('of %i days in %i pixels is a %s', (days, width, step) => {
    expect(stepFor(days, width)).toBe(step);
  });
});

describe('units', () => {
  const usage = usageOf([use('2026-06-01', 'b', 0.5, { unit: 'usd', charges: 50 }), use('2026-06-01', 'a', 9, { charges: 9 })], '2026-06-01', '2026-06-02');

  it('are those of all time; the main one has the most charges', () => {
    expect(unitsOf(usage)).toEqual(['credits', 'usd']);
    expect(mainUnitOf(usage)).toBe('usd');
    expect(mainUnitOf({ ...usage, days: [] })).toBe('credits');
    expect(mainUnitOf({ ...usage, providers: [], days: [] })).toBe(null);
  });
});

describe('the scale', () => {
  it.each([
    [9, true, [0, 3, 6, 9]],
    [4, true, [0, 1, 2, 3, 4]],
    [1, true, [0, 1]],
    [152, true, [0, 50, 100, 150, 200]],
    [0, true, [0, 1]],
    [0.12, false, [0, 0.05, 0.1, 0.15]],
    [7.5, false, [0, 2, 4, 6, 8]],
  ])('up to %d has round numbers and room for all', (most, whole, marks) => {
    expect(ticks(most, whole)).toEqual(marks);
    expect(ticks(most, whole).at(-1)!).toBeGreaterThanOrEqual(most);
  });
});
