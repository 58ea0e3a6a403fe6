/** What people do, from the first picture to the last setting. */
import { expect, focused, onBackend, said, test, view } from './page';

const calls = (name: string) => `window.altsmith.calls.filter((call) => call.name === '${name}').map((call) => call.args)`;
const meant = (name: string) => `window.altsmith.meant.filter((call) => call.name === '${name}').map((call) => call.args)`;

test('the empty window offers every way to bring a picture', async ({ open }) => {
  const page = await open({ history: 0 });
  await expect(page.getByRole('heading', { name: 'Drop pictures here' })).toBeVisible();
  for (const name of ['Add pictures', 'Add a folder', 'Paste', 'From URL', 'Try with a sample picture']) {
    await expect(page.getByRole('button', { name })).toBeVisible();
  }
  await expect.poll(() => page.evaluate(calls('ready'))).toHaveLength(1);
});

test('what the first picture needs is fetched before there is one', async ({ open }) => {
  const page = await open({ history: 0 });
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name).join(' '));
  await expect.poll(fetched).toMatch(/(?=.*CardFeed-)(?=.*VirtualFeed-)(?=.*BatchBar-)/);
});

test('a sample picture becomes words that are copied', async ({ open }) => {
  const page = await open({ history: 0, pace: 20 });
  await page.getByRole('button', { name: 'Try with a sample picture' }).click();
  const words = page.getByRole('textbox', { name: 'Alt text of red-bicycle.jpg' });
  await expect(words).toHaveValue(/^A red bicycle leans/);
  await page.getByRole('article').getByRole('button', { name: 'Copy alt text' }).click();
  await expect(page.getByRole('article').getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await onBackend(page, (backend) => backend.clipboard)).toMatch(/^A red bicycle leans/);
  expect(await said(page)).toContain('Copied: alt text');
});

