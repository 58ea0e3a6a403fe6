/**
 * What was charged, made into bars: days are put together to weeks or months where they would be too thin to see. Pure
 * functions; days are calendar days (ISO 8601), whatever the clock of a time zone does.
 */
import type { DayUse } from '$lib/types/DayUse';
import type { Usage } from '$lib/types/Usage';

export type Step = 'day' | 'week' | 'month';

export interface Share {
  provider: string;
  name: string;
  amount: number;
  charges: number;
}

export interface Bar {
  /** First and last day, within the period. */
  from: string;
  to: string;
  amount: number;
  charges: number;
  /** What each service has of it, in the order of the series; services without a charge are left out. */
  shares: Share[];
}

/** A bar and the gap beside it take this many pixels at the least: 6 and a fifth of the whole. */
const THINNEST = 7.5;
const DAY = 86_400_000;

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
/** Sums of cents without the dust of binary fractions. */
const clean = (value: number) => Math.round(value * 1e6) / 1e6;

export function daysBetween(from: string, to: string): number {
  return Math.round((timeOf(to) - timeOf(from)) / DAY) + 1;
}

/** How much time a bar stands for, so that all of `days` fit into `width` pixels. */
export function stepFor(days: number, width: number): Step {
  if (width / days >= THINNEST) return 'day';
  return width / (days / 7) >= THINNEST ? 'week' : 'month';
}

/** The units that something was ever charged in. */
export function unitsOf(usage: Usage): string[] {
  return [...new Set([...usage.providers.flatMap(({ spent }) => spent), ...usage.days].map(({ unit }) => unit))];
}

/** The unit with the most charges in the period. */
export function mainUnitOf(usage: Usage): string | null {
  const charges = new Map(unitsOf(usage).map((unit) => [unit, 0]));
  for (const day of usage.days) charges.set(day.unit, charges.get(day.unit)! + day.charges);
  return [...charges].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** The services that charged something in this unit, with their sums, in the order of the usage's table. */
export function seriesOf(usage: Usage, unit: string): Share[] {
  const order = usage.providers.map(({ provider }) => provider);
  const shares = sharesOf(usage.days.filter((day) => day.unit === unit));
  const place = (share: Share) => (order.includes(share.provider) ? order.indexOf(share.provider) : order.length);
  return shares.sort((a, b) => place(a) - place(b));
}

/** One bar for each step of the period, those without charges too. */
export function barsOf(usage: Usage, unit: string, step: Step): Bar[] {
  const order = seriesOf(usage, unit).map(({ provider }) => provider);
  const days = usage.days.filter((day) => day.unit === unit);
  return spans(usage.from_day, usage.to_day, step).map(({ from, to }) => {
    // ISO 8601 sorts as text.
    const shares = sharesOf(days.filter(({ day }) => day >= from && day <= to));
    shares.sort((a, b) => order.indexOf(a.provider) - order.indexOf(b.provider));
    return { from, to, ...sum(shares), shares };
  });
}

export function sum(shares: { amount: number; charges: number }[]): { amount: number; charges: number } {
  return {
    amount: clean(shares.reduce((total, { amount }) => total + amount, 0)),
    charges: shares.reduce((total, { charges }) => total + charges, 0),
  };
}

/** A service may have several accounts, and so several lines a day. */
function sharesOf(days: DayUse[]): Share[] {
  const shares = new Map<string, Share>();
  for (const { provider, name, amount, charges } of days) {
    const before = shares.get(provider) ?? { provider, name, amount: 0, charges: 0 };
    shares.set(provider, { provider, name, amount: clean(before.amount + amount), charges: before.charges + charges });
  }
  return [...shares.values()];
}

/** Weeks begin on Monday, months on their first day; the first and the last are cut to the period. */
function spans(from: string, to: string, step: Step): { from: string; to: string }[] {
  const found: { from: string; to: string }[] = [];
  const end = timeOf(to);
  for (let start = timeOf(from); start <= end; ) {
    const next = nextStart(start, step);
    found.push({ from: dayOf(start), to: dayOf(Math.min(next - DAY, end)) });
    start = next;
  }
  return found;
}

function nextStart(time: number, step: Step): number {
  const date = new Date(time);
  if (step === 'day') return time + DAY;
  if (step === 'week') return time + (7 - ((date.getUTCDay() + 6) % 7)) * DAY;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Where the lines of the scale stand: zero, then two to five round numbers, the last not below `most`. */
export function ticks(most: number, whole: boolean): number[] {
  const rough = (most > 0 ? most : 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999) ?? rough;
  const used = whole ? Math.max(1, Math.ceil(step)) : step;
  const count = Math.max(1, Math.ceil(clean(most / used)));
  return Array.from({ length: count + 1 }, (_, index) => clean(index * used));
}
