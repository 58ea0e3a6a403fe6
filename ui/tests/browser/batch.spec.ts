/** A batch of thousands: what is scrolled to is there, and what is done with all of them is done at once. */
import type { Page } from '@playwright/test';
import { expect, focused, onBackend, test, view } from './page';

const MANY = 20_000;
const waiting = view('describe', { provider: 'example' });

/** Makes the backend as slow as a window under load is: its pages of cards come later. */
const slow = (page: Page, milliseconds: number) =>
  onBackend(
    page,
    (backend, wait) => {
      const page_ = backend.batchPage.bind(backend);
      backend.batchPage = async (offset, limit) => {
        await new Promise((done) => setTimeout(done, wait));
        return page_(offset, limit);
      };
    },
    milliseconds,
  );

/** What of the list in sight has no card: pixels without a row, and rows that wait for theirs. */
const gaps = (page: Page) =>
  page.evaluate(() => {
    const pane = document.querySelector('[data-scroller]')!.getBoundingClientRect();
    const feed = document.querySelector('[role="feed"]')!.getBoundingClientRect();
    const rows = [...document.querySelectorAll('[role="feed"] > article')].map((row) => ({ at: row.getBoundingClientRect(), empty: row.querySelector('.coming') !== null }));
    const seen = rows.filter(({ at }) => at.bottom > pane.top && at.top < pane.bottom).sort((a, b) => a.at.top - b.at.top);
    let reached = Math.max(pane.top, feed.top);
    let bare = 0;
    // Between two cards lie 16 pixels.
    for (const { at } of seen) {
      bare += Math.max(0, at.top - reached - 17);
      reached = Math.max(reached, at.bottom);
    }
    bare += Math.max(0, Math.min(pane.bottom, feed.bottom) - reached - 17);
    return { rows: seen.length, bare: Math.round(bare), empty: seen.filter(({ empty }) => empty).length };
  });

const painted = (page: Page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

test('is scrolled through without gaps', async ({ open }) => {
  const page = await open(waiting);
  await onBackend(page, (backend, many) => backend.drop(many), MANY);
  await expect(page.getByRole('feed')).toBeVisible();
  await expect(page.getByRole('article').first()).toContainText('Waits for your word');
  await slow(page, 20);
  for (let step = 0; step < 120; step += 1) {
    await page.evaluate(() => document.querySelector('[data-scroller]')!.scrollBy(0, 400));
    await painted(page);
    expect(await gaps(page), `after ${step + 1} steps`).toMatchObject({ bare: 0, empty: 0 });
  }
  expect((await gaps(page)).rows).toBeGreaterThan(1);
});

test('is there wherever one jumps to', async ({ open }) => {
  const page = await open(waiting);
  await onBackend(page, (backend, many) => backend.drop(many), MANY);
  await page.getByRole('article').first().focus();
  await page.keyboard.press('End');
  await expect(page.locator(`article[aria-posinset="${MANY}"]`)).toContainText('Waits for your word');
  await expect.poll(() => gaps(page)).toMatchObject({ bare: 0, empty: 0 });
  await expect(page.locator(`article[aria-posinset="${MANY}"]`)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.locator('article[aria-posinset="1"]')).toBeFocused();
  await expect.poll(() => gaps(page)).toMatchObject({ bare: 0, empty: 0 });
});

test('is taken away and put back as one', async ({ open }) => {
  const page = await open(waiting);
  await onBackend(page, (backend, many) => backend.drop(many), MANY);
  await page.getByRole('button', { name: 'Remove all' }).click();
  await expect(page.getByRole('article')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByText('20,000 pictures', { exact: true })).toBeVisible();
  await expect.poll(() => gaps(page)).toMatchObject({ bare: 0, empty: 0 });
  expect(await onBackend(page, (backend) => backend.calls.filter(({ name }) => name === 'removeCards' || name === 'restoreCards').length)).toBe(2);
});

test('is put into another order, and the current picture stays the current one', async ({ open }) => {
  const page = await open(waiting);
  await onBackend(page, (backend) => backend.drop(300));
  await page.getByRole('article').nth(1).focus();
  const name = await focused(page);
  const sort = page.getByRole('combobox', { name: 'Sort' });
  await sort.selectOption({ label: 'By name' });
  const names = async () => (await page.getByRole('article').locator('h2').allTextContents()).slice(0, 3);
  await expect.poll(async () => (await names()).every((one, place, all) => place === 0 || all[place - 1]! <= one)).toBe(true);
  await expect(page.locator('article[aria-current="true"]')).toHaveAttribute('aria-label', name);
  await expect(sort).toHaveValue('name');
  // What comes later stands behind: the order holds no more.
  await onBackend(page, (backend) => backend.drop(2));
  await expect(sort).toHaveValue('');
});

test('that was stopped by the account says so once, with the way on', async ({ open }) => {
  const page = await open(waiting);
  await onBackend(page, (backend) => {
    backend.stopped = backend.troubleOf('credits_exhausted', { provider: 'example', remedy: 'top_up' });
    backend.drop(12);
  });
  const banner = page.getByRole('region', { name: 'Waiting for your word' });
  await expect(banner.getByRole('button', { name: 'Buy credits' })).toBeVisible();
  await expect(page.getByRole('article').first()).toContainText('Waits for your word');
  await banner.getByRole('button', { name: 'Describe 12 pictures' }).click();
  await expect(banner).toBeHidden();
});

test('has one word for all that may have been charged', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => {
    const all = backend.drop(4);
    for (const id of all.slice(0, 2)) backend.fail(id, 'outcome_unknown', { remedy: 'resend', again: 'may_cost_twice' });
    backend.fail(all[2]!, 'rate_limited');
    backend.finish(all[3]!);
    return all;
  });
  await page.getByRole('button', { name: 'Send them again (2)' }).click();
  await expect.poll(() => onBackend(page, (backend) => backend.meant.filter(({ name }) => name === 'describeAgain').map(({ args }) => args[0]))).toEqual([ids.slice(0, 2)]);
});

