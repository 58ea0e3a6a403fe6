/** Everything by keyboard alone. */
import { expect, onBackend, test, view } from './page';

const inFocus = (selector: string) => `document.activeElement?.matches(${JSON.stringify(selector)})`;
const position = 'document.activeElement?.closest("[aria-posinset]")?.getAttribute("aria-posinset")';

test('from the first picture to the history without a pointer', async ({ open }) => {
  const page = await open({ history: 0, pace: 10 });
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('textbox', { name: 'Alt text of harbour-at-dusk.heic' })).toBeVisible();
  await page.keyboard.press('Control+v');
  await expect(page.getByRole('article')).toHaveCount(3);
  await page.keyboard.press('Control+l');
  // The sheet comes a moment later, with the focus in its field.
  await expect(page.getByRole('textbox', { name: 'Address of the picture' })).toBeFocused();
  await page.keyboard.type('https://example.org/lake.webp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toHaveCount(4);
  await expect(page.getByText('4 pictures')).toBeVisible();

  // One tab stop for the list, arrows inside it.
  for (let step = 0; step < 30 && !(await page.evaluate(inFocus('article'))); step += 1) await page.keyboard.press('Tab');
  expect(await page.evaluate(position)).toBe('1');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(position)).toBe('3');
  await page.keyboard.press('Home');
  expect(await page.evaluate(position)).toBe('1');
  await page.keyboard.press('End');
  expect(await page.evaluate(position)).toBe('4');
  await page.keyboard.press('ArrowUp');

  // Enter edits, Escape leaves.
  await page.keyboard.press('Enter');
  expect(await page.evaluate(inFocus('textarea[data-field="alt"]'))).toBe(true);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Written with keys.');
  await page.keyboard.press('Escape');
  expect(await page.evaluate(inFocus('article[aria-posinset="3"]'))).toBe(true);
  await expect(page.getByRole('article').nth(2)).toContainText('Edited by you');

  // Copy in the usual form, and in another.
  await page.keyboard.press('Control+c');
  await expect.poll(() => onBackend(page, (backend) => backend.clipboard)).toBe('Written with keys.');
  await page.keyboard.press('Control+Shift+C');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => onBackend(page, (backend) => backend.clipboard)).toBe('alt="Written with keys."');
  await expect(page.getByRole('menu')).toBeHidden();

  // Large preview and back.
  await page.getByRole('article').nth(2).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('dialog')).toContainText('harbour-at-dusk.heic');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  // Remove and take back; the focus goes to a neighbour.
  await page.getByRole('article').nth(1).focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('article')).toHaveCount(3);
  await expect.poll(() => page.evaluate(position)).toBe('2');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('article')).toHaveCount(4);

  await page.keyboard.press('Control+r');
  await expect.poll(() => onBackend(page, (backend) => backend.calls.filter((call) => call.name === 'describeAgain').length)).toBe(1);

  // The history.
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('harbour');
  await expect(page.getByText('1 entry')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(position)).toBe('1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').locator('textarea[data-field="alt"]')).toBeFocused();
});

test('views and the sheet of keys', async ({ open }) => {
  const page = await open();
  for (const [key, heading] of [
    ['2', 'History'],
    ['3', 'Usage'],
    ['4', 'Settings'],
    ['1', 'Describe'],
  ] as const) {
    await page.keyboard.press(`Control+${key}`);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeAttached();
  }
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await expect(page.getByRole('dialog').locator('kbd').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('keys stay with the field that is typed in', async ({ open }) => {
  const page = await open({ cards: 2 });
  await page.getByRole('textbox', { name: /^Alt text of red/ }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Delete');
  await page.keyboard.type(' ? ');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByRole('textbox', { name: /^Alt text of red/ })).toHaveValue(/ \? $/);
});

test('every control of a view can be reached, and leaves again', async ({ open }) => {
  const page = await open({ ...view('settings') });
  const seen = new Set<string>();
  await page.locator('body').press('Tab');
  for (let step = 0; step < 60; step += 1) {
    seen.add(await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim() || ''));
    await page.keyboard.press('Tab');
  }
  for (const id of ['provider', 'language', 'style', 'length_profile', 'copy_form', 'read_text', 'recognise', 'name_places', 'local_only', 'ui_language', 'appearance']) {
    expect(seen).toContain(`setting-${id}`);
  }
  expect(seen).toContain('Open folder');
});

test('the list has one tab stop: only the controls of the current card are in the tab order', async ({ open }) => {
  const page = await open({ cards: 3 });
  await page.getByRole('article').nth(1).focus();
  const stops = await page.getByRole('article').evaluateAll((articles) =>
    articles.map((article) => article.tabIndex + [...article.querySelectorAll<HTMLElement>('button, input, textarea, select')].filter((control) => control.tabIndex >= 0).length),
  );
  expect(stops[0]).toBe(-1);
  expect(stops[1]).toBeGreaterThan(3);
  expect(stops[2]).toBe(-1);
});

test('what has the focus can be seen', async ({ open }) => {
  const page = await open({ cards: 1 });
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press('Tab');
    const shown = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return true;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    });
    expect(shown, await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))).toBe(true);
  }
});
