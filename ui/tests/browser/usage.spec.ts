/** The Usage view: what is left, what was used over time, what each picture cost. */
import type { Page } from '@playwright/test';
import { expect, focused, onBackend, said, test, view } from './page';

const calls = (name: string) => `window.altsmith.calls.filter((call) => call.name === '${name}').map((call) => call.args)`;
const spending = (page: Page) => page.getByRole('region', { name: 'What was used' });
const balances = (page: Page) => page.getByRole('region', { name: 'What is left' });
const statement = (page: Page) => page.getByRole('region', { name: 'Statement' });
const lines = (page: Page) => page.getByRole('feed', { name: 'Statement' }).getByRole('article');
const bars = (page: Page) => page.getByRole('slider');

/** The number that is written large above the bars. */
const large = (page: Page) => spending(page).locator('.large');

test('nothing was ever spent: no empty charts, no empty statement', async ({ open }) => {
  const page = await open({ ...view('usage'), history: 30, money: 'none' });
  await expect(page.getByRole('heading', { name: 'Nothing was spent' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Altsmith/ })).toContainText('30');
  await expect(spending(page)).toHaveCount(0);
  await expect(balances(page)).toHaveCount(0);
  await expect(statement(page)).toHaveCount(0);
});

test.describe('what is left', () => {
  test('says how much, of how much, until when, and how old that is', async ({ open, page: blank }) => {
    await blank.clock.setFixedTime(new Date('2026-06-14T15:00:00'));
    const page = await open(view('usage'));
    const example = balances(page).getByRole('listitem').filter({ hasText: 'Example Vision' });
    await expect(example).toContainText(/\d+\s+of 200 credits/);
    await expect(example).toContainText('Valid until October 12, 2026');
    await expect(example).toContainText('As of 3 minutes ago');
    await expect(balances(page).getByRole('listitem').filter({ hasText: 'Penny Pictures' })).toContainText(/\$\d\.\d\d/);
  });

  test('is asked for again, with what happens shown in its place', async ({ open }) => {
    const page = await open(view('usage'));
    const example = balances(page).getByRole('listitem').filter({ hasText: 'Example Vision' });
    await onBackend(page, (backend) => backend.refuseNext('refreshBalance', 'key_rejected', { provider: 'example' }));
    await example.getByRole('button', { name: 'Refresh, Example Vision' }).click();
    await expect(example.getByRole('alert')).toContainText('Example Vision does not accept the key.');

    await onBackend(page, (backend) => {
      const ask = backend.refreshBalance.bind(backend);
      backend.refreshBalance = (provider) => new Promise((resolve) => window.addEventListener('answer', () => resolve(ask(provider)), { once: true }));
    });
    await example.getByRole('button', { name: 'Refresh, Example Vision' }).click();
    const asking = example.getByRole('button', { name: 'Asking…, Example Vision' });
    await expect(asking).toBeFocused();
    await expect(asking).toHaveAttribute('aria-disabled', 'true');
    await page.evaluate(() => window.dispatchEvent(new Event('answer')));
    await expect(example.getByRole('button', { name: 'Refresh, Example Vision' })).toBeFocused();
    await expect(example).toContainText('As of now');
    await expect(example.getByRole('alert')).toHaveCount(0);
    expect((await said(page)).filter((text) => /^Example Vision: \d+ credits left$/.test(text))).toHaveLength(1);
    // The reading is a line of the statement.
    await expect(lines(page).first()).toContainText('Balance read');
  });

  test('offers only what the service can, and opens the page where credits are bought', async ({ open }) => {
    const page = await open(view('usage'));
    await expect(balances(page).getByRole('button', { name: /^Refresh/ })).toHaveCount(2);
    await balances(page).getByRole('button', { name: 'Buy credits, Penny Pictures' }).click();
    expect(await page.evaluate(calls('openPage'))).toEqual([['penny', 'top_up']]);
  });

  test('warns in words, at the account that runs low', async ({ open }) => {
    const page = await open(view('usage'));
    await onBackend(page, (backend) => {
      backend.money.balanceWarnings['studio'] = 'Only 12 of 500 credits are left.';
      backend.emit({ event: 'history_changed' });
    });
    const studio = balances(page).getByRole('listitem').filter({ hasText: 'Studio Open' });
    await expect(studio.getByText('Only 12 of 500 credits are left.')).toBeVisible();
    await expect(studio.locator('.warning svg')).toBeVisible();
  });
});

