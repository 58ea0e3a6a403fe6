/** What is asked for apart from the cards: it says what it waits for, it can be stopped, and it says what it cost and sent. */
import type { Page } from '@playwright/test';
import { expect, onBackend, said, test, view } from './page';

const calls = (name: string) => `window.altsmith.calls.filter((call) => call.name === '${name}').map((call) => call.args)`;
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });

test('an entry that is described again says what it waits for, and is stopped by keyboard', async ({ open }) => {
  const page = await open({ ...view('history'), history: 6 });
  const again = details(page).getByRole('button', { name: 'Describe again' });
  await onBackend(page, (backend) => (backend.tasks.slow = true));
  await again.click();
  await expect(details(page)).toContainText('Reading the picture…');
  await expect(again).toHaveAttribute('aria-disabled', 'true');
  await onBackend(page, (backend) => backend.tasks.move('describe_entry', 6, { is: 'waiting', until_ms: Date.now() + 1_800_000, why: 'limit' }));
  await expect(details(page)).toContainText('Next in 30 min (limit of the service)');
  await expect(details(page).getByRole('status').filter({ hasText: 'Next in' })).toHaveText('Next in 30 min (limit of the service)');
  // Told again a moment later, it counts down in sight and says nothing more.
  await onBackend(page, (backend) => backend.tasks.move('describe_entry', 6, { is: 'waiting', until_ms: Date.now() + 1_700_000, why: 'limit' }));
  await expect(details(page)).toContainText('Next in 29 min (limit of the service)');
  await expect(details(page).getByRole('status').filter({ hasText: 'Next in' })).toHaveText('Next in 30 min (limit of the service)');
  // Pressed again it is not begun again.
  await expect(again).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(details(page).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(details(page)).not.toContainText('Next in');
  await expect(again).toBeFocused();
  await expect(details(page).locator('.trouble')).toHaveCount(0);
  expect(await page.evaluate(calls('describeEntry'))).toHaveLength(1);
  expect(await page.evaluate(calls('cancelTask'))).toEqual([[{ kind: 'describe_entry', id: 6 }]]);
});

test('what waits takes no part of a core: nothing on the page is drawn anew more than once a second', async ({ open }) => {
  const page = await open({ history: 0 });
  await onBackend(page, (backend) => {
    const [waits, reads, describes] = backend.drop(4);
    backend.move(waits!, 'waiting', 'service', 900);
    backend.move(reads!, 'reading');
    backend.move(describes!, 'describing');
  });
  await expect(page.getByRole('article').nth(2)).toContainText('Describing…');
  const drawn = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.effect!.getComputedTiming().iterations === Infinity)
      .map((animation) => {
        const { duration, easing } = animation.effect!.getComputedTiming();
        const frames = (animation.effect as KeyframeEffect).getKeyframes();
        // What has an even easing is drawn anew with every picture of the screen.
        const steps = Math.max(...[easing!, ...frames.map((frame) => frame.easing)].map((each) => Number(/^steps\((\d+)/.exec(each)?.[1] ?? 0)));
        return steps === 0 ? 60 : ((frames.length - 1) * steps * 1000) / Number(duration);
      }),
  );
  expect(drawn.length).toBeGreaterThan(0);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
});

