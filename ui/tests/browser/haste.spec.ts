/** Keys that come before what they need is there: every one of them is acted on, in its order. */
import type { Page } from '@playwright/test';
import { expect, focused, onBackend, said, test, view } from './page';

const calls = (name: string) => `window.altsmith.calls.filter((call) => call.name === '${name}').map((call) => call.args)`;
const meant = (name: string) => `window.altsmith.meant.filter((call) => call.name === '${name}').map((call) => call.args)`;
const paid = view('describe', { provider: 'example' });
const asked = (query: Record<string, string | number>) => `/?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`;

/** Holds a part of the page back until it is let through. */
async function holdPart(page: Page, name: string): Promise<() => void> {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  await page.route(`**/assets/${name}-*.js`, async (route) => {
    await opened;
    await route.continue();
  });
  return open;
}

/** The browser tells of a dialog that it closed some tasks later: here never, so that no key can be later than that. */
const neverTellOfClosing = (page: Page) => page.evaluate(() => window.addEventListener('close', (event) => event.stopImmediatePropagation(), true));

/** Answers of the backend to this command wait until `window.answer()`. */
const holdAnswers = (page: Page, command: string) =>
  onBackend(
    page,
    (backend, name) => {
      const held = backend as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const real = held[name]!.bind(backend);
      const waiting: (() => void)[] = [];
      held[name] = async (...args) => {
        await new Promise<void>((answer) => waiting.push(answer));
        return real(...args);
      };
      (window as unknown as { answer: () => number }).answer = () => waiting.splice(0).map((answer) => answer()).length;
    },
    command,
  );
const answer = (page: Page) => page.evaluate(() => (window as unknown as { answer: () => number }).answer());

