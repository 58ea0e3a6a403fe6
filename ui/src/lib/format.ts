/** Numbers, sizes, times and names of languages as people of a language write them. Pure functions. */

/** "1.2 MB". Sizes are decimal, as the systems' file windows show them. */
export function bytes(size: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let step = 0;
  let value = size;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const maximumFractionDigits = value < 10 && step > 0 ? 1 : 0;
  // Short for "byte" is "byte", also of many.
  const unitDisplay = step === 0 ? 'long' : 'short';
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step]!, unitDisplay, maximumFractionDigits }).format(value);
}

/** "0.3s", "1m 20s". */
export function duration(ms: number, locale: string): string {
  const unit = (value: number, name: 'second' | 'minute' | 'millisecond', digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: digits }).format(value);
  if (ms < 100) return unit(Math.max(1, Math.round(ms)), 'millisecond', 0);
  if (ms < 60_000) return unit(ms / 1000, 'second', 1);
  return `${unit(Math.floor(ms / 60_000), 'minute', 0)} ${unit(Math.round((ms % 60_000) / 1000), 'second', 0)}`;
}

export function number(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** The time for today, day and month within the year, else the full date. */
export function moment(ms: number, locale: string, now = Date.now()): string {
  const then = new Date(ms);
  const today = new Date(now);
  const options: Intl.DateTimeFormatOptions =
    then.toDateString() === today.toDateString()
      ? { timeStyle: 'short' }
      : then.getFullYear() === today.getFullYear()
        ? { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }
        : { day: 'numeric', month: 'short', year: 'numeric' };
  return new Intl.DateTimeFormat(locale, options).format(then);
}

/** "3 minutes ago", "yesterday"; the moment itself where that is longer ago than a week. */
export function ago(ms: number, locale: string, now = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const minutes = Math.max(0, Math.floor((now - ms) / 60_000));
  if (minutes < 1) return format.format(0, 'second');
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < 24 * 60) return format.format(-Math.floor(minutes / 60), 'hour');
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(ms).setHours(0, 0, 0, 0)) / 86_400_000);
  return days <= 7 ? format.format(-days, 'day') : moment(ms, locale, now);
}

/** The calendar day of a moment, in this computer's time zone (ISO 8601). */
export function dayOf(ms: number): string {
  const date = new Date(ms);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

export function time(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(ms);
}

/** A calendar day (ISO 8601): with its weekday, in full, or short enough for an axis. */
export function day(iso: string, locale: string, form: DayForm = 'full'): string {
  return new Intl.DateTimeFormat(locale, { ...DAY_FORMS[form], timeZone: 'UTC' }).format(Date.parse(`${iso}T00:00:00Z`));
}

/** "1 – 7 June 2026"; a whole month is called by its name. */
export function dayRange(from: string, to: string, locale: string): string {
  if (from === to) return day(from, locale);
  if (from.slice(0, 7) === to.slice(0, 7) && from.endsWith('-01') && lastOfMonth(to)) return day(from, locale, 'month');
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return format.formatRange(Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`));
}

function lastOfMonth(iso: string): boolean {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + 86_400_000).getUTCDate() === 1;
}

type DayForm = 'weekday' | 'full' | 'short' | 'month' | 'monthShort';
const DAY_FORMS: Record<DayForm, Intl.DateTimeFormatOptions> = {
  weekday: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  full: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  monthShort: { month: 'short', year: 'numeric' },
};

/** The name of a language in another ("de" in English: "German"); in itself where no other is given. */
export function language(tag: string, locale: string = tag): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return tag;
  }
}

let segmenter: Intl.Segmenter | undefined;

/** Length as people count characters: in graphemes. */
export function graphemes(text: string): number {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}