test('every form can be copied, and a batch at once', async ({ open }) => {
  const page = await open({ cards: 3 });
  for (const [name, text] of [
    ['alt="…"', /^alt="A red bicycle/],
    ['HTML <img>', /^<img src="" alt=/],
    ['HTML <figure>', /^<figure>/],
    ['Markdown', /^!\[/],
    ['JSON', /^\{"alt"/],
    ['Description', /landscape format/],
    ['Title', /^Red bicycle$/],
    ['Tags', /^bicycle, wall, street$/],
  ] as const) {
    await page.getByRole('article').first().getByRole('button', { name: 'Copy as…' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    await expect.poll(() => onBackend(page, (backend) => backend.clipboard)).toMatch(text);
  }
  await page.getByRole('button', { name: 'Copy all' }).click();
  await expect.poll(() => onBackend(page, (backend) => backend.clipboard.split('\n').length)).toBe(3);
});

test('progress is shown on the page and in the title, and can be cancelled', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => backend.drop(3));
  await onBackend(page, (backend, id) => backend.finish(id), ids[0]!);
  await expect(page.getByRole('progressbar', { name: '1 of 3 described' })).toHaveAttribute('value', '1');
  await expect(page).toHaveTitle('1 of 3 · Altsmith');
  expect(await onBackend(page, (backend) => backend.title)).toBe('1 of 3 · Altsmith');
  await page.getByRole('button', { name: 'Cancel all' }).click();
  await expect(page).toHaveTitle('Altsmith');
  expect(await page.evaluate(meant('cancel'))).toEqual([[ids.slice(1)]]);
  await expect(page.getByRole('article').nth(1).getByRole('button', { name: 'Describe', exact: true })).toBeVisible();
});

test('trouble stands at its picture with the one button that helps', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => backend.drop(3));
  await onBackend(
    page,
    (backend, [first, second, third]) => {
      backend.fail(first!, 'cut_off');
      backend.fail(second!, 'credits_exhausted');
      backend.fail(third!, 'rate_limited', { retry_after_ms: 12_000 });
    },
    ids,
  );
  const [first, second, third] = [page.getByRole('article').nth(0), page.getByRole('article').nth(1), page.getByRole('article').nth(2)];
  await expect(first).toContainText('The file ends in the middle of the picture.');
  await expect(third.getByRole('button', { name: /^Try again in 1[0-2] s$/ })).toBeDisabled();
  await second.getByRole('button', { name: 'Buy credits' }).click();
  expect(await page.evaluate(calls('openPage'))).toEqual([['builtin', 'top_up']]);
  await first.getByText('Remove', { exact: true }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
});

test('words are changed in place, saved when left, and never overwritten', async ({ open }) => {
  const page = await open({ cards: 1 });
  const words = page.getByRole('textbox', { name: /^Alt text of/ });
  await words.fill('A bicycle that I painted red.');
  await expect(page.getByRole('article')).toContainText('29/125');
  await onBackend(page, (backend) => backend.finish(1, { alt: 'Another answer.' }));
  await expect(words).toHaveValue('A bicycle that I painted red.');
  await words.press('Control+Enter');
  await expect(page.getByRole('article')).toContainText('Edited by you');
  await expect(page.getByRole('complementary').getByText('3 versions')).toBeVisible();
});

test('a refused save keeps the words and offers to save again', async ({ open }) => {
  const page = await open({ cards: 1 });
  await onBackend(page, (backend) => backend.refuseNext('editDescription', 'disk_full'));
  const words = page.getByRole('textbox', { name: /^Alt text of/ });
  await words.fill('Mine.');
  await words.press('Escape');
  await expect(page.getByText('The disk is full.')).toBeVisible();
  await expect(words).toHaveValue('Mine.');
  await page.getByRole('button', { name: 'Save again' }).click();
  await expect(page.getByText('The disk is full.')).toBeHidden();
  await expect(page.getByRole('article')).toContainText('Edited by you');
});

test('words longer than the chosen length say by how much', async ({ open }) => {
  const page = await open({ cards: 1 });
  await page.getByRole('textbox', { name: /^Alt text of/ }).fill('x'.repeat(130));
  await expect(page.getByText('5 too many')).toBeVisible();
  await page.getByRole('combobox', { name: 'Length of alt text' }).selectOption('x');
  await expect(page.getByText('too many')).toBeHidden();
  await expect(page.getByText('130/1,000')).toBeVisible();
});

test('tags and title are changed on the card', async ({ open }) => {
  const page = await open({ cards: 1 });
  const card = page.getByRole('article');
  await card.getByRole('textbox', { name: 'Add a tag' }).fill('summer, red');
  await card.getByRole('textbox', { name: 'Add a tag' }).press('Enter');
  await card.getByRole('button', { name: 'Remove tag wall' }).click();
  expect((await page.evaluate<unknown[][]>(calls('setTags'))).at(-1)![1]).toEqual(['bicycle', 'street', 'summer', 'red']);
  await card.getByRole('textbox', { name: /^Title of/ }).fill('My bicycle');
  await card.getByRole('textbox', { name: /^Title of/ }).press('Enter');
  await expect.poll(() => page.evaluate(calls('editDescription'))).toMatchObject([[expect.any(Number), { title: 'My bicycle', alt: null }]]);
});

test('what was removed comes back, and the time for it stands still under the pointer', async ({ open }) => {
  const page = await open({ cards: 2 });
  await page.clock.install();
  await page.getByRole('article').first().getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('article')).toHaveCount(1);
  const toast = page.getByRole('region', { name: 'Can be undone' });
  await toast.getByRole('listitem').hover();
  await page.clock.fastForward(60_000);
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(toast).toBeHidden();
});

test('a picture from an address: the trouble stays in the sheet, success closes it', async ({ open }) => {
  const page = await open({ history: 0 });
  await page.getByRole('button', { name: 'From URL' }).click();
  const address = page.getByRole('textbox', { name: 'Address of the picture' });
  await expect(address).toBeFocused();
  await address.fill('ftp://example.org/a.jpg');
  await address.press('Enter');
  await expect(page.getByRole('alert')).toContainText('The address must begin with https.');
  await address.fill('https://example.org/a.jpg');
  await page.getByRole('button', { name: 'Add picture', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('article')).toHaveCount(1);
});

test('while something is dragged over the window, it says what dropping will do', async ({ open }) => {
  const page = await open(view('describe', { provider: 'example' }));
  await onBackend(page, (backend) => backend.emit({ event: 'drag_over', count: 12 }));
  await expect(page.getByText('Drop 12 pictures to describe them with Example Vision')).toBeVisible();
  await expect(page.getByText('About 12 credits')).toBeVisible();
  await onBackend(page, (backend) => backend.emit({ event: 'drag_end' }));
  await expect(page.getByText('Drop 12 pictures')).toBeHidden();
});

test('the history is searched as one types and filtered by favourites', async ({ open }) => {
  const page = await open({ ...view('history'), history: 120 });
  await expect(page.getByText('120 entries')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search the history' }).pressSequentially('harbour');
  await expect(page.getByRole('status').filter({ hasText: '20 entries' })).toBeVisible();
  await expect(page.getByRole('article').first()).toContainText('harbour-at-dusk.heic');
  await page.getByRole('searchbox').fill('nothing like this');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await page.getByRole('button', { name: 'Favourites' }).click();
  await expect(page.getByRole('status').filter({ hasText: '7 entries' })).toBeVisible();
});

test('what is found of the history is written as a file or beside the pictures', async ({ open }) => {
  const page = await open({ ...view('history'), history: 12 });
  await page.getByRole('searchbox', { name: 'Search the history' }).pressSequentially('harbour');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Exported' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Export as' }).selectOption('A file beside each picture');
  await page.getByRole('button', { name: /^Exported?$/ }).click();
  await expect(page.getByText('One file of that name is not Altsmith’s and was left as it is.').first()).toBeVisible();
  const asked = (text: string, form: string) => [{ text, favourites: false, offset: 0, limit: 0 }, form];
  expect(await page.evaluate(calls('exportHistory'))).toEqual([asked('harbour', 'csv_with_mark'), asked('harbour', 'beside')]);
  expect((await said(page)).join(' ')).toContain('descriptions were written');
});

test('an entry of the history is opened, edited, restored and described again', async ({ open }) => {
  const page = await open({ ...view('history'), history: 12 });
  const row = page.getByRole('article').filter({ hasText: 'quarterly-chart.png' }).first();
  await row.getByText('quarterly-chart.png').click();
  const details = page.getByRole('complementary', { name: 'Details' });
  const words = details.getByRole('textbox', { name: 'Alt text of quarterly-chart.png' });
  const original = await words.inputValue();
  await words.fill('A chart.');
  await details.getByRole('heading', { name: 'Facts' }).click();
  await expect(row).toContainText('A chart.');
  await details.getByText('2 versions').click();
  await details.getByRole('button', { name: 'Use this version' }).click();
  await expect(words).toHaveValue(original);
  await details.getByRole('button', { name: 'Describe again' }).click();
  await expect(details.getByText('4 versions')).toBeVisible();
});

test('the receipt says what was sent, or that nothing was', async ({ open }) => {
  const page = await open({ ...view('history'), history: 14 });
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('JPEG, 768 × 576 pixels, 48 kB, to api.vision.example.')).toBeVisible();
  await page.getByRole('article').nth(1).locator('.words').click();
  await expect(details.getByText('Nothing left this computer.')).toBeVisible();
});

