/** Services that cost money: what a batch costs is told before it is sent, and nothing is sent twice by itself. */
import { expect, focused, onBackend, said, test, view } from './page';

const calls = (name: string) => `window.altsmith.calls.filter((call) => call.name === '${name}').map((call) => call.args)`;
const meant = (name: string) => `window.altsmith.meant.filter((call) => call.name === '${name}').map((call) => call.args)`;
const paid = view('describe', { provider: 'example' });

test('a batch waits, says what it costs, and is described at a word', async ({ open }) => {
  const page = await open(paid);
  await page.getByRole('combobox', { name: 'Service' }).focus();
  const ids = await onBackend(page, (backend) => {
    backend.money.known = 3;
    backend.money.seconds = 240;
    backend.money.warnings = ['The credits of Example Vision do not suffice: 5 are left.'];
    return backend.drop(12);
  });
  const banner = page.getByRole('region', { name: 'Waiting for your word' });
  await expect(banner.getByRole('heading', { name: '12 pictures for Example Vision' })).toBeVisible();
  await expect(banner).toContainText('about 9 credits 3 are known already and cost nothing takes about 4 min sent to api.vision.example');
  await expect(banner).toContainText('The credits of Example Vision do not suffice: 5 are left.');
  // Nothing moved by itself, and people who listen were told once.
  expect(await focused(page)).toBe('Service');
  expect((await said(page)).filter((text) => text.startsWith('12 pictures for Example Vision: about 9 credits'))).toHaveLength(1);
  expect(await page.evaluate(calls('describeCards'))).toEqual([]);
  await banner.getByRole('button', { name: 'Describe 12 pictures' }).click();
  expect(await page.evaluate(meant('describeCards'))).toEqual([[ids]]);
  await expect(banner).toBeHidden();
  await expect(page.getByRole('progressbar', { name: '0 of 12 described' })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
});

test('no number is shown until it is known, and none that is old', async ({ open }) => {
  const page = await open(paid);
  await onBackend(page, (backend) => {
    const estimate = backend.estimate.bind(backend);
    const waiting: (() => void)[] = [];
    backend.estimate = async (ids) => {
      await new Promise<void>((answer) => waiting.push(answer));
      return estimate(ids);
    };
    (window as unknown as { answer: () => void }).answer = () => waiting.splice(0).forEach((answer) => answer());
    backend.drop(2);
  });
  const banner = page.getByRole('region', { name: 'Waiting for your word' });
  const go = banner.getByRole('button', { name: 'Describe 2 pictures' });
  await expect(go).toHaveAttribute('aria-disabled', 'true');
  await expect(banner).not.toContainText('credits');
  await go.click({ force: true });
  expect(await page.evaluate(calls('describeCards'))).toEqual([]);
  const answer = () => page.evaluate(() => (window as unknown as { answer: () => void }).answer());
  await expect.poll(async () => (await answer(), banner.textContent())).toContain('about 2 credits');
  await page.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Everything (three requests)' });
  await expect(banner).not.toContainText('credits');
  await expect.poll(async () => (await answer(), banner.textContent())).toContain('about 6 credits');
  await expect(banner).toContainText('6 requests');
});

test('"not now" takes the batch back; each picture can still be described', async ({ open }) => {
  const page = await open(paid);
  const ids = await onBackend(page, (backend) => backend.drop(3));
  const first = page.getByRole('article').first();
  await expect(first).toContainText('Waits for your word');
  await page.getByRole('article').nth(1).getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByRole('heading', { name: '2 pictures for Example Vision' })).toBeVisible();
  await page.getByRole('region', { name: 'Waiting for your word' }).getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByRole('region', { name: 'Waiting for your word' })).toBeHidden();
  expect(await page.evaluate(meant('cancel'))).toEqual([[[ids[1]]], [[ids[0], ids[2]]]]);
  await expect(first).toContainText('Cancelled');
  await first.getByRole('button', { name: 'Describe', exact: true }).click();
  expect(await page.evaluate(meant('describeCards'))).toEqual([[[ids[0]]]]);
  expect(await page.evaluate(calls('describeAgain'))).toEqual([]);
});