test('a question waits with the same words as a card', async ({ open }) => {
  const page = await open({ ...view('history'), history: 6 });
  await onBackend(page, (backend) => (backend.tasks.slow = true));
  const question = details(page).getByRole('textbox', { name: 'Question' });
  await question.fill('What time is it?');
  await question.press('Enter');
  await expect(details(page)).toContainText('Waiting for Example Vision…');
  await onBackend(page, (backend) => backend.tasks.move('question', 6, { is: 'waiting', until_ms: Date.now() + 12_000, why: 'recovery' }));
  await expect(details(page)).toContainText(/The service is out of order, next try in 1[12] s/);
  await details(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeFocused();
  await expect(question).toHaveValue('What time is it?');
});

test('a question whose outcome is unknown is sent again only at a word', async ({ open }) => {
  const page = await open({ ...view('history'), history: 6 });
  await onBackend(page, (backend) => backend.refuseNext('askAbout', 'outcome_unknown', { again: 'may_cost_twice' }));
  const question = details(page).getByRole('textbox', { name: 'Question' });
  await question.fill('What time is it?');
  await question.press('Enter');
  await details(page).getByRole('button', { name: 'Send again, may be charged twice' }).click();
  await expect(details(page).locator('.answer')).toHaveCount(1);
  const asked = await page.evaluate<[number, string, boolean][]>(calls('askAbout'));
  expect(asked.map(([, , again]) => again)).toEqual([false, true]);
});

test('a request whose outcome is told for free is asked about first, and sent again only as the second choice', async ({ open }) => {
  const page = await open({ history: 6 });
  await onBackend(page, (backend) => {
    backend.interrupt(2, 'Example Vision', 'is_free');
    backend.tasks.slow = true;
  });
  const row = page.locator('.unfinished li').first();
  await expect(page.locator('.unfinished')).toContainText('Asking what became of it is free.');
  await expect(row.getByRole('button').first()).toHaveAccessibleName(/^Ask what became of it: /);
  await expect(row.getByRole('button').nth(1)).toHaveText('Send again, may be charged twice');
  await row.locator('summary').click();
  await expect(row).toContainText('JPEG, 1,024 × 768 pixels, 148 kB, to api.vision.example.');
  await row.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  // What stops it stands where the button stood.
  await expect(row.getByRole('button', { name: /^Cancel: / })).toBeFocused();
  await onBackend(page, (backend) => backend.tasks.move('unfinished', 7000, { is: 'waiting', until_ms: Date.now(), why: 'service' }));
  await expect(row).toContainText('Waiting for the service…');
  await page.keyboard.press('Enter');
  await expect(row.getByRole('button').first()).toBeFocused();
  expect(await page.evaluate(calls('settle'))).toEqual([]);
  await onBackend(page, (backend) => (backend.tasks.slow = false));
  await page.keyboard.press('Enter');
  await expect(page.locator('.unfinished li')).toHaveCount(1);
  expect(await page.evaluate(calls('askOutcome'))).toEqual([[7000], [7000]]);
});

test('a balance that runs out is said above the pictures, once, until it is read', async ({ open }) => {
  const page = await open({ history: 0 });
  await onBackend(page, (backend) => {
    const alert = { provider: 'example', name: 'Example Vision', account: '', message: 'Only 5 credits left.', can_top_up: true };
    backend.emit({ event: 'balances_low', alerts: [alert] });
  });
  const note = page.getByRole('note').filter({ hasText: 'Example Vision: Only 5 credits left.' });
  await expect(note).toBeVisible();
  expect((await said(page)).filter((text) => text.includes('Only 5 credits left'))).toHaveLength(1);
  await note.getByRole('button', { name: 'Buy credits, Example Vision' }).click();
  expect(await page.evaluate(calls('openPage'))).toEqual([['example', 'top_up']]);
  await note.getByRole('button', { name: 'Dismiss' }).click();
  await expect(note).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
});

test('the details of a picture say what it cost and what was sent by which way, for each version', async ({ open }) => {
  const page = await open({ ...view('history'), history: 6 });
  await expect(details(page)).toContainText(/Cost in all: .*credit/);
  await onBackend(page, (backend) => {
    const entry = backend.entry.bind(backend);
    backend.entry = async (imageId) => {
      const detail = await entry(imageId);
      const receipt = { host: 'api.zhiqite.com', mime: 'image/jpeg', width: 768, height: 512, bytes: 90_000, metadata_removed: true, by_address: false, via: 's3.example.org' };
      const older = { ...detail.versions[0]!, id: 1, receipt: { ...receipt, via: null, host: 'www.zak-ai.com' } };
      return { ...detail, versions: [{ ...detail.versions[0]!, receipt }, older] };
    };
  });
  await page.getByRole('article').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(details(page)).toContainText('JPEG, 768 × 512 pixels, 90 kB, to api.zhiqite.com, by way of s3.example.org. Place, camera and comments were left out.');
  await details(page).getByText('2 versions').click();
  const older = details(page).getByRole('listitem').filter({ hasText: 'Use this version' });
  await older.getByText('What was sent').click();
  await expect(older).toContainText('to www.zak-ai.com.');
});

test('what is left is said to be reckoned where it is', async ({ open }) => {
  const page = await open({ ...view('usage'), history: 30 });
  await onBackend(page, (backend) => {
    backend.money.usedSince['example'] = 3;
    backend.emit({ event: 'history_changed' });
  });
  const example = page.getByRole('region', { name: 'What is left' }).getByRole('listitem').filter({ hasText: 'Example Vision' });
  await expect(example).toContainText(/about \d+\s+of 200 credits/);
  await expect(example).toContainText(/3 credits used since the service was asked, 3 minutes ago/);
});

test('a line of the statement says its cost in money, and what its picture cost in all', async ({ open }) => {
  const page = await open({ ...view('usage'), history: 30 });
  await onBackend(page, (backend) => {
    const ledger = backend.ledger.bind(backend);
    backend.ledger = async (query) => {
      const { total, lines } = await ledger(query);
      const priced = lines.map((line) => {
        if (line.kind !== 'charge' || !line.picture) return line;
        const spent = [{ value: 0.03, unit: 'usd' }];
        return { ...line, amount: 1, unit: 'requests', cost: { value: 0.01, unit: 'usd' }, remaining: 986, picture: { ...line.picture, spent } };
      });
      return { total, lines: priced };
    };
    backend.emit({ event: 'history_changed' });
  });
  const line = page.getByRole('feed', { name: 'Statement' }).getByRole('article').filter({ hasText: 'in all' }).first();
  await expect(line).toContainText('in all $0.03');
  await expect(line.locator('.sum')).toHaveText(/^\s*\$0\.01\s*1 request\s*986 requests left\s*$/);
  await expect(line).toHaveAccessibleName(/: \$0\.01$/);
});
