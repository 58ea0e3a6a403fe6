import { describe, expect, it } from 'vitest';
import { ago, bytes, day, dayOf, dayRange, duration, graphemes, language, moment } from '../../src/lib/format';

describe('sizes', () => {
  it.each([
    [1, 'en', '1 byte'],
    [683, 'en', '683 bytes'],
    [683, 'de', '683 Byte'],
    [48_213, 'en', '48 kB'],
    [2_400_000, 'en', '2.4 MB'],
    [2_400_000, 'de', '2,4 MB'],
    [12_000_000, 'en', '12 MB'],
  ])('%i in %s is %s', (size, locale, text) => {
    expect(bytes(size, locale)).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [84, '84ms'],
    [0, '1ms'],
    [2960, '3s'],
    [2840, '2.8s'],
    [80_000, '1m 20s'],
  ])('%i ms is %s', (ms, text) => {
    expect(duration(ms, 'en')).toBe(text);
  });
});

describe('graphemes', () => {
  it.each([
    ['', 0],
    ['Fahrrad', 7],
    ['👩‍👩‍👧', 1],
    ['e\u0301', 1],
    ['🇩🇪🇨🇳', 2],
    ['一辆红色自行车', 7],
  ])('%s has %i', (text, count) => {
    expect(graphemes(text)).toBe(count);
  });
});

describe('names of languages', () => {
  it('are said in the language asked for', () => {
    expect(language('de', 'en')).toBe('German');
    expect(language('zh', 'de')).toBe('Chinesisch');
    expect(language('de')).toBe('Deutsch');
  });

  it('fall back to the tag', () => {
    expect(language('not a tag', 'en')).toBe('not a tag');
  });
});

describe('moments', () => {
  const now = new Date(2026, 5, 14, 18, 0).getTime();
  it('are a time today, a day this year, a date before', () => {
    expect(moment(new Date(2026, 5, 14, 9, 5).getTime(), 'de', now)).toBe('09:05');
    expect(moment(new Date(2026, 2, 3, 15, 5).getTime(), 'de', now)).toBe('3. März, 15:05');
    expect(moment(new Date(2024, 2, 3, 9, 5).getTime(), 'de', now)).toBe('3. März 2024');
  });
});

describe('times ago', () => {
  const now = new Date(2026, 5, 14, 0, 30).getTime();
  const minutes = 60_000;
  it.each([
    [20_000, 'now'],
    [3 * minutes, '3 minutes ago'],
    [5 * 60 * minutes, '5 hours ago'],
    [26 * 60 * minutes, '2 days ago'],
    [-5 * minutes, 'now'],
  ])('%i ms is %s', (past, text) => {
    expect(ago(now - past, 'en', now)).toBe(text);
  });

  it('are the moment itself after a week', () => {
    expect(ago(new Date(2026, 4, 3, 15, 5).getTime(), 'de', now)).toBe('3. Mai, 15:05');
  });
});

describe('calendar days', () => {
  it('are the same in every time zone', () => {
    expect(day('2026-03-01', 'en')).toBe('March 1, 2026');
    expect(day('2026-03-01', 'de', 'weekday')).toBe('Sonntag, 1. März 2026');
    expect(day('2026-03-01', 'en', 'short')).toBe('Mar 1');
    expect(dayOf(new Date(2026, 2, 1, 0, 5).getTime())).toBe('2026-03-01');
    expect(dayOf(new Date(2026, 2, 1, 23, 55).getTime())).toBe('2026-03-01');
  });

  it('make ranges; a whole month is called by its name', () => {
    expect(dayRange('2026-06-01', '2026-06-07', 'de')).toBe('1.–7. Juni 2026');
    expect(dayRange('2026-02-01', '2026-02-28', 'en')).toBe('February 2026');
    expect(dayRange('2026-02-02', '2026-02-02', 'en')).toBe('February 2, 2026');
  });
});