test('a button that goes with its state leaves the focus at the picture', async ({ open }) => {
  const page = await open(paid);
  await onBackend(page, (backend) => backend.drop(2));
  const second = page.getByRole('article').nth(1);
  await second.focus();
  await page.keyboard.press('Enter');
  await expect(second.getByRole('button', { name: 'Describe', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(second).toContainText('Waiting for its turn');
  await expect(second).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(second.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(second).toContainText('Cancelled');
  await expect(second).toBeFocused();
});

test('an estimate that fails is asked for again', async ({ open }) => {
  const page = await open(paid);
  await onBackend(page, (backend) => {
    backend.refuseNext('estimate', 'not_found');
    backend.drop(2);
  });
  const banner = page.getByRole('region', { name: 'Waiting for your word' });
  await expect(banner).toContainText('This entry is gone.');
  await banner.getByRole('button', { name: 'Try again' }).click();
  await expect(banner).toContainText('about 2 credits');
});

test('a service without prices is called that', async ({ open }) => {
  const page = await open(paid);
  await onBackend(page, (backend) => {
    backend.services.priced = false;
    backend.drop(12);
  });
  await expect(page.getByText('12 requests; the service does not say what they cost').first()).toBeVisible();
});

test('the key for it is in the sheet of keys and works outside of fields', async ({ open }) => {
  const page = await open(paid);
  const ids = await onBackend(page, (backend) => backend.drop(2));
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog').getByText('Describe the pictures that wait for your word')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Waiting for your word' })).toContainText('about 2 credits');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.evaluate(meant('describeCards'))).toEqual([[ids]]);
});

test('one picture is not held', async ({ open }) => {
  const page = await open(paid);
  await onBackend(page, (backend) => backend.drop(1));
  await expect(page.getByRole('article')).toContainText('Waiting for its turn');
  await expect(page.getByRole('region', { name: 'Waiting for your word' })).toHaveCount(0);
});

test('the failed ones are tried again together, without what may have been charged', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => {
    const [a, b, c, d] = backend.drop(4);
    backend.fail(a!, 'rate_limited');
    backend.fail(b!, 'outcome_unknown');
    backend.fail(c!, 'provider_unavailable');
    backend.finish(d!);
    return [a, b, c, d];
  });
  await page.getByRole('button', { name: 'Try the failed ones again (2)' }).click();
  expect(await page.evaluate(meant('describeCards'))).toEqual([[[ids[0], ids[2]]]]);
  await page.getByRole('article').nth(1).getByRole('button', { name: 'Send again, may be charged twice' }).click();
  expect(await page.evaluate(meant('describeAgain'))).toEqual([[[ids[1]]]]);
});

test('the key for describing again pays nothing twice', async ({ open }) => {
  const page = await open({ history: 0 });
  const [id] = await onBackend(page, (backend) => {
    const cards = backend.drop(1);
    backend.fail(cards[0]!, 'rate_limited');
    return cards;
  });
  await page.getByRole('article').first().focus();
  await page.keyboard.press('Control+r');
  await expect.poll(() => page.evaluate(meant('describeCards'))).toEqual([[[id]]]);
  expect(await page.evaluate(calls('describeAgain'))).toEqual([]);
});

test('waiting says for what, and can be cancelled', async ({ open }) => {
  const page = await open({ history: 0 });
  const ids = await onBackend(page, (backend) => {
    const [a, b, c] = backend.drop(3);
    backend.move(a!, 'waiting', 'limit');
    backend.move(b!, 'waiting', 'service');
    backend.move(c!, 'waiting', 'recovery', 600);
    return [a, b, c];
  });
  const [limit, service, recovery] = [page.getByRole('article').nth(0), page.getByRole('article').nth(1), page.getByRole('article').nth(2)];
  await expect(limit).toContainText(/Next in (1[0-2]|\d) s \(limit of the service\)/);
  await expect(service).toContainText('Waiting for the service…');
  await expect(recovery).toContainText('The service is out of order, next try in 10 min');
  // What counts down is no part of a name that is read out.
  await expect(limit).toHaveAttribute('aria-label', /Waiting for its turn/);
  await service.getByRole('button', { name: 'Cancel' }).click();
  expect(await page.evaluate(meant('cancel'))).toEqual([[[ids[1]]]]);
});