test('a deleted entry comes back', async ({ open }) => {
  const page = await open({ ...view('history'), history: 12 });
  const first = page.getByRole('article').first();
  const name = await first.getAttribute('aria-label');
  await first.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('11 entries')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('12 entries')).toBeVisible();
  await expect(first).toHaveAttribute('aria-label', name!);
});

test('settings switch language and appearance at once and are kept', async ({ open }) => {
  const page = await open(view('settings'));
  await page.getByLabel('Language of the window').selectOption('de');
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByLabel('Sprache des Fensters').selectOption('zh');
  await expect(page.getByRole('heading', { name: '设置', level: 1 })).toBeVisible();
  await page.getByLabel('外观').selectOption('dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect((await page.evaluate<unknown[][]>(calls('saveSettings'))).at(-1)![0]).toMatchObject({ ui_language: 'zh', appearance: 'dark' });
});

test('a refused setting goes back and says why where it stands', async ({ open }) => {
  const page = await open(view('settings'));
  await onBackend(page, (backend) => backend.refuseNext('saveSettings', 'disk_full'));
  await page.getByLabel('This computer only').click();
  await expect(page.getByRole('alert')).toContainText('The disk is full.');
  await expect(page.getByLabel('This computer only')).not.toBeChecked();
});

test('the own length appears when it is chosen', async ({ open }) => {
  const page = await open(view('settings'));
  await expect(page.getByLabel('Own length')).toBeHidden();
  await page.getByLabel('Length of alt text').selectOption('own');
  await page.getByLabel('Own length').fill('300');
  await page.getByLabel('Own length').press('Tab');
  await expect.poll(() => page.evaluate<unknown[][]>(calls('saveSettings')).then((saved) => saved.at(-1)![0])).toMatchObject({ own_length: 300 });
});

test('a notice of the start is shown until it is read', async ({ open }) => {
  const page = await open({ notice: 'A damaged database was moved aside.' });
  await expect(page.getByText('A damaged database was moved aside.')).toBeVisible();
  await page.getByRole('region', { name: 'Notice' }).getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('A damaged database')).toBeHidden();
});

