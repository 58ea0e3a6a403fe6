/** Notices that ask for nothing leave by themselves; nobody is hurried by them. */
import { expect, onBackend, test } from './page';

const notice = (page: import('@playwright/test').Page) => page.getByRole('region', { name: 'Notice' });

test('one that asks for nothing leaves, but not from under the pointer or the focus', async ({ open }) => {
  const page = await open({ cards: 1 });
  await page.clock.install();
  await onBackend(page, (backend) => backend.emit({ event: 'notice', trouble: backend.troubleOf('clipboard_empty') }));
  await expect(notice(page)).toContainText('There is no picture on the clipboard.');
  await page.clock.runFor(5000);
  await notice(page).hover();
  await page.clock.runFor(60_000);
  await expect(notice(page)).toBeVisible();
  await notice(page).getByRole('button', { name: 'Dismiss' }).focus();
  await page.mouse.move(400, 700);
  await page.clock.runFor(60_000);
  await expect(notice(page)).toBeVisible();
  await page.getByRole('article').focus();
  // It goes on where it stood: five seconds are over.
  await page.clock.runFor(10_000);
  await expect(notice(page)).toHaveCount(0);
  await expect(page.getByRole('article')).toBeFocused();
});

test('one that needs an answer stays until it has one', async ({ open }) => {
  const page = await open({ cards: 1 });
  await page.clock.install();
  await onBackend(page, (backend) => backend.emit({ event: 'notice', trouble: backend.troubleOf('key_missing', { provider: 'example' }) }));
  await expect(notice(page)).toContainText('Example Vision needs a key.');
  await page.clock.runFor(600_000);
  await expect(notice(page).getByRole('button', { name: 'Set up' })).toBeVisible();
});
