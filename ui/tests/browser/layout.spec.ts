/** Narrow windows, zoom, forced colours, reduced motion, the other direction: nothing is cut off, nothing is lost. */
import { expect, onBackend, test, view } from './page';

const views = ['describe', 'history', 'usage', 'settings'];
const sizes = [
  { name: '480 px wide', width: 480, height: 700 },
  { name: '400 % zoom', width: 295, height: 195 },
];

for (const { name, width, height } of sizes) {
  test.describe(name, () => {
    test.use({ viewport: { width, height } });
    for (const language of ['en', 'de', 'zh']) {
      for (const shown of views) {
        test(`${shown} in ${language} needs no scrolling sideways`, async ({ open }) => {
          const page = await open({ ...view(shown, { provider: 'example', length_profile: 'own' }), language, cards: shown === 'describe' ? 3 : 0 });
          await onBackend(page, (backend) => backend.emit({ event: 'progress', done: 12, total: 345 }));
          if (shown === 'usage') await page.getByRole('slider').waitFor();
          else if (shown !== 'settings') await page.getByRole('article').first().waitFor();
          const wide = await page.evaluate(() =>
            [document.documentElement, ...document.querySelectorAll('*')]
              .filter((element) => element.scrollWidth > element.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
              .map((element) => element.outerHTML.slice(0, 100)),
          );
          expect(wide).toEqual([]);
          const outside = await page.evaluate(() =>
            [...document.querySelectorAll<HTMLElement>('main button, main input, main select, main textarea, main h1, main h2, main p')]
              .filter((element) => element.checkVisibility() && !element.closest('.unseen'))
              .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width > 1 && (box.right > window.innerWidth + 1 || box.left < -1);
              })
              .map((element) => element.outerHTML.slice(0, 100)),
          );
          expect(outside).toEqual([]);
        });
      }
    }

    for (const language of ['en', 'de', 'zh']) {
      test(`services and their sheets in ${language} need no scrolling sideways`, async ({ open }) => {
        const page = await open({ ...view('settings', { provider: 'example' }), language, services: 2 });
        await onBackend(page, (backend) => backend.services.set.set('api_key', '1234'));
        for (const name of ['Example Vision', 'Word Studio']) await page.locator('summary', { hasText: name }).click();
        await page.locator('details.service input[type="number"]').nth(3).waitFor();
        for (const summary of await page.locator('details.advanced summary').all()) await summary.click();
        for (const sheet of [null, 'setup', 'vault', 'log'] as const) {
          if (sheet === 'log') await page.locator('button[aria-haspopup="dialog"]').filter({ has: page.locator('.lucide-scroll-text') }).click();
          if (sheet === 'setup') await page.locator('.facts button[aria-haspopup="dialog"]').click();
          if (sheet === 'vault') await page.locator('input[type="radio"][value="vault"]').check();
          if (sheet === 'setup') await page.locator('dialog input').first().waitFor();
          const outside = await page.evaluate(() =>
            [...document.querySelectorAll<HTMLElement>('main *, dialog *')]
              .filter((element) => element.checkVisibility() && !element.closest('.unseen'))
              .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width > 1 && (box.right > window.innerWidth + 1 || box.left < -1);
              })
              .map((element) => element.outerHTML.slice(0, 100)),
          );
          expect(outside, String(sheet)).toEqual([]);
          if (sheet === 'setup' || sheet === 'log') await page.keyboard.press('Escape');
        }
      });
    }

    test('sheets fit', async ({ open }) => {
      const page = await open({ cards: 1 });
      for (const key of ['?', 'Control+l']) {
        await page.keyboard.press(key);
        const box = (await page.getByRole('dialog').boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.height).toBeLessThanOrEqual(height);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });

    test('words can be edited there', async ({ open }) => {
      const page = await open({ cards: 1 });
      const words = page.getByRole('textbox', { name: /^Alt text of/ });
      await words.fill('Seen and changed.');
      await expect(words).toBeInViewport();
      await words.press('Escape');
      await expect(page.getByRole('article')).toContainText('Edited by you');
    });
  });
}

test.describe('forced colours', () => {
  test.use({ forcedColors: 'active' });

  test('controls keep their edges and the current view its mark', async ({ open }) => {
    const page = await open({ cards: 2 });
    const current = page.getByRole('navigation').locator('[aria-current="page"]');
    expect(await current.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('2px');
    // The cards and the bar above them are loaded when they are drawn.
    await expect(page.getByRole('article').first().getByRole('button', { name: 'Describe again' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Copy all' })).toBeVisible();
    const edges = await page.locator('main button:visible').evaluateAll((buttons) =>
      buttons.filter((button) => button.classList.contains('button')).map((button) => getComputedStyle(button).borderTopStyle),
    );
    expect(edges.length).toBeGreaterThan(4);
    expect(new Set(edges)).toEqual(new Set(['solid']));
  });
});

test.describe('forced colours, services', () => {
  test.use({ forcedColors: 'active' });

  test('what a colour marks has an edge', async ({ open }) => {
    const page = await open(view('settings'));
    await onBackend(page, (backend) => backend.services.set.set('api_key', '1234'));
    await page.locator('summary', { hasText: 'Example Vision' }).click();
    await page.getByRole('button', { name: 'Test the key' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    for (const box of [page.locator('.checked'), page.locator('.confirm')]) {
      expect(await box.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('solid');
    }
  });
});

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing moves', async ({ open }) => {
    const page = await open({ history: 0 });
    const ids = await onBackend(page, (backend) => backend.drop(3));
    await onBackend(page, (backend, id) => backend.move(id, 'describing'), ids[0]!);
    await page.getByText('Describing…').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

test('icons are drawn in parts of their size, which no zoom enlarges twice', async ({ open }) => {
  const page = await open({ cards: 1 });
  const strokes = await page.locator('svg.lucide').evaluateAll((icons) => icons.map((icon) => getComputedStyle(icon).strokeWidth));
  expect(strokes.length).toBeGreaterThan(10);
  for (const stroke of strokes) expect(stroke).toMatch(/%$/);
});

test('the page mirrors for languages that run the other way', async ({ open }) => {
  const page = await open({ cards: 1 });
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  const navigation = (await page.getByRole('navigation').boundingBox())!;
  const main = (await page.getByRole('main').boundingBox())!;
  expect(navigation.x).toBeGreaterThan(main.x);
  const picture = (await page.getByRole('article').getByRole('button', { name: /^Large preview/ }).boundingBox())!;
  const words = (await page.getByRole('textbox', { name: /^Alt text of/ }).boundingBox())!;
  expect(picture.x).toBeGreaterThan(words.x);
});

test('results that arrive do not move what was there', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => backend.drop(2));
  await onBackend(page, (backend, id) => backend.finish(id), ids[0]!);
  const before = await page.getByRole('article').first().boundingBox();
  await onBackend(page, (backend, id) => backend.finish(id), ids[1]!);
  await page.getByText('2 pictures').waitFor();
  expect(await page.getByRole('article').first().boundingBox()).toEqual(before);
});
