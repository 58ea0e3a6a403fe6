/** axe finds nothing: every view, empty, full, in trouble and with what opens above it, light and dark. */
import type { Page } from '@playwright/test';
import { axe, expect, onBackend, test, view } from './page';

interface Scene {
  name: string;
  query: Record<string, string | number>;
  set?: (page: Page) => Promise<unknown>;
}

const dropped = async (page: Page) => {
  const ids = await onBackend(page, (backend) => backend.drop(8));
  await onBackend(
    page,
    (backend, [a, b, c, d, e, f, g]) => {
      backend.finish(a!, { warnings: [{ code: 'alt_too_long', message: 'The alt text is longer than 125 characters.' }], cached: true });
      backend.move(b!, 'reading');
      backend.move(c!, 'describing');
      backend.move(d!, 'waiting');
      backend.move(e!, 'cancelled');
      backend.fail(f!, 'not_an_image');
      backend.fail(g!, 'rate_limited', { retry_after_ms: 60_000 });
    },
    ids,
  );
};

const openService = async (page: Page, name = 'Example Vision') => {
  await page.locator('summary', { hasText: name }).click();
  await page.getByRole('heading', { name: 'Budget' }).waitFor();
};

const setUp = async (page: Page) => {
  await page.getByRole('note').getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).waitFor();
};