test.describe('what was used', () => {
  test('is chosen by period: days are put together where bars would be too thin', async ({ open }) => {
    const page = await open(view('usage'));
    await expect(bars(page)).toHaveAttribute('aria-valuemax', '30');
    await spending(page).getByLabel('7 days').check();
    await expect(bars(page)).toHaveAttribute('aria-valuemax', '7');
    await spending(page).getByLabel('90 days').check();
    await expect(bars(page)).toHaveAttribute('aria-valuemax', '90');
    await spending(page).getByLabel('1 year').check();
    await expect(page.getByRole('slider', { name: 'Spent by week' })).toBeVisible();
    expect(await page.evaluate(calls('usage'))).toEqual([[30], [7], [90], [365]]);
    await page.setViewportSize({ width: 480, height: 800 });
    await expect(page.getByRole('slider', { name: 'Spent by month' })).toHaveAttribute('aria-valuemax', /^1[23]$/);
    expect((await said(page)).filter((text) => /credits, [\d,]+ charges$/.test(text))).toHaveLength(3);
  });

  test('is chosen by unit, one at a time', async ({ open }) => {
    const page = await open(view('usage'));
    await expect(large(page)).toHaveText(/^\d+ credits$/);
    await expect(spending(page).getByRole('listitem')).toHaveText([/Example Vision/, /Studio Open/]);
    await spending(page).getByLabel('Unit').selectOption('US dollars');
    await expect(large(page)).toHaveText(/^\$\d+\.\d\d$/);
    await expect(spending(page).getByRole('listitem')).toHaveText([/Penny Pictures/]);
    await spending(page).getByLabel('Unit').selectOption('Requests');
    await expect(large(page)).toHaveText(/^\d+ requests?$/);
  });

  test('can be read bar by bar, with keys and with the pointer', async ({ open }) => {
    const page = await open(view('usage'));
    const whole = await large(page).textContent();
    await bars(page).focus();
    const first = await bars(page).getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    await expect(bars(page)).not.toHaveAttribute('aria-valuetext', first!);
    await page.keyboard.press('Home');
    await expect(bars(page)).toHaveAttribute('aria-valuenow', '1');
    await expect(bars(page)).toHaveAttribute('aria-valuetext', /^\w+day, .+: (nothing|\d+ credits?.*)$/);
    await page.keyboard.press('PageUp');
    await expect(bars(page)).toHaveAttribute('aria-valuenow', '8');
    await page.keyboard.press('Shift+Tab');
    await expect(large(page)).toHaveText(whole!);

    const box = (await bars(page).boundingBox())!;
    await page.mouse.move(box.x + box.width - 5, box.y + 60);
    await expect(spending(page).locator('.head .meta')).toHaveText(/^\w+day, .+ · (no charges|\d+ charges?)$/);
    await page.mouse.move(box.x, box.y - 60);
    await expect(large(page)).toHaveText(whole!);
  });

  test('can be read as a table that has the same sums', async ({ open }) => {
    const page = await open(view('usage'));
    await expect(spending(page).getByRole('table')).toHaveCount(0);
    const button = spending(page).getByRole('button', { name: 'Show as table' });
    await button.click();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    const table = spending(page).getByRole('table');
    await expect(table.getByRole('columnheader')).toHaveText(['Day', 'Service', 'Charges', 'Credits']);
    await expect(table.getByRole('row').last()).toContainText((await large(page).textContent())!);
    const cells = await table.locator('tbody td:last-child').allTextContents();
    const total = cells.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
    expect(`${total} credits`).toBe(await large(page).textContent());
    await spending(page).getByLabel('1 year').check();
    await expect(table.getByRole('columnheader').first()).toHaveText('Week');
  });

  test('says so where a time or a unit has no charges', async ({ open }) => {
    const page = await open(view('usage'));
    await onBackend(page, (backend) => {
      const usage = backend.usage.bind(backend);
      backend.usage = async (days) => ({ ...(await usage(days)), days: [] });
    });
    await spending(page).getByLabel('7 days').check();
    await expect(spending(page).getByText('Credits: nothing was charged in this time.')).toBeVisible();
    await expect(bars(page)).toHaveCount(0);
    await expect(spending(page).getByLabel('30 days')).toBeVisible();
  });

  test('tells services apart without colour', async ({ open }) => {
    const page = await open(view('usage'));
    const fills = await spending(page).locator('.legend rect').evaluateAll((swatches) => swatches.map((swatch) => swatch.getAttribute('fill')!));
    expect(new Set(fills).size).toBe(2);
    for (const fill of fills) {
      const id = fill.slice(5, -1);
      await expect(page.locator(`pattern[id="${id}"]`)).toHaveCount(1);
      expect(await spending(page).locator(`.bar[fill="${fill}"]`).count()).toBeGreaterThan(0);
    }
  });
});

