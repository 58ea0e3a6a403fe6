/** Pictures that come are seen: scrolled to and made the current one, unless the person is writing. */
import type { Page } from '@playwright/test';
import { expect, onBackend, test, view } from './page';

const article = (page: Page, place: number) => page.locator(`article[aria-posinset="${place}"]`);

test('what comes is scrolled to and made the current one', async ({ open }) => {
  const page = await open({ cards: 12 });
  await expect(article(page, 1)).toHaveAttribute('aria-current', 'true');
  await onBackend(page, (backend) => backend.drop(2));
  await expect(article(page, 13)).toBeInViewport({ ratio: 1 });
  await expect(article(page, 13)).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('article[aria-current="true"]')).toHaveCount(1);
  // Nothing had the focus, and nothing has it now.
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
});

test('what is refused as it comes is seen too', async ({ open }) => {
  const page = await open({ cards: 12 });
  const [id] = await onBackend(page, (backend) => backend.drop(1));
  await onBackend(page, (backend, id) => backend.fail(id, 'not_an_image'), id!);
  await expect(article(page, 13).getByText('This file is not a picture.')).toBeInViewport();
});

test('the focus goes along where it was in the list', async ({ open }) => {
  const page = await open({ cards: 12 });
  await article(page, 1).focus();
  await onBackend(page, (backend) => backend.drop(1));
  await expect(article(page, 13)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(article(page, 12)).toBeFocused();
});

test('what it costs is in sight beside the pictures that wait', async ({ open }) => {
  const page = await open({ ...view('describe', { provider: 'example' }), cards: 12 });
  await onBackend(page, (backend) => backend.drop(3));
  await expect(article(page, 13)).toBeInViewport({ ratio: 1 });
  const banner = page.getByRole('region', { name: 'Waiting for your word' });
  await expect(banner.getByRole('button', { name: 'Describe 3 pictures' })).toBeInViewport({ ratio: 1 });
  await expect(banner).toContainText('about 3 credits');
  // One does not cover the other.
  const covered = await article(page, 13).evaluate((card) => card.getBoundingClientRect().top - document.querySelector('.asks')!.getBoundingClientRect().bottom);
  expect(covered).toBeGreaterThanOrEqual(0);
});

test('who writes is not taken away from the words', async ({ open }) => {
  const page = await open({ cards: 12 });
  const words = article(page, 1).locator('textarea[data-field="alt"]');
  await words.focus();
  await page.keyboard.type('Seen. ');
  await onBackend(page, (backend) => backend.drop(2));
  await expect(page.getByText('14 pictures', { exact: true }).or(page.getByRole('progressbar'))).toBeVisible();
  await expect(article(page, 1)).toHaveAttribute('aria-setsize', '14');
  await page.keyboard.type('Again. ');
  await expect(words).toBeFocused();
  await expect(words).toBeInViewport();
  await expect(article(page, 1)).toHaveAttribute('aria-current', 'true');
});

test('a folder that is put down in parts is shown from its beginning', async ({ open }) => {
  const page = await open({ cards: 6 });
  await onBackend(page, (backend) => {
    backend.drop(500);
    backend.drop(500);
  });
  await expect(article(page, 7)).toHaveAttribute('aria-setsize', '1006');
  await expect(article(page, 7)).toBeInViewport({ ratio: 1 });
  await expect(article(page, 7)).toHaveAttribute('aria-current', 'true');
});

test('what comes while another view is shown is in sight where it leads', async ({ open }) => {
  const page = await open({ cards: 9, history: 8 });
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible();
  await onBackend(page, (backend) => backend.drop(1));
  await expect(article(page, 10)).toBeInViewport({ ratio: 1 });
  await expect(article(page, 10)).toHaveAttribute('aria-current', 'true');
});
