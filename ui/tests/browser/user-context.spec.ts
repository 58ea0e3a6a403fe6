/** What the person knows of the pictures: in sight, sent along, one for all and an own one where a picture differs. */
import { expect, focused, onBackend, test, view } from './page';

const calls = (name: string) => `window.altsmith.calls.filter((call) => call.name === '${name}').map((call) => call.args)`;
const meant = (name: string) => `window.altsmith.meant.filter((call) => call.name === '${name}').map((call) => call.args)`;
const paid = view('describe', { provider: 'example' });

test('one text goes with a batch, another with one picture of it', async ({ open }) => {
  const page = await open(paid);
  const all = page.getByRole('textbox', { name: 'What you know', exact: true });
  await all.fill('The summer party in Kiel');
  await expect(page.getByText('Goes to Example Vision with the pictures that come and those that wait')).toBeVisible();
  const ids = await onBackend(page, (backend) => backend.drop(2));
  await expect.poll(() => page.evaluate(calls('setContext'))).toEqual([['The summer party in Kiel']]);
  const first = page.getByRole('article').first();
  await first.getByRole('button', { name: /^What you know of/ }).click();
  const own = first.getByRole('textbox', { name: 'What you know of this picture' });
  await expect(own).toBeFocused();
  await expect(own).toHaveValue('The summer party in Kiel');
  await own.fill('Anna at the grill');
  await page.keyboard.press('Control+Enter');
  expect(await page.evaluate(calls('setCardContext'))).toEqual([[{ which: 'ids', ids: [ids[0]] }, 'Anna at the grill']]);
  await expect(first).toContainText('Anna at the grill');
  expect(await focused(page)).toMatch(/^Change what you know of/);
  await page.keyboard.press('Enter');
  await first.getByRole('button', { name: 'As for all' }).click();
  await expect(first).not.toContainText('Anna at the grill');
  await page.getByRole('button', { name: 'Clear what you know' }).click();
  await expect(all).toBeFocused();
  await expect.poll(() => page.evaluate(calls('setContext'))).toEqual([['The summer party in Kiel'], ['']]);
});

test('an own instruction stands where it is used and in the settings', async ({ open }) => {
  const page = await open(paid);
  await page.getByRole('button', { name: 'Own instruction' }).click();
  const instruction = page.getByRole('textbox', { name: 'Own instruction' });
  await expect(instruction).toBeFocused();
  await instruction.fill('Name the plants.');
  await instruction.blur();
  await expect.poll(() => page.evaluate(calls('saveSettings'))).toMatchObject([[{ instruction: 'Name the plants.' }]]);
  await page.keyboard.press('Control+4');
  await expect(page.getByRole('textbox', { name: 'Own instruction' })).toHaveValue('Name the plants.');
});

test('what a model does not take is not asked for', async ({ open }) => {
  const page = await open();
  await expect(page.getByRole('region', { name: 'What goes with the pictures' })).toHaveCount(0);
  await onBackend(page, (backend) => (backend.services.takes = { prompt: false, context: true, conversation: false }));
  await page.getByRole('combobox', { name: 'Service' }).selectOption({ label: 'Example Vision' });
  await expect(page.getByRole('textbox', { name: 'What you know', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Own instruction' })).toHaveCount(0);
});

test('pictures left from last time wait for a word, also where they stay here', async ({ open }) => {
  const page = await open({ left: 3 });
  const banner = page.getByRole('region', { name: 'Waiting for your word' });
  await expect(banner.getByRole('heading', { name: '3 pictures are left from last time, for Altsmith' })).toBeVisible();
  await expect(page.getByRole('article').first()).toContainText('Left from last time');
  expect(await page.evaluate(calls('describeCards'))).toEqual([]);
  await page.getByRole('article').first().getByRole('button', { name: 'Remove' }).last().click();
  await banner.getByRole('button', { name: 'Describe 2 pictures' }).click();
  await expect.poll(() => page.evaluate(meant('describeCards'))).toHaveLength(1);
});

test('trying again says what it means and costs', async ({ open }) => {
  const page = await open(paid);
  const [id] = await onBackend(page, (backend) => backend.drop(1));
  const card = page.getByRole('article').first();
  const fail = (reason: 'timeout' | 'content_blocked', remedy?: 'resend' | 'ask_outcome') =>
    onBackend(page, (backend, [id, reason, remedy]) => backend.fail(id as number, reason as 'timeout', remedy ? { remedy: remedy as 'resend' } : {}), [id, reason, remedy]);
  await fail('timeout', 'resend');
  await card.getByRole('button', { name: 'Send again, may be charged twice' }).click();
  expect(await page.evaluate(meant('describeAgain'))).toEqual([[[id]]]);
  await fail('timeout', 'ask_outcome');
  await card.getByRole('button', { name: 'Ask what became of it, for free' }).click();
  expect(await page.evaluate(meant('describeCards'))).toEqual([[[id]]]);
  await fail('content_blocked');
  await card.getByRole('button', { name: 'Choose another service' }).click();
  expect(await focused(page)).toContain('Service');
  await card.getByRole('button', { name: 'Try again', exact: true }).click();
  expect(await page.evaluate(meant('describeCards'))).toHaveLength(2);
  await onBackend(page, (backend, id) => backend.finish(id), id!);
  await expect(card.getByRole('button', { name: 'Describe again (1 credit)' })).toBeVisible();
  await fail('timeout');
  await expect(card.getByRole('button', { name: 'Try again (1 credit)' })).toBeVisible();
});

test('failed pictures that may have been charged are left out of the rest', async ({ open }) => {
  const page = await open(paid);
  await onBackend(page, (backend) => {
    const ids = [...backend.drop(1), ...backend.drop(1), ...backend.drop(1)];
    backend.fail(ids[0]!, 'timeout', { remedy: 'resend' });
    backend.fail(ids[1]!, 'provider_unavailable');
    backend.fail(ids[2]!, 'provider_unavailable');
  });
  await expect(page.getByText('1 picture may have been charged already.')).toBeVisible();
  await page.getByRole('button', { name: 'Try the failed ones again (2)' }).click();
  await expect(page.getByRole('region', { name: 'Waiting for your word' })).toContainText('2 pictures for Example Vision');
});
