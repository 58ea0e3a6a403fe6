/** What is under the pointer stays there: a press that begins on a button ends on it, whatever happens to the cards. */
import type { Locator, Page } from '@playwright/test';
import { expect, onBackend, test, view } from './page';

const service = view('describe', { provider: 'example' });
const painted = (page: Page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Cards in every state; the last ones have words. */
const every = (page: Page) =>
  onBackend(page, (backend) => {
    const ids = [1, 1, 1, 1, 1, 1, 1].flatMap(() => backend.drop(1));
    const [failed, paid, held, cancelled, waiting, reading, done] = ids as [number, number, number, number, number, number, number];
    for (const id of [failed, paid, held, cancelled, waiting, reading, done]) backend.finish(id);
    backend.fail(failed, 'rate_limited');
    backend.fail(paid, 'key_rejected');
    backend.move(held, 'held');
    backend.move(cancelled, 'cancelled');
    backend.move(waiting, 'waiting', 'limit', 900);
    backend.move(reading, 'reading');
    return ids;
  });

test('each button of each card gets the press that begins on it, also on a card that was not the current one', async ({ open }) => {
  test.slow();
  const page = await open({ ...service, history: 0 });
  await every(page);
  await expect(page.getByRole('article')).toHaveCount(7);
  // Told and not acted on: every button is there for the next press.
  await page.evaluate(() => {
    const pressed: (Element | null)[] = [];
    (window as unknown as { pressed: (Element | null)[] }).pressed = pressed;
    window.addEventListener(
      'click',
      (event) => {
        event.stopImmediatePropagation();
        event.preventDefault();
        pressed.push((event.target as Element).closest('button'));
      },
      true,
    );
  });
  const count = await page.getByRole('article').count();
  let tried = 0;
  for (let card = count - 1; card >= 0; card -= 1) {
    const buttons = page.locator(`article[data-index="${card}"] button:visible:enabled`);
    for (let place = 0; place < (await buttons.count()); place += 1) {
      // Another card is the current one, and the one whose buttons are pressed loses or wins what only the current one has.
      await page.locator(`article[data-index="${card === 0 ? 1 : card - 1}"]`).evaluate((article: HTMLElement) => article.focus());
      const button = buttons.nth(place);
      await button.evaluate((node) => node.scrollIntoView({ block: 'center' }));
      await painted(page);
      const name = `${card}: ${await button.evaluate((node) => node.getAttribute('aria-label') ?? node.textContent)}`;
      const { x, y, width, height } = (await button.boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      // As long as a finger needs: what the press changed is drawn before it ends.
      await page.waitForTimeout(90);
      await page.mouse.up();
      const hit = await button.evaluate((node) => (window as unknown as { pressed: Element[] }).pressed.pop() === node);
      expect(hit, name).toBe(true);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(35);
});

const at = async (button: Locator) => {
  const { x, y } = (await button.boundingBox())!;
  return { x: Math.round(x), y: Math.round(y) };
};

async function pointAt(page: Page, button: Locator): Promise<{ x: number; y: number }> {
  await button.hover();
  await painted(page);
  return at(button);
}

test('a card above that is done, fails, gets a longer text or goes moves no button under the pointer', async ({ open }) => {
  const page = await open({ ...service, history: 0 });
  const ids = await onBackend(page, (backend) => [1, 1, 1].flatMap(() => backend.drop(1)));
  const button = page.getByRole('article').nth(2).getByRole('button', { name: 'Cancel' });
  const still = await pointAt(page, button);
  const words = page.getByRole('article').first().locator('textarea[data-field="alt"]');
  await onBackend(page, (backend, id) => backend.finish(id), ids[0]!);
  await expect(words).toBeVisible();
  await painted(page);
  expect(await at(button), 'done').toEqual(still);
  await onBackend(page, (backend, id) => backend.finish(id, { alt: 'A long text. '.repeat(60) }), ids[0]!);
  await expect(words).toHaveValue(/A long text/);
  await painted(page);
  expect(await at(button), 'a longer text').toEqual(still);
  await onBackend(page, (backend, id) => backend.finish(id, { alt: 'Short.' }), ids[0]!);
  await expect(words).toHaveValue('Short.');
  await painted(page);
  expect(await at(button), 'a shorter text').toEqual(still);
  await onBackend(page, (backend, id) => backend.fail(id, 'not_an_image'), ids[1]!);
  await expect(page.getByRole('article').nth(1)).toContainText('This file is not a picture.');
  await painted(page);
  expect(await at(button), 'failed').toEqual(still);
  await page.getByRole('article').first().evaluate((article: HTMLElement) => article.focus({ preventScroll: true }));
  await page.keyboard.press('Delete');
  await expect(page.getByRole('article')).toHaveCount(2);
  await painted(page);
  expect(await at(page.getByRole('article').nth(1).getByRole('button', { name: 'Cancel' })), 'gone').toEqual(still);
  // Nobody points: the list begins where it begins.
  await page.mouse.move(2, 2);
  await expect.poll(async () => (await at(page.getByRole('article').first())).y).toBeLessThan(still.y);
  await expect.poll(() => page.evaluate(() => document.querySelector('[role="feed"]')!.getBoundingClientRect().top - document.querySelector('[role="feed"] > article')!.getBoundingClientRect().top)).toBe(0);
});

test('what is said above the list comes and goes without moving what is under the pointer', async ({ open }) => {
  const page = await open({ ...service, history: 0 });
  await onBackend(page, (backend) => [1, 1, 1, 1, 1, 1].flatMap(() => backend.drop(1)));
  const button = page.getByRole('article').nth(1).getByRole('button', { name: 'Cancel' });
  const still = await pointAt(page, button);
  await onBackend(page, (backend) => backend.emit({ event: 'notice', trouble: backend.troubleOf('clipboard_empty') }));
  await expect(page.getByRole('region', { name: 'Notice' })).toBeAttached();
  await painted(page);
  expect(await at(button), 'a notice').toEqual(still);
  await onBackend(page, (backend) => backend.move(6, 'held'));
  await expect(page.getByRole('region', { name: 'Waiting for your word' })).toBeAttached();
  await painted(page);
  expect(await at(button), 'what waits').toEqual(still);
  await onBackend(page, (backend) => backend.move(6, 'queued'));
  await expect(page.getByRole('region', { name: 'Waiting for your word' })).toHaveCount(0);
  await painted(page);
  expect(await at(button), 'nothing waits').toEqual(still);
});

test('a card that moves on keeps its button where it is, and so does one that was copied', async ({ open }) => {
  const page = await open({ history: 0 });
  const [id] = await onBackend(page, (backend) => backend.drop(1));
  const cancel = page.getByRole('article').getByRole('button', { name: 'Cancel' });
  await onBackend(page, (backend, id) => backend.move(id, 'reading'), id!);
  await expect(page.getByRole('article')).toContainText('Reading the picture…');
  const still = await pointAt(page, cancel);
  await onBackend(page, (backend, id) => backend.move(id, 'describing'), id!);
  await expect(page.getByRole('article')).toContainText('Describing…');
  expect(await at(cancel)).toEqual(still);
  await onBackend(page, (backend, id) => backend.finish(id), id!);
  const again = page.getByRole('article').getByRole('button', { name: 'Describe again' });
  const before = await at(again);
  await page.getByRole('article').getByRole('button', { name: 'Copy alt text' }).click();
  await expect(page.getByRole('article').getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await at(again)).toEqual(before);
});