test('each finished picture is announced once, and the focus stays where it is', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => backend.drop(4));
  await page.getByRole('article').nth(1).focus();
  const before = await focused(page);
  await page.evaluate(() => {
    const log = document.querySelector('[role="log"]')!;
    const spoken: string[] = [];
    (window as unknown as { spoken: string[] }).spoken = spoken;
    new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === 'characterData') spoken.push('changed');
        for (const node of record.addedNodes) spoken.push(node.textContent ?? '');
      }
    }).observe(log, { childList: true, characterData: true, subtree: true });
  });
  await onBackend(
    page,
    (backend, [a, b, c, d]) => {
      for (const id of [a!, b!, c!, d!]) {
        backend.move(id, 'reading');
        backend.move(id, 'describing');
      }
      backend.finish(a!);
      backend.fail(b!, 'not_an_image');
      backend.finish(c!);
      backend.finish(d!);
    },
    ids,
  );
  await expect(page.getByRole('article').nth(3)).toContainText('84ms');
  const spoken = (await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken)).filter((text) => text.trim() !== '');
  expect(spoken.map((text) => text.split(':')[0])).toEqual(['red-bicycle.jpg', 'harbour-at-dusk.heic', 'quarterly-chart.png', 'grandmother-garden-1987.tiff']);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('2');
  expect(before).toContain('harbour-at-dusk.heic');
});

test('a hundred thousand entries scroll, with few of them in the page', async ({ open }) => {
  const page = await open({ ...view('history'), history: 100_000 });
  await expect(page.getByText('100,000 entries')).toBeVisible();
  const first = page.getByRole('article').first();
  await expect(first).toHaveAttribute('aria-setsize', '100000');
  await first.focus();
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight / 2));
  await expect.poll(() => page.getByRole('article').nth(4).getAttribute('aria-posinset').then(Number)).toBeGreaterThan(40_000);
  await expect(page.getByRole('article').nth(4)).toContainText(/\w{4}/);
  expect(await page.getByRole('article').count()).toBeLessThan(40);
  // The article with the focus stays in the page, however far it was scrolled away.
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('1');
  await page.keyboard.press('End');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('100000');
  expect((await page.evaluate<unknown[][]>(calls('history'))).length).toBeLessThan(12);
});

test('five thousand pictures are dropped, described and scrolled', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => backend.drop(5000));
  await expect(page.getByRole('article').first()).toHaveAttribute('aria-setsize', '5000');
  await onBackend(page, (backend, some) => some.forEach((id) => backend.finish(id)), ids.slice(0, 200));
  await expect(page.getByRole('progressbar', { name: '200 of 5,000 described' })).toBeVisible();
  expect(await page.getByRole('article').count()).toBeLessThan(30);
  await page.getByRole('article').first().focus();
  await page.keyboard.press('End');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('5000');
});
