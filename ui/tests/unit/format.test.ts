import { describe, expect, it } from 'vitest';
import { bytes, duration, graphemes, language, moment } from '../../src/lib/format';

describe('sizes', () => {
  it.each([
    [999, 'en', '999 byte'],
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
