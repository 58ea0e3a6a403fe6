/**
 * In which language and direction words stand on the page. Both come from the language that the words are in, not from
 * their first letter: an Arabic sentence that begins with "HTML" runs from right to left all the same. Where the letters
 * cannot be of the language that was asked for, they tell their own: a screen reader would spell them in the wrong voice.
 */

/** Languages by the letters that only they, or mostly they, are written in. */
const BY_LETTERS: [RegExp, string, string[]][] = [
  [/\p{Script=Arabic}/gu, 'ar', ['ar', 'fa', 'ur', 'ps', 'ckb', 'sd', 'ug', 'ku', 'ks', 'pa', 'az']],
  [/\p{Script=Hebrew}/gu, 'he', ['he', 'iw', 'yi']],
  [/\p{Script=Cyrillic}/gu, 'ru', ['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'mn', 'tg', 'uz', 'bs', 'az']],
  [/\p{Script=Greek}/gu, 'el', ['el']],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja', ['ja']],
  [/\p{Script=Hangul}/gu, 'ko', ['ko']],
  [/\p{Script=Han}/gu, 'zh', ['zh', 'ja', 'ko', 'yue']],
  [/\p{Script=Devanagari}/gu, 'hi', ['hi', 'mr', 'ne', 'sa', 'kok', 'mai', 'bho']],
  [/\p{Script=Thai}/gu, 'th', ['th']],
];

const RIGHT_TO_LEFT = ['ar', 'he', 'iw', 'fa', 'ur', 'yi', 'ps', 'ckb', 'sd', 'ug', 'dv'];

const primary = (tag: string) => tag.split(/[-_]/)[0]!.toLowerCase();

/**
 * The language that a text is in: the one that it was asked for in, unless its letters are of another script; empty where
 * they only say that it is not. A text may quote another script at length.
 */
export function languageOf(tag: string, text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, language, written] of BY_LETTERS) {
    if ((text.match(script)?.length ?? 0) * 4 > letters * 3 && !written.includes(primary(tag))) return language;
  }
  if (RIGHT_TO_LEFT.includes(primary(tag)) && letters > 0 && !/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}]/u.test(text)) return '';
  return tag;
}

/** Every kind of line break as the one that fields and measures agree on: a lone carriage return breaks a field's line only. */
export const withLines = (text: string): string => text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n');

/** The attributes of an element that shows these words. */
export function written(tag: string, text: string): { lang: string; dir: 'ltr' | 'rtl' } {
  const lang = languageOf(tag, text);
  return { lang, dir: RIGHT_TO_LEFT.includes(primary(lang)) ? 'rtl' : 'ltr' };
}
