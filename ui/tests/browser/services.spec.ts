/** Services and their keys: set up, tested, limited, and what happens where the keyring does not answer. */
import type { Page } from '@playwright/test';
import { expect, focused, onBackend, said, test, view } from './page';

const calls = (page: Page, name: string) => onBackend(page, (backend, wanted) => backend.calls.filter((call) => call.name === wanted).map((call) => call.args), name);
const card = (page: Page, name = 'Example Vision') => page.locator('details.service').filter({ has: page.getByRole('heading', { name }) });

async function openCard(page: Page, name = 'Example Vision') {
  await card(page, name).locator('summary').first().click();
  await expect(card(page, name).getByRole('heading', { name: /^Keys?$/ })).toBeVisible();
  return card(page, name);
}

test('a key is set, shown by its end, replaced and deleted', async ({ open }) => {
  const page = await open(view('settings'));
  const service = await openCard(page);
  await expect(service.getByText('No key yet')).toBeVisible();
  const field = service.getByRole('textbox', { name: 'API key' });
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toHaveAttribute('autocomplete', 'off');
  await service.getByRole('button', { name: 'Save' }).click();
  await expect(service.getByText('Nothing is typed in yet.')).toBeVisible();
  await field.fill('sk-first-1111');
  await service.getByRole('button', { name: 'Show what is typed: API key' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await field.press('Enter');
  await expect(service.getByText('••••1111')).toBeVisible();
  await expect(service.getByText('Key set, ends in 1111').first()).toBeVisible();
  expect(await said(page)).toContain('Saved');
  expect(await page.content()).not.toContain('sk-first');

  await service.getByRole('button', { name: 'Replace' }).click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await field.fill('sk-second-2222');
  await field.press('Enter');
  await expect(service.getByText('••••2222')).toBeVisible();

  await service.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(service.getByRole('button', { name: 'Keep key' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(service.getByRole('button', { name: 'Delete', exact: true })).toBeFocused();
  expect(await calls(page, 'deleteKeys')).toEqual([]);
  await page.keyboard.press('Enter');
  await service.getByRole('button', { name: 'Delete key' }).click();
  await expect(field).toBeFocused();
  await expect(service.getByText('No key yet')).toBeVisible();
  expect(await calls(page, 'deleteKeys')).toEqual([['example', 'api_key']]);
  expect(await calls(page, 'setKeys')).toEqual([['example', ['api_key']], ['example', ['api_key']]]);
});

test('a service that takes web addresses begins with one, in a language that it knows', async ({ open }) => {
  const page = await open(view('describe', { provider: 'builtin', ui_language: 'en', language: 'de' }));
  await onBackend(page, (backend) => {
    backend.services.takesFiles = false;
    backend.services.languages = ['en'];
  });
  await page.getByRole('combobox', { name: 'Service' }).selectOption({ label: 'Example Vision' });
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'API key' }).fill('sk-first-1111');
  await page.keyboard.press('Enter');
  await expect(sheet.getByText('only takes pictures that have a public web address')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Describe a sample picture' })).toHaveCount(0);
  const go = sheet.getByRole('button', { name: 'From URL' });
  await expect(go).toBeDisabled();
  await sheet.getByRole('button', { name: 'Describe in English' }).click();
  await expect(go).toBeEnabled();
  await expect(go).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Add a picture from its address' })).toBeVisible();
  expect(await calls(page, 'addSample')).toEqual([]);
});

test('trouble with a key that only some ways need leads to its place in the form', async ({ open }) => {
  const page = await open({ ...view('describe', { provider: 'studio' }), services: 2 });
  await onBackend(page, (backend) => {
    const id = backend.drop(1)[0]!;
    backend.fail(id, 'key_missing', { provider: 'studio', remedy: 'service', field: 'bucket_key' });
  });
  await page.getByRole('article').getByRole('button', { name: 'Open settings' }).click();
  await expect(page.getByRole('textbox', { name: 'Secret key of your bucket' })).toBeFocused();
});

test('testing a key says before what it costs, then what came back or what is wrong', async ({ open }) => {
  const page = await open(view('settings'));
  await onBackend(page, (backend) => void backend.services.set.set('api_key', '1234'));
  const service = await openCard(page);
  const button = service.getByRole('button', { name: 'Test the key' });
  await expect(button).toHaveAccessibleDescription('Asks for your account, which costs nothing.');
  await onBackend(page, (backend) => backend.services.hold());
  await button.click();
  await expect(service.getByRole('button', { name: 'Testing…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await onBackend(page, (backend) => backend.services.goOn());
  await expect(service.getByText('199 of 200 credits left, valid until December 31, 2026')).toBeVisible();
  expect(await calls(page, 'checkService')).toHaveLength(1);
  expect((await said(page)).filter((text) => text === 'Example Vision knows the key.')).toHaveLength(1);

  await onBackend(page, (backend) => backend.refuseNext('checkService', 'credits_exhausted'));
  await button.click();
  await expect(service.getByRole('alert')).toContainText('The credits at Example Vision are used up.');
  await service.getByRole('alert').getByRole('button', { name: 'Buy credits' }).click();
  await service.getByRole('button', { name: 'Get a key' }).click();
  expect(await calls(page, 'openPage')).toEqual([['builtin', 'top_up'], ['example', 'key']]);
});

test('where the keyring does not answer, keys are kept for the session with one press', async ({ open }) => {
  const page = await open(view('settings'));
  await onBackend(page, (backend) => backend.services.refuseKeyring('keyring_unavailable'));
  const service = await openCard(page);
  await expect(service.getByRole('alert')).toContainText('There is no keyring on this system');
  await expect(service.getByRole('textbox', { name: 'API key' })).toBeHidden();
  await service.getByRole('button', { name: 'Try again' }).click();
  await expect(service.getByRole('alert')).toContainText('There is no keyring on this system');
  await service.getByRole('button', { name: 'Keep until Altsmith is closed' }).click();
  await service.getByRole('textbox', { name: 'API key' }).fill('sk-memory-3333');
  await service.getByRole('button', { name: 'Save' }).click();
  await expect(service.getByText('••••3333 Key set, ends in 3333 until Altsmith is closed')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Until Altsmith is closed' })).toBeChecked();
});

test('a key that the keyring refused waits until there is a vault for it', async ({ open }) => {
  const page = await open(view('settings'));
  const service = await openCard(page);
  await onBackend(page, (backend) => backend.services.refuseKeyring('keyring_locked'));
  await service.getByRole('textbox', { name: 'API key' }).fill('sk-vault-4444');
  await service.getByRole('button', { name: 'Save' }).click();
  await service.getByRole('button', { name: 'Use a file with a passphrase' }).click();
  await expect(service.getByText('It cannot be recovered')).toBeVisible();
  await service.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('four common words here');
  await service.getByRole('textbox', { name: 'Passphrase once more' }).fill('other words');
  await service.getByRole('button', { name: 'Make the file' }).click();
  await expect(service.getByText('The two are not the same.')).toBeVisible();
  expect(await calls(page, 'openVault')).toEqual([]);
  await service.getByRole('textbox', { name: 'Passphrase once more' }).fill('four common words here');
  await page.keyboard.press('Enter');
  await expect(service.getByText('in your file with a passphrase')).toBeVisible();
  await expect(service.getByText('••••4444')).toBeVisible();
});

test('a locked vault says that a passphrase is wrong where it is typed, then opens', async ({ open }) => {
  const page = await open(view('settings', { key_place: 'vault', provider: 'example' }));
  await onBackend(page, (backend) => {
    backend.services.vault = { exists: true, unlocked: false };
    backend.services.passphrase = 'four common words here';
    backend.services.set.set('api_key', '5555');
  });
  const group = page.getByRole('radiogroup', { name: 'Where keys are kept' });
  // The place is learned when it is shown; the vault was made since.
  await group.getByRole('radio', { name: 'In the keyring of this system' }).check();
  await group.getByRole('radio', { name: 'In a file with a passphrase' }).check();
  const passphrase = group.getByRole('textbox', { name: 'Passphrase' });
  await passphrase.fill('something else');
  await passphrase.press('Enter');
  await expect(group.getByRole('alert')).toContainText('This is not the passphrase');
  await expect(passphrase).toBeFocused();
  await passphrase.fill('four common words here');
  await group.getByRole('button', { name: 'Unlock' }).click();
  await expect(group.getByText('Unlocked until Altsmith is closed.')).toBeVisible();
  await expect(card(page).getByText('Key set, ends in 5555')).toBeVisible();
});

test('a service is set up by keyboard alone, from the notice to the first words', async ({ open }) => {
  const page = await open({ history: 0, pace: 20 });
  await page.getByRole('combobox', { name: 'Service' }).selectOption('example');
  const notice = page.getByRole('note');
  await expect(notice).toContainText('Example Vision needs a key before it can describe pictures.');
  expect((await said(page)).filter((text) => text.includes('needs a key'))).toHaveLength(1);
  const tabTo = async (name: string) => {
    for (let step = 0; step < 25 && (await focused(page)) !== name; step += 1) await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(name);
  };
  await tabTo('Set up');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Set up Example Vision' });
  await expect(sheet.getByText('Sign in at vision.example and create a key.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(notice.getByRole('button', { name: 'Set up' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('textbox', { name: 'API key' })).toBeVisible();
  await tabTo('Get a key');
  await page.keyboard.press('Enter');
  expect(await calls(page, 'openPage')).toEqual([['example', 'key']]);
  await page.keyboard.press('Tab');
  await expect(sheet.getByRole('textbox', { name: 'API key' })).toBeFocused();
  await page.keyboard.type('sk-typed-6666');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('button', { name: 'Test the key' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet.getByText('199 of 200 credits left')).toBeVisible();
  await tabTo('Describe a sample picture');
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await expect(notice).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Alt text of red-bicycle.jpg' })).toBeVisible();
});

test('no key is asked for while only this computer describes, nor before the window is seen', async ({ open }) => {
  const page = await open({ history: 0 });
  await page.getByRole('combobox', { name: 'Style' }).selectOption('long');
  expect(await calls(page, 'keys')).toEqual([]);
  await page.goto(page.url().replace(/&?settings=[^&]*/, '') + `&settings=${encodeURIComponent(JSON.stringify({ provider: 'example' }))}`);
  await expect(page.getByRole('note')).toBeVisible();
  const names = await onBackend(page, (backend) => backend.calls.map(({ name }) => name));
  expect(names.indexOf('keys')).toBeGreaterThan(names.indexOf('ready'));
});

test('the trouble of a picture leads to what helps, and then offers to try again', async ({ open }) => {
  const page = await open(view('describe', { provider: 'builtin' }));
  const ids = await onBackend(page, (backend) => backend.drop(4));
  await onBackend(
    page,
    (backend, [key, vault, budget, credits]) => {
      backend.fail(key!, 'key_missing', { provider: 'example' });
      backend.fail(vault!, 'vault_locked', { provider: 'example' });
      backend.fail(budget!, 'budget_reached', { provider: 'example' });
      backend.fail(credits!, 'credits_exhausted', { provider: 'example' });
    },
    ids,
  );
  const [key, vault, budget, credits] = [0, 1, 2, 3].map((place) => page.getByRole('article').nth(place)) as [ReturnType<Page['getByRole']>, ReturnType<Page['getByRole']>, ReturnType<Page['getByRole']>, ReturnType<Page['getByRole']>];
  await credits.getByRole('button', { name: 'Buy credits' }).click();
  expect(await calls(page, 'openPage')).toEqual([['example', 'top_up']]);

  await key.getByRole('button', { name: 'Set up' }).click();
  const sheet = page.getByRole('dialog', { name: 'Set up Example Vision' });
  await sheet.getByRole('textbox', { name: 'API key' }).fill('sk-typed-7777');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await sheet.getByRole('button', { name: 'Done' }).click();
  await expect(key.getByRole('button', { name: 'Try again' })).toBeVisible();

  await onBackend(page, (backend) => {
    backend.services.vault = { exists: true, unlocked: false };
    backend.services.passphrase = 'four common words here';
  });
  await vault.getByRole('button', { name: 'Enter passphrase' }).click();
  const unlock = page.getByRole('dialog', { name: 'Unlock your keys' });
  await unlock.getByRole('textbox', { name: 'Passphrase', exact: true }).waitFor();
  await page.keyboard.press('Escape');

  await budget.getByRole('button', { name: 'Change the budget' }).click();
  await expect(card(page).getByRole('heading', { name: 'Budget' })).toBeFocused();
});

test('budgets are kept with their unit, and a refused one says so at its field', async ({ open }) => {
  const page = await open(view('settings'));
  const service = await openCard(page);
  const day = service.getByRole('group', { name: 'For a day' });
  await expect(day).toContainText('12 credits today');
  await day.getByRole('spinbutton', { name: 'For a day' }).fill('100');
  await page.keyboard.press('Tab');
  await expect(day).toContainText('12 of 100 credits today');
  await day.getByRole('combobox', { name: 'Unit' }).selectOption('requests');
  await expect.poll(() => calls(page, 'saveService')).toEqual([['example', { budget_day: '100 credits' }], ['example', { budget_day: '100 requests' }]]);
  await onBackend(page, (backend) => backend.refuseNext('saveService', 'setting_invalid'));
  await day.getByRole('spinbutton').fill('7');
  await page.keyboard.press('Tab');
  await expect(day.getByRole('alert')).toContainText('not a value');
  await day.getByRole('spinbutton').fill('');
  await page.keyboard.press('Tab');
  await expect(day).toContainText('12 credits today');
  await expect(day.getByRole('alert')).toBeHidden();
  expect((await calls(page, 'saveService')).at(-1)).toEqual(['example', { budget_day: '' }]);
});

test('model, settings and address are saved as they change', async ({ open }) => {
  const page = await open(view('settings'));
  const service = await openCard(page);
  await expect(service.getByText('Each picture takes 1 credit.')).toBeVisible();
  await service.getByRole('combobox', { name: 'Model' }).selectOption('everything');
  await expect(service.getByText('Each picture takes 3 requests and 3 credits.')).toBeVisible();
  await service.getByRole('switch', { name: /^Pass on the web address/ }).check();
  await service.getByText('Advanced').click();
  const address = service.getByRole('textbox', { name: 'Address of the service' });
  await address.fill('http://elsewhere.example');
  await address.press('Tab');
  await expect(service.getByRole('alert')).toContainText('not an address that a service can have');
  await expect(address).toHaveValue('http://elsewhere.example');
  await address.fill('https://elsewhere.example');
  await address.press('Tab');
  await expect(service.getByRole('alert')).toBeHidden();
  expect(await calls(page, 'saveService')).toEqual([
    ['example', { model: 'everything' }],
    ['example', { keep: 'true' }],
    ['example', { endpoint: 'http://elsewhere.example' }],
    ['example', { endpoint: 'https://elsewhere.example' }],
  ]);
});

test('an account is made and switched on from the form', async ({ open }) => {
  const page = await open({ ...view('settings'), services: 2 });
  const service = await openCard(page, 'Word Studio');
  await service.getByRole('textbox', { name: 'Your own secret' }).fill('mine alone');
  await service.getByRole('textbox', { name: 'E-mail address' }).fill('me@example.org');
  await service.getByRole('button', { name: 'Create account' }).click();
  await expect(service.getByText('The account is made. The key comes by e-mail.')).toBeVisible();
  await service.getByRole('textbox', { name: 'API key from the e-mail' }).fill('by-mail-8888');
  await service.getByRole('button', { name: 'Activate account' }).click();
  await expect(service.getByText('The account is switched on.')).toBeVisible();
  await expect(service.getByText('Key set, ends in 8888').first()).toBeVisible();
  expect(await calls(page, 'accountAction')).toEqual([['studio', 'create'], ['studio', 'activate']]);
  expect(await calls(page, 'saveService')).toEqual([['studio', { email: 'me@example.org' }]]);
});

test('a further authority is chosen in a dialog of the system and taken back', async ({ open }) => {
  const page = await open(view('settings'));
  const authority = page.getByRole('group', { name: 'Further certificate authority' });
  await expect(authority.getByRole('button', { name: 'Remove' })).toHaveCount(0);
  await onBackend(page, (backend) => backend.refuseNext('chooseAuthority', 'setting_invalid'));
  await authority.getByRole('button', { name: 'Choose file…' }).click();
  await expect(authority.getByRole('alert')).toBeVisible();
  await authority.getByRole('button', { name: 'Choose file…' }).click();
  await expect(authority.getByText('/etc/ours/authority.pem')).toBeVisible();
  await expect(authority.getByRole('alert')).toHaveCount(0);
  await authority.getByRole('button', { name: 'Remove' }).click();
  await expect(authority.getByText('/etc/ours/authority.pem')).toHaveCount(0);
  await expect(authority.getByRole('button', { name: 'Choose file…' })).toBeFocused();
});

test('the log of requests is read, copied and found', async ({ open }) => {
  const page = await open(view('settings'));
  await onBackend(page, (backend) => void (backend.services.lines = 230));
  await page.getByRole('button', { name: 'Log of requests' }).click();
  const sheet = page.getByRole('dialog', { name: 'Log of requests' });
  await expect(sheet.getByRole('listitem')).toHaveCount(200);
  await expect(sheet.getByText('30 older lines are copied too, but not shown.')).toBeAttached();
  await sheet.getByRole('button', { name: 'Copy all' }).click();
  await expect(sheet.getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await onBackend(page, (backend) => backend.clipboard);
  expect(text.split('\n')).toHaveLength(230);
  expect(text).toMatch(/^2026-06-01T09:00:00\.000Z answered operation=alttexts/);
  await sheet.getByRole('button', { name: 'Open folder' }).click();
  expect(await calls(page, 'openLogFolder')).toHaveLength(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Log of requests' })).toBeFocused();
  await onBackend(page, (backend) => void (backend.services.lines = 0));
  await page.keyboard.press('Enter');
  await expect(sheet.getByText('Nothing was sent yet.')).toBeVisible();
});

test('from how many pictures on the cost is shown', async ({ open }) => {
  const page = await open(view('settings', { ask_from: 7 }));
  const choice = page.getByRole('combobox', { name: 'Show the cost before sending' });
  await expect(choice).toHaveValue('7');
  await choice.selectOption('Never');
  expect((await calls(page, 'saveSettings')).at(-1)![0]).toMatchObject({ ask_from: 0 });
});

test('a server of one’s own is added, renamed, removed and brought back by keys alone', async ({ open }) => {
  const page = await open({ ...view('settings'), services: 2 });
  await page.getByRole('button', { name: 'Add a server' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Add a server' });
  await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add a server' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Lab');
  await page.keyboard.press('Tab');
  const address = form.getByRole('textbox', { name: 'Address, with /v1' });
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription(/http:\/\/127\.0\.0\.1:1234\/v1/);
  await page.keyboard.type('http://example.org/v1');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toBeVisible();
  await address.fill('http://127.0.0.1:1234/v1');
  await page.keyboard.press('Enter');
  expect((await calls(page, 'addConnection')).at(-1)).toEqual(['studio', 'Lab', 'http://127.0.0.1:1234/v1']);
  expect(await said(page)).toContain('Lab was added');
  const lab = card(page, 'Lab');
  await expect(lab.getByRole('heading', { name: 'How it describes' })).toBeFocused();

  const name = lab.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toHaveAccessibleDescription('Commands call it lab.');
  await name.fill('My GPU');
  await name.press('Enter');
  const renamed = card(page, 'My GPU');
  await expect(renamed).toHaveCount(1);
  await expect(card(page, 'Example Vision').getByRole('button', { name: 'Remove this server' })).toHaveCount(0);
  await renamed.getByRole('button', { name: 'Remove this server' }).press('Enter');
  await expect(renamed).toHaveCount(0);
  expect(await said(page)).toContain('My GPU was removed');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(card(page, 'My GPU')).toHaveCount(1);
});
