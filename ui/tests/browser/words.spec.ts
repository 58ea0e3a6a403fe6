/** Words as they stand on the page: with all their lines, in their language and direction, and a person's own untouched. */
import type { Page } from '@playwright/test';
import { axe, expect, onBackend, said, test, view } from './page';

const calls = (name: string) => `window.altsmith.calls.filter((call) => call.name === '${name}').map((call) => call.args)`;
const alt = (page: Page) => page.getByRole('article').locator('textarea[data-field="alt"]');
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });

/** Lines that are seen of a field, and lines that it has. */
const lines = (page: Page) =>
  alt(page).evaluate((area: HTMLTextAreaElement) => {
    const line = Number.parseFloat(getComputedStyle(area).lineHeight);
    return { seen: Math.round((area.clientHeight - 8) / line), has: Math.round((area.scrollHeight - 8) / line), from: area.scrollTop };
  });

for (const [name, text] of [
  ['a line feed', 'One\nTwo\nThree'],
  ['a carriage return', 'One\rTwo\rThree'],
  ['both', 'One\r\nTwo\r\nThree'],
  ['a line separator', 'One\u2028Two\u2028Three'],
] as const) {
  test(`words with line breaks are seen whole: ${name}`, async ({ open }) => {
    const page = await open({ cards: 1 });
    await onBackend(page, (backend, alt) => backend.finish(1, { alt }), text);
    await expect(alt(page)).toHaveValue('One\nTwo\nThree');
    expect(await lines(page)).toEqual({ seen: 3, has: 3, from: 0 });
  });
}

test('lines that are typed are seen as they come', async ({ open }) => {
  const page = await open({ cards: 1 });
  await alt(page).fill('One');
  await alt(page).press('Enter');
  await alt(page).pressSequentially('Two');
  await alt(page).press('Enter');
  expect(await lines(page)).toEqual({ seen: 3, has: 3, from: 0 });
});

const arabic = 'دراجة حمراء تستند إلى جدار أصفر';

test('words have the language and the direction of what they are written in', async ({ open }) => {
  const page = await open({ cards: 1 });
  for (const [words, lang, dir] of [
    [{ alt: arabic, language: 'ar' }, 'ar', 'rtl'],
    // It begins with Latin letters and is Arabic all the same.
    [{ alt: `HTML: ${arabic}`, language: 'ar' }, 'ar', 'rtl'],
    // A service that was asked for English and answered in Arabic.
    [{ alt: arabic, language: 'en' }, 'ar', 'rtl'],
    [{ alt: 'A red bicycle', language: 'en' }, 'en', 'ltr'],
  ] as const) {
    await onBackend(page, (backend, change) => backend.finish(1, { ...change, title: change.alt, description: change.alt, description_html: `<p>${change.alt}</p>` }), words);
    await expect(alt(page)).toHaveValue(words.alt);
    const title = page.getByRole('article').locator('textarea[data-field="title"]');
    const long = details(page).locator('.html');
    for (const shown of [alt(page), title, long]) {
      await expect(shown).toHaveAttribute('lang', lang);
      await expect(shown).toHaveAttribute('dir', dir);
    }
    await expect(page.getByRole('article').locator('.line')).toContainText(lang === 'ar' ? 'Arabic' : 'English');
  }
  await onBackend(page, (backend, text) => backend.finish(1, { alt: text, language: 'en' }), arabic);
  await page.keyboard.press('Control+2');
  const row = page.getByRole('article').first();
  await expect(row.locator('.words')).toHaveAttribute('lang', 'ar');
  await expect(row.locator('.words')).toHaveAttribute('dir', 'rtl');
  await expect(row).toContainText('Arabic');
});

test.describe('a new answer about a picture whose words a person wrote', () => {
  const mine = 'My grandmother’s bicycle.';

  async function described(page: Page): Promise<void> {
    await alt(page).fill(mine);
    await alt(page).press('Control+Enter');
    await expect(page.getByRole('article')).toContainText('Edited by you');
    await page.getByRole('article').getByRole('button', { name: 'Describe again' }).click();
    await expect.poll(() => page.evaluate(calls('describeAgain'))).toHaveLength(1);
    await onBackend(page, (backend) => backend.finish(1, { alt: 'A red bicycle by a wall.' }));
    await expect(page.getByRole('region', { name: 'New answer for red-bicycle.jpg' })).toContainText('A red bicycle by a wall.');
  }

  test('stands beneath them, and they stay', async ({ open }) => {
    const page = await open({ cards: 1 });
    await described(page);
    await expect(alt(page)).toHaveValue(mine);
    await expect(page.getByRole('article')).toContainText('Edited by you');
    expect((await said(page)).filter((text) => text.includes('new answer: A red bicycle by a wall.'))).toHaveLength(1);
    // Also for everything that goes by the newest version: copies, exports, the history.
    await page.getByRole('article').getByRole('button', { name: 'Copy alt text' }).click();
    await expect.poll(() => onBackend(page, (backend) => backend.clipboard)).toBe(mine);
    expect((await axe(page).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await expect(page.getByRole('region', { name: 'New answer for red-bicycle.jpg' })).toHaveCount(0);
    await expect(page.getByRole('article')).toBeFocused();
    await expect(alt(page)).toHaveValue(mine);
    await page.keyboard.press('Control+2');
    await expect(page.getByRole('article').first()).toContainText(mine);
  });

  test('is used at a word, and given back by undo', async ({ open }) => {
    const page = await open({ cards: 1 });
    await described(page);
    await page.getByRole('button', { name: 'Use it' }).press('Enter');
    await expect(alt(page)).toHaveValue('A red bicycle by a wall.');
    await expect(page.getByRole('region', { name: 'New answer for red-bicycle.jpg' })).toHaveCount(0);
    await expect(page.getByRole('article')).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(alt(page)).toHaveValue(mine);
    await expect(page.getByRole('region', { name: 'New answer for red-bicycle.jpg' })).toHaveCount(0);
  });

  test('is not offered where the person’s words cannot be put back: it says why, and they are a version', async ({ open }) => {
    const page = await open({ cards: 1 });
    await alt(page).fill(mine);
    await alt(page).press('Control+Enter');
    await expect(page.getByRole('article')).toContainText('Edited by you');
    await onBackend(page, (backend) => {
      backend.refuseNext('restoreVersion', 'disk_full');
      backend.finish(1, { alt: 'A red bicycle by a wall.' });
    });
    await expect(page.getByRole('region', { name: 'Notice' })).toContainText('The disk is full.');
    await expect(alt(page)).toHaveValue('A red bicycle by a wall.');
    await expect(page.getByRole('region', { name: /^New answer/ })).toHaveCount(0);
  });

  test('stands beneath them in the history too', async ({ open }) => {
    const page = await open({ ...view('history'), history: 6 });
    const words = details(page).locator('textarea[data-field="alt"]');
    await words.fill(mine);
    await words.press('Control+Enter');
    await expect(details(page)).toContainText('Edited by you');
    await details(page).getByRole('button', { name: 'Describe again' }).click();
    await expect(details(page).getByRole('region', { name: /^New answer for/ })).toBeVisible();
    await expect(words).toHaveValue(mine);
    await expect(page.getByRole('article').first()).toContainText(mine);
    await details(page).getByRole('button', { name: 'Use it' }).click();
    await expect(words).not.toHaveValue(mine);
    await expect(details(page).getByRole('region', { name: /^New answer for/ })).toHaveCount(0);
    await expect(details(page)).toBeFocused();
  });
});