test.describe('a sheet that closes', () => {
  for (const [how, close] of [
    ['by Escape', (page: Page) => page.keyboard.press('Escape')],
    ['by its button', (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Close' }).press('Enter')],
    ['by a press beside it', (page: Page) => page.mouse.click(5, 5)],
  ] as const) {
    test(`${how} is closed for the next key`, async ({ open }) => {
      const page = await open(paid);
      const ids = await onBackend(page, (backend) => backend.drop(2));
      await expect(page.getByRole('region', { name: 'Waiting for your word' })).toContainText('about 2 credits');
      await neverTellOfClosing(page);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await close(page);
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => page.evaluate(meant('describeCards'))).toEqual([[ids]]);
    });
  }

  test('makes room for the next', async ({ open }) => {
    const page = await open({ cards: 1 });
    await neverTellOfClosing(page);
    for (const name of ['Keys', 'Add a picture from its address']) {
      await page.keyboard.press(name === 'Keys' ? '?' : 'Control+l');
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  });

  test('leaves the focus in the view where what opened it is gone', async ({ open }) => {
    const page = await open({ cards: 2 });
    await page.getByRole('article').first().focus();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await onBackend(page, (backend) => backend.removeCards({ which: 'all' }));
    await expect(page.getByRole('article')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('main')).toBeFocused();
  });
});

test.describe('a part that is still on its way', () => {
  test('opens for the key that was pressed, and only where that was not taken back', async ({ page, open }) => {
    const letThrough = await holdPart(page, 'ShortcutsSheet');
    await open({ cards: 1 });
    await page.keyboard.press('?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+2');
    await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible();
    await page.keyboard.press('?');
    letThrough();
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  });

  test('gets what was typed for it, and Enter: the sheet for an address', async ({ page, open }) => {
    const letThrough = await holdPart(page, 'UrlSheet');
    await open({ cards: 1 });
    await page.getByRole('article').focus();
    await page.keyboard.press('Control+l');
    await page.keyboard.type('https://example.org/?lakes');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    letThrough();
    await expect.poll(() => page.evaluate(calls('addUrl'))).toEqual([['https://example.org/?lake']]);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('article').first()).toBeFocused();
  });

  test('gets what was typed for it: the search of the history', async ({ page, open }) => {
    const letThrough = await holdPart(page, 'History');
    await open();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('harbour ?');
    letThrough();
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('!');
    await expect(page.getByRole('searchbox')).toHaveValue('harbour ?!');
  });

  test('is not waited for by who goes elsewhere', async ({ page, open }) => {
    const letThrough = await holdPart(page, 'UrlSheet');
    await open({ cards: 2 });
    await page.getByRole('article').first().focus();
    await page.keyboard.press('Control+l');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('article').first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    letThrough();
    await expect(page.getByRole('article').nth(1)).toBeFocused();
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('textbox', { name: 'Address of the picture' })).toBeFocused();
    await expect(page.getByRole('textbox', { name: 'Address of the picture' })).toHaveValue('');
  });

  test('is the large preview: arrows move, Space closes', async ({ page, open }) => {
    const letThrough = await holdPart(page, 'PreviewSheet');
    await open({ cards: 3 });
    await page.getByRole('article').first().getByRole('button', { name: /^Large preview/ }).press('Enter');
    await page.keyboard.press('ArrowRight');
    letThrough();
    await expect(page.getByRole('dialog')).toContainText(/./);
    await expect(page.getByRole('article').nth(1)).toHaveAttribute('aria-current', 'true');
    await page.keyboard.press('Space');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test('keys that come before the page stands act once it does', async ({ page }) => {
  let start!: () => void;
  const started = new Promise<void>((resolve) => (start = resolve));
  // The words come before the page is drawn.
  await page.route('**/assets/en-*.js', async (route) => {
    await started;
    await route.continue();
  });
  const loading = page.waitForRequest('**/assets/en-*.js');
  await page.goto(asked({ pace: 0 }), { waitUntil: 'commit' });
  await loading;
  await page.keyboard.press('Control+l');
  await page.keyboard.type('https://');
  start();
  await expect(page.getByRole('textbox', { name: 'Address of the picture' })).toHaveValue('https://');
});

test.describe('an entry that is still being read', () => {
  test('takes what is written in its words once it is there', async ({ open }) => {
    const page = await open(view('history'));
    await expect(page.getByRole('complementary').locator('textarea[data-field="alt"]')).toBeVisible();
    await page.getByRole('article').first().focus();
    await holdAnswers(page, 'entry');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' Seen.');
    await expect.poll(() => answer(page)).toBeGreaterThan(0);
    const words = page.getByRole('complementary').locator('textarea[data-field="alt"]');
    await expect(words).toBeFocused();
    await expect(words).toHaveValue(/. Seen\.$/);
    await expect(page.getByRole('article').nth(1)).toHaveAttribute('aria-current', 'true');
  });

  test('has its menu moved in by keys that came before it', async ({ open }) => {
    const page = await open(view('history'));
    await expect(page.getByRole('complementary').locator('textarea[data-field="alt"]')).toBeVisible();
    await page.getByRole('article').first().focus();
    await holdAnswers(page, 'entry');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Shift+C');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => answer(page)).toBeGreaterThan(0);
    await expect.poll(() => onBackend(page, (backend) => backend.clipboard)).toMatch(/^alt="/);
    await expect(page.getByRole('menu')).toBeHidden();
    await expect(page.getByRole('article').nth(1)).toHaveAttribute('aria-current', 'true');
  });
});

test.describe('a cost that is asked for anew', () => {
  const banner = (page: Page) => page.getByRole('region', { name: 'Waiting for your word' });

  test('and stays the same is what the word was given on', async ({ open }) => {
    const page = await open(paid);
    const ids = await onBackend(page, (backend) => backend.drop(2));
    await expect(banner(page)).toContainText('about 2 credits');
    await holdAnswers(page, 'estimate');
    await page.getByRole('combobox', { name: 'Length' }).selectOption('mastodon');
    await expect(banner(page)).not.toContainText('credits');
    await page.getByRole('main').focus();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => answer(page)).toBeGreaterThan(0);
    await expect.poll(() => page.evaluate(meant('describeCards'))).toEqual([[ids]]);
    await expect(banner(page)).toBeHidden();
  });

  test('and became another is told, and nothing is sent', async ({ open }) => {
    const page = await open(paid);
    await onBackend(page, (backend) => backend.drop(2));
    await expect(banner(page)).toContainText('about 2 credits');
    await holdAnswers(page, 'estimate');
    await page.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Everything (three requests)' });
    await expect(banner(page)).not.toContainText('credits');
    await page.getByRole('main').focus();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => answer(page)).toBeGreaterThan(0);
    await expect(banner(page)).toContainText('about 6 credits');
    await expect.poll(async () => (await said(page)).filter((text) => text.includes('about 6 credits'))).toHaveLength(1);
    expect(await page.evaluate(calls('describeCards'))).toEqual([]);
  });
});

test.describe('a removal that the engine has not answered', () => {
  for (const shown of ['describe', 'history'] as const) {
    test(`takes the next one with the next key, and both back: ${shown}`, async ({ open }) => {
      const page = await open({ ...view(shown), cards: shown === 'describe' ? 4 : 0, history: 4 });
      if (shown === 'history') await page.keyboard.press('Control+2');
      await expect(page.getByRole('article')).toHaveCount(4);
      await page.getByRole('article').nth(1).focus();
      const third = await page.getByRole('article').nth(3).getAttribute('aria-label');
      await holdAnswers(page, shown === 'describe' ? 'removeCards' : 'deleteEntries');
      await page.keyboard.press('Delete');
      await page.keyboard.press('Delete');
      await expect(page.getByRole('article')).toHaveCount(2);
      expect(await focused(page)).toBe(third);
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+z');
      await answer(page);
      await expect(page.getByRole('article')).toHaveCount(4);
    });
  }
});
