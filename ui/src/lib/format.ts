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
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step]!, unitDisplay: 'short', maximumFractionDigits }).format(value);
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