test('what the service calls a trouble can be copied', async ({ open }) => {
  const page = await open({ history: 0 });
  await onBackend(page, (backend) => backend.fail(backend.drop(1)[0]!, 'rate_limited', { provider_code: '1004', request_id: 'req-8f2c-11' }));
  const card = page.getByRole('article');
  await expect(card).toContainText('Code 1004');
  await card.getByRole('button', { name: 'Copy request id' }).click();
  expect(await onBackend(page, (backend) => backend.clipboard)).toBe('req-8f2c-11');
  await expect.poll(() => said(page)).toContain('Copied: request id req-8f2c-11');
});

test('words say what they cost, what is left and what is missing', async ({ open }) => {
  const page = await open({ history: 0 });
  await onBackend(page, (backend) => {
    const [a, b] = backend.drop(2);
    const credits = { used: 1, remaining: 199, unit: 'credits' };
    backend.finish(a!, { author: 'model', provider_name: 'Example Vision', duration_ms: 2960, credits, incomplete: backend.troubleOf('provider_unavailable') });
    backend.finish(b!, { author: 'model', provider_name: 'Example Vision', credits, cached: true });
  });
  const first = page.getByRole('article').first();
  await expect(first).toContainText('Example Vision');
  await expect(first).toContainText('3s');
  await expect(first).toContainText('1 credit, 199 left');
  await expect(first).toContainText('Not everything came. Example Vision is out of order.');
  // The history answered: nothing was paid for it now.
  await expect(page.getByRole('article').nth(1)).not.toContainText('credit');
});

test('a model is chosen beside its service and kept', async ({ open }) => {
  const page = await open(paid);
  const model = page.getByRole('combobox', { name: 'Model' });
  await expect(model).toHaveValue('vision-small');
  await model.selectOption({ label: 'Everything (three requests)' });
  await expect.poll(() => page.evaluate(calls('saveService'))).toEqual([['example', { model: 'everything' }]]);
  await onBackend(page, (backend) => backend.refuseNext('saveService', 'disk_full'));
  await model.selectOption('vision-small');
  await expect(page.getByText('The disk is full.').first()).toBeVisible();
  await expect(model).toHaveValue('everything');
  await page.getByRole('combobox', { name: 'Service' }).selectOption('builtin');
  await expect(model).toHaveCount(0);
});

test('nothing of a service is asked for while none is chosen', async ({ open }) => {
  const page = await open();
  await expect.poll(() => page.evaluate(calls('unfinished'))).toHaveLength(1);
  expect(await page.evaluate(calls('service'))).toEqual([]);
});

test('a language that the model does not know is said, with one that it knows', async ({ open }) => {
  const page = await open();
  await onBackend(page, (backend) => (backend.services.languages = ['de', 'en']));
  await page.getByRole('combobox', { name: 'Service' }).selectOption('example');
  const language = page.getByRole('combobox', { name: 'Language of descriptions' });
  await expect(language.locator('option', { hasText: 'French (not with Example Vision)' })).toHaveCount(1);
  await language.selectOption('fr');
  await expect(page.locator('.note.language')).toContainText('Example Vision writes German and English.');
  expect((await said(page)).filter((text) => text === 'Example Vision writes German and English.')).toHaveLength(1);
  await page.getByRole('button', { name: 'Describe in English' }).click();
  await expect(language).toHaveValue('ui');
  await expect(language).toBeFocused();
  await expect(page.locator('.note.language')).toHaveCount(0);
});