test('each service has its pictures, what the history answered, and what that saved', async ({ open }) => {
  const page = await open(view('usage'));
  const row = page.getByRole('region', { name: 'By service, since the beginning' }).getByRole('row', { name: /Example Vision/ });
  await expect(row.getByRole('cell')).toHaveText([/^[\d,]+$/, /^31\s+saved about (29|30|31) credits$/, /^[\d,]+ credits$/]);
  await expect(page.getByRole('row', { name: /Altsmith/ }).getByRole('cell').last()).toHaveText('nothing');
});

test.describe('the statement', () => {
  test('has every line, of which few are in the page', async ({ open }) => {
    const page = await open(view('usage'));
    const total = await onBackend(page, (backend) => backend.money.ledger({ provider: null, offset: 0, limit: 0 }).total);
    await expect(statement(page).getByText(`${total.toLocaleString('en')} lines`)).toBeVisible();
    await lines(page).first().scrollIntoViewIfNeeded();
    expect(await lines(page).count()).toBeLessThan(40);
    await expect(lines(page).first()).toContainText(/left/);
    await lines(page).first().focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe(String(total));
    await expect(lines(page).last()).toContainText(/(Charge|Credits added)/);
    await expect(lines(page).last().getByText('Charge').or(lines(page).last().getByText('Credits added')).first()).toBeVisible();
    expect((await page.evaluate<unknown[][]>(calls('ledger'))).length).toBeLessThan(12);
  });

  test('is filtered by service', async ({ open }) => {
    const page = await open(view('usage'));
    await statement(page).getByLabel('Service').selectOption('Penny Pictures');
    await expect(lines(page).first()).toContainText('Penny Pictures');
    await expect(lines(page).filter({ hasText: 'Studio Open' })).toHaveCount(0);
    const total = await onBackend(page, (backend) => backend.money.ledger({ provider: 'penny', offset: 0, limit: 0 }).total);
    await expect(lines(page).first()).toHaveAttribute('aria-setsize', String(total));
    expect(await said(page)).toContain(`${total} lines`);
  });

  test('opens the picture that was paid for, and comes back to its line', async ({ open }) => {
    const page = await open(view('usage'));
    const button = lines(page).getByRole('button', { name: /^Open / }).first();
    const name = /^Open (.+?\.\w+)\. /.exec((await button.getAttribute('aria-label'))!)![1]!;
    await button.click();
    const sheet = page.getByRole('dialog', { name: 'Details' });
    await expect(sheet.getByRole('textbox', { name: `Alt text of ${name}` })).toBeVisible();
    await sheet.getByRole('button', { name: /^Large preview of/ }).click();
    await expect(page.getByRole('dialog').locator('figure img')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(button).toBeFocused();

    await button.click();
    await expect(sheet).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
    await expect(page.getByRole('heading', { name: 'Usage', level: 1 })).toBeAttached();
  });

  test('copies the id of a request', async ({ open }) => {
    const page = await open(view('usage'));
    await statement(page).getByLabel('Service').selectOption('Studio Open');
    await lines(page).getByRole('button', { name: /^Copy request id/ }).first().click();
    const id = await onBackend(page, (backend) => backend.clipboard);
    expect(id).toMatch(/^req-[0-9a-f]{6}$/);
    expect((await said(page)).filter((text) => text === `Copied: request id ${id}`)).toHaveLength(1);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('is written to a file, of the service that is shown', async ({ open }) => {
    const page = await open(view('usage'));
    const button = statement(page).getByRole('button', { name: 'Export as CSV' });
    // The dialog is closed: nothing is written, nothing is said.
    await onBackend(page, (backend) => {
      const write = backend.exportLedger.bind(backend);
      backend.exportLedger = async (provider) => {
        backend.exportLedger = write;
        await write(provider);
        return false;
      };
    });
    await button.click();
    await expect.poll(() => page.evaluate(calls('exportLedger'))).toEqual([[null]]);
    await expect(button).toBeVisible();
    expect(await said(page)).not.toContain('The statement was written to the file.');

    await onBackend(page, (backend) => backend.refuseNext('exportLedger', 'disk_full'));
    await button.click();
    await expect(statement(page).getByRole('alert')).toContainText('The disk is full.');

    await statement(page).getByLabel('Service').selectOption('Studio Open');
    await button.click();
    await expect(statement(page).getByRole('button', { name: 'Exported' })).toBeFocused();
    await expect(statement(page).getByRole('alert')).toHaveCount(0);
    expect((await page.evaluate<unknown[][]>(calls('exportLedger'))).at(-1)).toEqual(['studio']);
    expect((await said(page)).filter((text) => text === 'The statement was written to the file.')).toHaveLength(1);
  });

  for (const pointed of [false, true]) {
    test(`stays where it is read while pictures are paid for${pointed ? ', also where somebody points' : ''}`, async ({ open }) => {
      const page = await open(view('usage'));
      await lines(page).first().focus();
      for (let step = 0; step < 6; step += 1) await page.keyboard.press('PageDown');
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('31');
      const line = page.locator('article[aria-current="true"]');
      if (pointed) await line.hover();
      const before = { name: await focused(page), top: (await line.boundingBox())!.y };
      await onBackend(page, (backend) => {
        for (let made = 0; made < 3; made += 1) backend.money.charge('studio');
        backend.emit({ event: 'history_changed' });
      });
      await expect(line).toHaveAttribute('aria-posinset', '34');
      expect(await focused(page)).toBe(before.name);
      expect(Math.abs((await line.boundingBox())!.y - before.top)).toBeLessThan(2);
    });
  }

  test('says where it cannot be read, and is read again', async ({ open }) => {
    const page = await open(view('history'));
    await onBackend(page, (backend) => backend.refuseNext('ledger', 'database_busy'));
    await page.keyboard.press('Control+3');
    await statement(page).getByRole('button', { name: 'Try again' }).click();
    await expect(lines(page).first()).toBeVisible();
    await expect(statement(page).getByRole('button', { name: 'Try again' })).toHaveCount(0);
  });
});

test('a batch leads to few questions, and the figures follow', async ({ open }) => {
  const page = await open(view('usage'));
  await expect(bars(page)).toBeVisible();
  const before = await large(page).textContent();
  const asked = (await page.evaluate<unknown[][]>(calls('usage'))).length;
  await onBackend(page, (backend) => {
    for (let made = 0; made < 50; made += 1) {
      backend.money.charge('example');
      backend.emit({ event: 'history_changed' });
    }
  });
  await expect(large(page)).not.toHaveText(before!);
  expect((await page.evaluate<unknown[][]>(calls('usage'))).length - asked).toBeLessThanOrEqual(2);
});

test('everything is reached by keys, in the order of the page', async ({ open }) => {
  const page = await open(view('usage'));
  await expect(bars(page)).toBeVisible();
  await page.getByRole('main').focus();
  const names: string[] = [];
  for (let step = 0; step < 11; step += 1) {
    await page.keyboard.press('Tab');
    names.push(await focused(page));
  }
  const order = ['Refresh, Example Vision', 'Buy credits, Example Vision', 'Buy credits, Penny Pictures', 'Refresh, Studio Open'];
  expect(names.slice(0, 4)).toEqual(order);
  // The period's buttons have no text of their own.
  expect(names.slice(5, 8)).toEqual(['Unit', 'Spent by day', 'Show as table']);
  expect(names.slice(8, 10)).toEqual(['Service', 'Export as CSV']);
  expect(names[10]).toMatch(/^(Charge|Balance read|Credits added), /);
  // One stop for the whole list: arrows go on, Enter opens the picture.
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Details' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('2');
});

for (const language of ['de', 'zh']) {
  test(`numbers and dates are those of the language: ${language}`, async ({ open, page: blank }) => {
    await blank.clock.setFixedTime(new Date('2026-06-14T15:00:00'));
    const page = await open({ ...view('usage'), language });
    const { left, dollars, day } = {
      de: { left: 'von 200 Guthabenpunkten', dollars: /\d,\d\d\s\$/, day: 'Gültig bis 12. Oktober 2026' },
      zh: { left: '共 200 点', dollars: /US\$\d\.\d\d/, day: '有效期至 2026年10月12日' },
    }[language]!;
    await expect(page.getByText(left)).toBeVisible();
    await expect(page.getByText(day)).toBeVisible();
    await expect(page.locator('.left').nth(1)).toHaveText(dollars);
  });
}

test.describe('forced colours', () => {
  test.use({ forcedColors: 'active' });

  test('bars are drawn in the system\'s colours', async ({ open }) => {
    const page = await open(view('usage'));
    const system = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      const of = (colour: string) => ((probe.style.color = colour), getComputedStyle(probe).color);
      return [of('Highlight'), of('CanvasText')];
    });
    await expect(page.locator('.bar').first()).toBeAttached();
    const edges = await page.locator('.bar').evaluateAll((shapes) => [...new Set(shapes.map((shape) => getComputedStyle(shape).stroke))]);
    expect(edges.length).toBe(2);
    for (const edge of edges) expect(system).toContain(edge);
  });
});

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing turns while a service is asked', async ({ open }) => {
    const page = await open(view('usage'));
    await onBackend(page, (backend) => {
      backend.refreshBalance = () => new Promise(() => {});
    });
    await balances(page).getByRole('button', { name: 'Refresh, Studio Open' }).click();
    await expect(balances(page).getByText('Asking…')).toBeVisible();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

test.describe('400 % zoom', () => {
  test.use({ viewport: { width: 295, height: 195 } });

  for (const language of ['en', 'de', 'zh']) {
    test(`tables and lines stay inside the window: ${language}`, async ({ open }) => {
      const page = await open({ ...view('usage'), language });
      await page.locator('[aria-controls$="-table"]').click();
      await page.getByRole('feed').getByRole('article').first().waitFor();
      const outside = await page.locator('.usage :is(td, th, article *, li, svg)').evaluateAll((parts) =>
        parts
          .filter((part) => part.checkVisibility() && !part.closest('svg[width="0"]'))
          .filter((part) => part.getBoundingClientRect().right > window.innerWidth - 15)
          .map((part) => part.outerHTML.slice(0, 100)),
      );
      expect(outside).toEqual([]);
    });
  }
});