test.describe('the way on', () => {
  const asked = (page: Page) => onBackend(page, (backend) => backend.meant.filter(({ name }) => name === 'describeCards').map(({ args }) => args[0]));

  test('after everything was cancelled leads to the rest, and after failures to the failed ones only', async ({ open }) => {
    const page = await open({ history: 0 });
    const ids = await onBackend(page, (backend) => {
      const all = backend.drop(8);
      backend.finish(all[0]!);
      backend.fail(all[1]!, 'rate_limited');
      backend.fail(all[2]!, 'provider_unavailable');
      return all;
    });
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await page.getByRole('button', { name: 'Describe the stopped ones (5)' }).click();
    await expect.poll(() => asked(page)).toEqual([ids.slice(3)]);
    await onBackend(page, (backend, rest) => rest.forEach((id) => backend.finish(id)), ids.slice(3));
    await page.getByRole('button', { name: 'Try the failed ones again (2)' }).click();
    await expect.poll(() => asked(page)).toEqual([ids.slice(3), ids.slice(1, 3)]);
  });

  for (const provider of ['builtin', 'example']) {
    test(`after a restart leads to what was left: ${provider}`, async ({ open }) => {
      const page = await open({ ...view('describe', { provider }), left: 6, history: 0 });
      const banner = page.getByRole('region', { name: 'Waiting for your word' });
      await expect(banner).toContainText('6 pictures are left from last time');
      await banner.getByRole('button', { name: 'Describe 6 pictures' }).click();
      await expect.poll(() => asked(page)).toEqual([[1, 2, 3, 4, 5, 6]]);
      await page.getByRole('button', { name: 'Cancel all' }).click();
      await expect(page.getByRole('button', { name: 'Describe the stopped ones (6)' })).toBeVisible();
    });
  }
});

test('what is on the screen is told to be described first, once the list stands still', async ({ open }) => {
  const page = await open(waiting);
  const ids = await onBackend(page, (backend) => backend.drop(300));
  const told = () => onBackend(page, (backend) => backend.calls.filter(({ name }) => name === 'inSight').map(({ args }) => args[0] as number[]));
  await expect.poll(async () => (await told()).at(-1)?.[0]).toBe(ids[0]);
  const before = (await told()).length;
  await page.locator('main').evaluate(async (main) => {
    for (let step = 0; step < 40; step += 1) {
      main.scrollBy(0, 400);
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  const shown = () =>
    page.evaluate(() => {
      const pane = document.querySelector('[data-scroller]')!.getBoundingClientRect();
      const rows = [...document.querySelectorAll('[role="feed"] > article')];
      return rows.filter((row) => row.getBoundingClientRect().bottom > pane.top && row.getBoundingClientRect().top < pane.bottom).map((row) => Number(row.getAttribute('aria-posinset')));
    });
  await expect.poll(async () => (await told()).at(-1)?.map((id) => ids.indexOf(id) + 1)).toEqual(await shown());
  expect((await told()).length - before).toBeLessThanOrEqual(3);
});