test('dropping says what it would cost, for one and for many', async ({ open }) => {
  const page = await open(paid);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('everything');
  const over = (count: number) => onBackend(page, (backend, things) => backend.emit({ event: 'drag_over', count: things }), count);
  const overlay = page.getByRole('status').filter({ hasText: 'Drop' });
  await over(12);
  await expect(overlay).toContainText('About 36 credits');
  await over(1);
  await expect(overlay).toContainText('About 3 credits');
  await over(0);
  await expect(overlay).toContainText('About 3 credits each');
  await onBackend(page, (backend) => (backend.services.priced = false));
  await page.getByRole('combobox', { name: 'Model' }).selectOption('vision-small');
  await over(12);
  await expect(overlay).toContainText('1 request each');
  // A picture was answered, and the service said what it cost.
  await onBackend(page, (backend) => {
    backend.services.priced = true;
    backend.emit({ event: 'history_changed' });
  });
  await expect(overlay).toContainText('About 12 credits');
});

test.describe('requests without an answer', () => {
  test('are listed, sent again or left by keyboard, and gone', async ({ open }) => {
    const page = await open({ history: 6 });
    await onBackend(page, (backend) => backend.interrupt(3));
    const notice = page.getByRole('region', { name: '3 pictures were being described by Example Vision when Altsmith or the connection stopped. They may have been charged.' });
    await expect(notice.getByRole('listitem')).toHaveCount(3);
    await notice.getByRole('button', { name: /^Send again/ }).first().focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: '2 pictures were being described' })).toBeVisible();
    // The next one stands where the first stood.
    await expect(page.getByRole('button', { name: /^Send again/ }).first()).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listitem').filter({ hasText: 'Leave it' })).toHaveCount(1);
    await page.getByRole('button', { name: /^Leave it/ }).click();
    await expect(page.getByText('was being described')).toHaveCount(0);
    await expect(page.getByRole('main')).toBeFocused();
    const settled = await page.evaluate<[number, boolean][]>(calls('settle'));
    expect(settled.map(([, again]) => again)).toEqual([true, false, false]);
  });

  test('say where the trouble is that keeps one from being sent', async ({ open }) => {
    const page = await open({ history: 6 });
    await onBackend(page, (backend) => {
      backend.interrupt(1);
      backend.refuseNext('settle', 'credits_exhausted');
    });
    await page.getByRole('button', { name: /^Send again/ }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Leave it' })).toContainText('The credits at Example Vision are used up.');
  });

  test('are no notice where there are none', async ({ open }) => {
    const page = await open();
    await expect.poll(() => page.evaluate(calls('unfinished'))).toHaveLength(1);
    await expect(page.getByRole('region')).toHaveCount(0);
  });
});