const scenes: Scene[] = [
  { name: 'describe, empty', query: { history: 0 } },
  { name: 'describe, full', query: { cards: 4 } },
  { name: 'describe, every state', query: { history: 0 }, set: dropped },
  {
    name: 'describe, a refused save',
    query: { cards: 1 },
    set: async (page) => {
      await onBackend(page, (backend) => backend.refuseNext('editDescription', 'disk_full'));
      await page.getByRole('textbox', { name: /^Alt text of/ }).fill('Mine.');
      await page.keyboard.press('Escape');
      await page.getByText('The disk is full.').waitFor();
    },
  },
  {
    name: 'describe, pictures that wait for the word',
    query: view('describe', { provider: 'example' }),
    set: async (page) => {
      await onBackend(page, (backend) => {
        backend.money.known = 3;
        backend.money.warnings = ['The credits of Example Vision do not suffice: 5 are left.'];
        backend.drop(12);
      });
      await page.getByText('do not suffice').first().waitFor();
    },
  },
  {
    name: 'describe, pictures whose cost is being found out',
    query: view('describe', { provider: 'example' }),
    set: async (page) => {
      await onBackend(page, (backend) => {
        backend.estimate = () => new Promise(() => {});
        backend.drop(12);
      });
      await page.getByRole('button', { name: 'Describe 12 pictures' }).waitFor();
    },
  },
  {
    name: 'describe, what a service can say',
    query: { history: 0 },
    set: async (page) => {
      await onBackend(page, (backend) => {
        const [a, b, c, d, e, f] = backend.drop(6);
        backend.move(a!, 'waiting', 'limit');
        backend.move(b!, 'waiting', 'service');
        backend.move(c!, 'waiting', 'recovery', 600);
        backend.fail(d!, 'rate_limited', { provider_code: '1004', request_id: 'req-8f2c-11' });
        backend.fail(e!, 'outcome_unknown');
        backend.finish(f!, { incomplete: backend.troubleOf('rate_limited'), credits: { used: 1, remaining: 199, unit: 'credits' } });
      });
      await page.getByText('Waiting for the service…').waitFor();
    },
  },
  {
    name: 'describe, requests without an answer',
    query: { history: 6 },
    set: async (page) => {
      await onBackend(page, (backend) => backend.interrupt(5));
      await page.getByRole('button', { name: 'Show all 5' }).waitFor();
    },
  },
  {
    name: 'describe, a language that the service does not know',
    query: { history: 0 },
    set: async (page) => {
      await onBackend(page, (backend) => (backend.services.languages = ['de', 'en']));
      await page.getByRole('combobox', { name: 'Service' }).selectOption('example');
      await page.getByRole('combobox', { name: 'Language of descriptions' }).selectOption('fr');
      await page.getByRole('button', { name: 'Describe in English' }).waitFor();
    },
  },
  {
    name: 'inspector, a question that waits',
    query: view('history'),
    set: async (page) => {
      const question = page.getByRole('textbox', { name: 'Question' });
      await question.fill('What time is it?');
      await question.press('Enter');
      await page.getByRole('listitem').filter({ hasText: 'half past three' }).waitFor();
      await onBackend(page, (backend) => (backend.tasks.slow = true));
      await question.fill('And where?');
      await question.press('Enter');
      await page.getByText('Waiting for Example Vision…').waitFor();
    },
  },
  {
    name: 'inspector, described again, waiting',
    query: view('history'),
    set: async (page) => {
      await onBackend(page, (backend) => (backend.tasks.slow = true));
      await page.getByRole('complementary').getByRole('button', { name: 'Describe again' }).click();
      await page.getByText('Reading the picture…').waitFor();
    },
  },
  {
    name: 'describe, a balance that runs out and requests that can be asked about',
    query: { history: 6 },
    set: async (page) => {
      await onBackend(page, (backend) => {
        const alert = { provider: 'example', name: 'Example Vision', account: '', message: 'Only 5 credits left.', can_top_up: true };
        backend.emit({ event: 'balances_low', alerts: [alert] });
        backend.interrupt(2, 'Example Vision', 'is_free');
        backend.tasks.slow = true;
      });
      await page.getByRole('button', { name: /^Ask what became of it/ }).first().click();
      await page.getByRole('button', { name: /^Cancel: / }).waitFor();
      await page.locator('.unfinished summary').last().click();
    },
  },
  { name: 'describe, a notice', query: { notice: 'A damaged database was moved aside.' } },
  {
    name: 'describe, undo',
    query: { cards: 2 },
    set: async (page) => {
      await page.getByRole('article').first().focus();
      await page.keyboard.press('Delete');
      await page.getByRole('region', { name: 'Can be undone' }).waitFor();
    },
  },
  { name: 'describe, copy menu', query: { cards: 2 }, set: (page) => page.keyboard.press('Control+Shift+C') },
  { name: 'describe, drop', query: {}, set: (page) => onBackend(page, (backend) => backend.emit({ event: 'drag_over', count: 3 })) },
  { name: 'sheet of keys', query: {}, set: (page) => page.keyboard.press('?') },
  { name: 'sheet of an address', query: {}, set: (page) => page.keyboard.press('Control+l') },
  {
    name: 'large preview',
    query: { cards: 2 },
    set: async (page) => {
      await page.getByRole('article').first().focus();
      await page.keyboard.press('Space');
    },
  },
  { name: 'history, full', query: view('history'), set: (page) => page.getByRole('complementary').getByText('Facts').waitFor() },
  { name: 'history, empty', query: { ...view('history'), history: 0 }, set: (page) => page.getByText('Nothing here yet').waitFor() },
  {
    name: 'history, nothing found',
    query: view('history'),
    set: async (page) => {
      await page.getByRole('searchbox').fill('no such words');
      await page.getByText('Nothing found').waitFor();
    },
  },
  {
    name: 'history, trouble',
    query: view('describe'),
    set: async (page) => {
      await onBackend(page, (backend) => backend.refuseNext('history', 'database_busy'));
      await page.keyboard.press('Control+2');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'history, versions open',
    query: view('history'),
    set: async (page) => {
      await page.getByRole('complementary').getByRole('button', { name: 'Describe again' }).click();
      await page.getByText('2 versions').last().click();
    },
  },
  {
    name: 'usage, full',
    query: view('usage'),
    set: async (page) => {
      await onBackend(page, (backend) => {
        backend.money.balanceWarnings['studio'] = 'Only 12 of 500 credits are left.';
        backend.refuseNext('refreshBalance', 'key_rejected', { provider: 'example' });
      });
      await page.getByRole('button', { name: 'Refresh, Example Vision' }).click();
      await page.getByText('does not accept the key').waitFor();
      await page.getByRole('button', { name: 'Refresh, Studio Open' }).click();
      await page.getByText('Only 12 of 500').waitFor();
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.getByRole('slider').focus();
    },
  },
  {
    name: 'usage, the statement',
    query: view('usage'),
    set: async (page) => {
      await page.getByLabel('1 year').check();
      await page.getByRole('feed').getByRole('article').first().focus();
      await page.getByRole('button', { name: /^Copy request id/ }).first().waitFor();
    },
  },
  {
    name: 'usage, a picture open',
    query: view('usage'),
    set: async (page) => {
      await page.getByRole('button', { name: /^Open / }).first().click();
      await page.getByRole('dialog').getByText('Facts').waitFor();
    },
  },
  {
    name: 'usage, nothing in a unit',
    query: view('usage'),
    set: async (page) => {
      await onBackend(page, (backend) => {
        const usage = backend.usage.bind(backend);
        backend.usage = async (days) => ({ ...(await usage(days)), days: [] });
      });
      await page.getByLabel('7 days').check();
      await page.getByText('nothing was charged').waitFor();
    },
  },
  { name: 'usage, nothing spent', query: { ...view('usage'), money: 'none' }, set: (page) => page.getByText('Nothing was spent').waitFor() },
  { name: 'usage, empty', query: { ...view('usage'), history: 0, money: 'none' }, set: (page) => page.getByText('No picture has been described yet.').waitFor() },
  { name: 'settings', query: view('settings') },
  { name: 'settings, a service', query: view('settings', { provider: 'example', length_profile: 'own' }) },
  { name: 'settings, a service without a key', query: { ...view('settings'), services: 2 }, set: (page) => openService(page, 'Word Studio') },
  {
    name: 'settings, a service with a key',
    query: view('settings', { provider: 'example' }),
    set: async (page) => {
      await onBackend(page, (backend) => void backend.services.set.set('api_key', '1234'));
      await onBackend(page, (backend) => void (backend.services.values['budget_day'] = '100 credits'));
      await page.getByRole('radio', { name: 'Until Altsmith is closed' }).check();
      await openService(page);
      await page.getByRole('button', { name: 'Test the key' }).click();
      await page.getByText('199 of 200').waitFor();
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByText('Advanced').click();
    },
  },
  {
    name: 'settings, adding a server',
    query: { ...view('settings'), services: 2 },
    set: async (page) => {
      await page.getByRole('button', { name: 'Add a server' }).click();
      await page.getByRole('textbox', { name: 'Address, with /v1' }).fill('http://example.org');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'settings, a server that was added',
    query: { ...view('settings'), services: 2 },
    set: async (page) => {
      await page.getByRole('button', { name: 'Add a server' }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Lab');
      await page.getByRole('textbox', { name: 'Address, with /v1' }).fill('https://lab.example.org/v1');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('button', { name: 'Remove this server' }).waitFor();
    },
  },
  {
    name: 'settings, no keyring',
    query: view('settings'),
    set: async (page) => {
      await onBackend(page, (backend) => backend.services.refuseKeyring('keyring_unavailable'));
      await openService(page);
      await page.getByText('There is no keyring').waitFor();
    },
  },
  {
    name: 'settings, a wrong passphrase',
    query: view('settings'),
    set: async (page) => {
      await onBackend(page, (backend) => void (backend.services.vault = { exists: true, unlocked: false }));
      await page.getByRole('radio', { name: 'In a file with a passphrase' }).check();
      await page.getByRole('textbox', { name: 'Passphrase' }).fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByText('This is not the passphrase').waitFor();
    },
  },
  {
    name: 'describe, what the person knows',
    query: { ...view('describe', { provider: 'example', instruction: 'Name the plants.' }), left: 2 },
    set: async (page) => {
      await page.getByRole('textbox', { name: 'What you know', exact: true }).fill('The summer party');
      await page.getByRole('article').first().getByRole('button', { name: /^Change what you know of/ }).click();
    },
  },
  {
    name: 'sheet that sets up a service for web addresses',
    query: view('describe', { language: 'fr' }),
    set: async (page) => {
      await onBackend(page, (backend) => {
        backend.services.takesFiles = false;
        backend.services.languages = ['en'];
      });
      await page.getByRole('combobox', { name: 'Service' }).selectOption({ label: 'Example Vision' });
      await setUp(page);
      await page.getByRole('button', { name: 'Set up addresses' }).waitFor();
    },
  },
  { name: 'describe, a service without a key', query: { ...view('describe', { provider: 'example' }), history: 0 }, set: (page) => page.getByRole('note').waitFor() },
  { name: 'sheet that sets a service up', query: view('describe', { provider: 'example' }), set: setUp },
  {
    name: 'sheet that unlocks keys',
    query: view('describe', { provider: 'example', key_place: 'vault' }),
    set: async (page) => {
      await page.getByRole('button', { name: 'Enter passphrase' }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Passphrase', exact: true }).waitFor();
    },
  },
  {
    name: 'sheet of the log',
    query: view('settings'),
    set: async (page) => {
      await page.getByRole('button', { name: 'Log of requests' }).click();
      await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
  },
  { name: 'German', query: { ...view('settings'), language: 'de' } },
  { name: 'Chinese', query: { ...view('history'), language: 'zh' }, set: (page) => page.getByRole('complementary').getByText('信息', { exact: true }).waitFor() },
];

for (const scheme of ['light', 'dark'] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    for (const { name, query, set } of scenes) {
      test(name, async ({ open }) => {
        const page = await open(query);
        await set?.(page);
        await page.evaluate(() => Promise.all(document.getAnimations().filter((animation) => animation.effect?.getTiming().iterations === 1).map((animation) => animation.finished)));
        const { violations } = await axe(page).analyze();
        expect(violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }))).toEqual([]);
      });
    }
  });
}

test.describe('the narrow window', () => {
  test.use({ viewport: { width: 480, height: 800 } });
  for (const { name, query } of scenes.filter(({ set }) => !set)) {
    test(name, async ({ open }) => {
      const page = await open(query);
      expect((await axe(page).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });
  }

  test('the inspector is a sheet', async ({ open }) => {
    const page = await open({ cards: 1 });
    await page.getByRole('button', { name: 'Details' }).click();
    const sheet = page.getByRole('dialog', { name: 'Details' });
    await expect(sheet.getByText('Nothing left this computer.')).toBeVisible();
    expect((await axe(page).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Details' })).toBeFocused();
  });
});

test('words carry their language', async ({ open }) => {
  const page = await open({ ...view('history'), history: 10 });
  await expect(page.getByRole('article').first().locator('.words')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('article').nth(1).locator('.words')).toHaveAttribute('lang', 'en');
});