test.describe('questions', () => {
  const details = (page: import('@playwright/test').Page) => page.getByRole('complementary', { name: 'Details' });

  test('are asked with Enter, answered once, with the cost beforehand', async ({ open }) => {
    const page = await open({ ...view('history'), history: 8 });
    const question = details(page).getByRole('textbox', { name: 'Question' });
    await expect(question).toHaveAccessibleDescription('Example Vision answers: $0.01 a question.');
    await question.fill('What time');
    await question.press('Shift+Enter');
    await page.keyboard.type('is it?');
    await question.press('Enter');
    await expect(details(page).locator('.answer')).toHaveText('It is about half past three, by the clock on the tower.');
    await expect(details(page).locator('.answer strong')).toHaveText('half past three');
    expect((await page.evaluate<[number, string][]>(calls('askAbout')))[0]![1]).toBe('What time\nis it?');
    await expect(question).toHaveValue('');
    await expect(question).toBeFocused();
    await expect(details(page).getByRole('status').filter({ hasText: 'half past three' })).toHaveText('Example Vision: It is about half past three, by the clock on the tower.');
  });

  test('keep the words in trouble, and while they are cancelled', async ({ open }) => {
    const page = await open({ ...view('history'), history: 8 });
    const question = details(page).getByRole('textbox', { name: 'Question' });
    await onBackend(page, (backend) => {
      backend.refuseNext('askAbout', 'provider_unavailable', { request_id: 'req-1' });
      backend.tasks.slow = true;
    });
    await question.fill('What time is it?');
    await details(page).getByRole('button', { name: 'Ask' }).click();
    await expect(details(page)).toContainText('Example Vision is out of order.');
    await expect(question).toHaveValue('What time is it?');
    await details(page).getByRole('button', { name: 'Try again' }).click();
    await expect(details(page)).toContainText('Waiting for Example Vision…');
    await details(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(details(page).getByText('Waiting for Example Vision…')).toBeHidden();
    expect(await page.evaluate<unknown[][]>(calls('cancelTask'))).toHaveLength(1);
    await expect(question).toHaveValue('What time is it?');
    await expect(question).toBeFocused();
    await expect(details(page).locator('.trouble')).toHaveCount(0);
  });

  test('that nobody takes are not offered, with the way to someone who does', async ({ open }) => {
    const page = await open({ ...view('history'), history: 0 });
    await onBackend(page, (backend) => {
      backend.questions.silent = true;
      backend.finish(backend.drop(1)[0]!);
    });
    await expect(details(page).getByText('Altsmith does not take questions about pictures. Example Vision would, once it is set up.')).toBeVisible();
    await details(page).getByRole('button', { name: 'Open settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  });

  test('are asked in the sheet of a narrow window too', async ({ open }) => {
    const page = await open({ cards: 1 });
    await page.setViewportSize({ width: 480, height: 800 });
    await page.getByRole('button', { name: 'Details' }).click();
    const sheet = page.getByRole('dialog', { name: 'Details' });
    await sheet.getByRole('textbox', { name: 'Question' }).fill('What time is it?');
    await page.keyboard.press('Enter');
    await expect(sheet.locator('.answer')).toContainText('half past three');
    await expect(sheet.getByRole('textbox', { name: 'Question' })).toBeInViewport();
    await expect(sheet).toBeVisible();
  });
});

test('a receipt of an address says that only the address was passed on', async ({ open }) => {
  const page = await open({ history: 0 });
  await onBackend(page, (backend) => {
    const receipt = { host: 'api.vision.example', mime: 'image/jpeg', width: 0, height: 0, bytes: 0, metadata_removed: false, by_address: true, via: null };
    backend.finish(backend.drop(1)[0]!, { receipt });
  });
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText("Only the picture's web address was passed on to api.vision.example.");
});

test.describe('400 % zoom', () => {
  test.use({ viewport: { width: 320, height: 256 } });

  for (const language of ['en', 'de', 'zh']) {
    test(`everything that asks about money fits in ${language}`, async ({ open }) => {
      const page = await open({ ...paid, language, history: 6 });
      await onBackend(page, (backend) => {
        backend.services.languages = ['fr'];
        backend.money.known = 3;
        backend.money.seconds = 7800;
        backend.money.warnings = ['Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'];
        backend.interrupt(2);
        const [a, b] = backend.drop(14);
        backend.fail(a!, 'rate_limited', { provider_code: '1004', request_id: 'req-8f2c-11-8f2c-11-8f2c-11-8f2c-11-8f2c-11' });
        backend.fail(b!, 'outcome_unknown');
      });
      await page.getByRole('combobox').first().selectOption('builtin');
      await page.getByRole('combobox').first().selectOption('example');
      await page.locator('.held .parts:not(.pending)').waitFor();
      await page.locator('.unfinished li').first().waitFor();
      await page.locator('.note.language').waitFor();
      const outside = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main :is(button, select, h2, p, li)')]
          .filter((element) => element.checkVisibility() && !element.closest('.unseen'))
          .filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && (box.right > window.innerWidth + 1 || box.left < -1 || element.scrollWidth > element.clientWidth + 1) && !element.matches('select, h2[title]');
          })
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      expect(outside).toEqual([]);
    });
  }
});
