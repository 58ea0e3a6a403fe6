/** Services that cost money: nothing is sent without the person's word, no number is older than what it stands for. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '../../src/lib/backend/fake';
import { dropCost, estimateParts, period, spent } from '../../src/lib/costs';
import type { App } from '../../src/lib/state/app.svelte';
import { these } from '../../src/lib/state/cards.svelte';
import { SETTLES } from '../../src/lib/state/held.svelte';
import { PAUSE } from '../../src/lib/state/user-context.svelte';
import type { Conversation } from '../../src/lib/types/Conversation';
import type { Estimate } from '../../src/lib/types/Estimate';
import type { ServiceModel } from '../../src/lib/types/ServiceModel';
import type { ServiceSetup } from '../../src/lib/types/ServiceSetup';
import { setLocale } from '../../src/lib/i18n.svelte';
import { begin as beginWith, callsOf, gate } from './begin';

const begin = (options: Partial<FakeOptions> = {}) => beginWith({ history: 4, settings: { provider: 'example' }, ...options });

const said = (app: App) => app.announcer.messages.map(({ text }) => text);

beforeEach(() => setLocale('en'));
afterEach(() => vi.useRealTimers());

describe('pictures that wait for the word', () => {
  beforeEach(() => void vi.useFakeTimers());
  const settle = () => vi.advanceTimersByTimeAsync(SETTLES);

  it('are estimated once for all that come together, and told of once', async () => {
    const { app, backend } = await begin();
    const first = backend.drop(3);
    app.held.ask();
    const second = backend.drop(2);
    app.held.ask();
    expect(app.held.estimate).toBeNull();
    await settle();
    expect(first.length + second.length).toBe(5);
    expect(callsOf(backend, 'estimate')).toEqual([[{ which: 'held' }]]);
    expect(app.held.estimate).toMatchObject({ pictures: 5, amount: 5, unit: 'credits' });
    expect(said(app)).toEqual(['5 pictures for Example Vision: about 5 credits, sent to api.vision.example. Waiting for your word.']);
    app.held.ask();
    await settle();
    expect(said(app)).toHaveLength(1);
  });

  it('show no number that is older than the question', async () => {
    const { app, backend } = await begin();
    backend.drop(2);
    const slow = gate<Estimate>();
    const estimate = backend.estimate.bind(backend);
    backend.estimate = () => slow.promise;
    app.held.ask();
    await settle();
    backend.estimate = estimate;
    backend.drop(3);
    app.held.ask();
    await settle();
    expect(app.held.estimate?.pictures).toBe(5);
    slow.open({ ...app.held.estimate!, pictures: 2 });
    await vi.advanceTimersByTimeAsync(0);
    expect(app.held.estimate?.pictures).toBe(5);
    app.held.ask();
    expect(app.held.estimate).toBeNull();
  });

  it('say what they cost once the service has said it', async () => {
    const { app, backend } = await begin();
    const estimate = backend.estimate.bind(backend);
    backend.estimate = async (ids) => ({ ...(await estimate(ids)), amount: null, unit: 'requests' });
    backend.drop(2);
    app.held.ask();
    await settle();
    expect(estimateParts(app.held.estimate!, 'en')[0]).toBe('2 requests; the service does not say what they cost');
    backend.emit({ event: 'history_changed' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(app.held.estimate?.amount).toBeNull();
    expect(app.held.ready).toBe(true);
    backend.estimate = async (ids) => ({ ...(await estimate(ids)), amount: 6, unit: 'credits' });
    backend.emit({ event: 'history_changed' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(estimateParts(app.held.estimate!, 'en')[0]).toBe('about 6 credits');
    expect(said(app).at(-1)).toContain('about 6 credits');
    const asked = callsOf(backend, 'estimate').length;
    backend.emit({ event: 'history_changed' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(callsOf(backend, 'estimate')).toHaveLength(asked);
  });

  it('are estimated by the settings that the engine has', async () => {
    const { app, backend } = await begin();
    backend.drop(2);
    const slow = gate<void>();
    const save = backend.saveSettings.bind(backend);
    backend.saveSettings = async (settings) => {
      await slow.promise;
      return save(settings);
    };
    void app.settings.change('style', 'long');
    app.held.ask();
    await settle();
    expect(callsOf(backend, 'estimate')).toEqual([]);
    slow.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(callsOf(backend, 'estimate')).toHaveLength(1);
  });

  it('are described, never forced, once the cost is known, and only once', async () => {
    const { app, backend } = await begin();
    const ids = backend.drop(3);
    app.held.ask();
    expect(await app.held.go()).toBe(false);
    await settle();
    const slow = gate<void>();
    const described = backend.describeCards.bind(backend);
    backend.describeCards = async (...wanted) => {
      await slow.promise;
      await described(...wanted);
    };
    const going = app.held.go();
    expect(await app.held.go()).toBe(false);
    slow.open();
    expect(await going).toBe(true);
    expect(callsOf(backend, 'describeCards')).toEqual([[{ which: 'held' }, app.cards.counts.held_again]]);
    expect(callsOf(backend, 'describeAgain')).toEqual([]);
    expect(app.cards.counts.held).toBe(0);
    expect(app.cards.counts.busy).toBe(ids.length);
  });

  it('can be let go although the estimate failed, which is said', async () => {
    const { app, backend } = await begin();
    backend.drop(2);
    backend.refuseNext('estimate', 'database_busy');
    app.held.ask();
    await settle();
    expect(app.held.trouble?.reason).toBe('database_busy');
    expect(app.held.ready).toBe(true);
  });

  it('are cancelled by "not now"', async () => {
    const { app, backend } = await begin();
    const ids = backend.drop(2);
    await app.held.cancel();
    expect(callsOf(backend, 'cancel')).toEqual([[{ which: 'held' }]]);
    await app.cards.settled();
    expect(app.cards.get(ids[0]!)?.state.is).toBe('cancelled');
    expect(app.cards.progress).toBeNull();
  });
});

describe('failed pictures', () => {
  it('are tried again together, without those that may have been charged', async () => {
    const { app, backend } = await begin({ settings: {} });
    const [a, b, c] = backend.drop(3);
    backend.fail(a!, 'rate_limited');
    backend.fail(b!, 'outcome_unknown');
    backend.fail(c!, 'timeout');
    expect(app.cards.counts).toMatchObject({ failed: 2, unknown: 1 });
    backend.move(a!, 'describing');
    expect(app.cards.counts).toMatchObject({ failed: 1, unknown: 1 });
    await app.removeCards(these([c!]));
    expect(app.cards.counts).toMatchObject({ failed: 0, unknown: 1 });
    await app.removeCards(these([b!]));
    expect(app.cards.counts.unknown).toBe(0);
  });

  it('of a service wait for the word again where they are a batch', async () => {
    const { app, backend } = await begin({ settings: { provider: 'example', ask_from: 3 } });
    const ids = [...backend.drop(1), ...backend.drop(1), ...backend.drop(1)];
    for (const id of ids) backend.fail(id, 'key_missing');
    await app.describe(these(ids));
    expect(app.cards.counts.held).toBe(ids.length);
    await app.held.cancel();
    await app.describe(these(ids.slice(0, 2)));
    expect(app.cards.counts.held).toBe(0);
  });

  it('whose time ran out are sent again at a word for each, or asked about for free', async () => {
    const { app, backend } = await begin();
    const [a] = backend.drop(1);
    backend.fail(a!, 'timeout', { again: 'may_cost_twice', remedy: 'resend' });
    expect(app.cards.counts.failed).toBe(0);
    backend.fail(a!, 'timeout', { again: 'is_free', remedy: 'ask_outcome' });
    expect(app.cards.counts.failed).toBe(1);
  });
});

describe('what the person knows', () => {
  beforeEach(() => void vi.useFakeTimers());

  it('is sent to the engine once it rests, and before anything is described', async () => {
    const { app, backend } = await begin();
    app.userContext.type('Ann');
    app.userContext.type('Anna');
    expect(callsOf(backend, 'setContext')).toEqual([]);
    await vi.advanceTimersByTimeAsync(PAUSE);
    expect(callsOf(backend, 'setContext')).toEqual([['Anna']]);
    const ids = backend.drop(1);
    app.userContext.type('Anna and Ben');
    await app.describe(these(ids));
    expect(backend.calls.map(({ name }) => name).filter((name) => ['setContext', 'describeCards'].includes(name))).toEqual(['setContext', 'setContext', 'describeCards']);
    await app.userContext.clear();
    expect(backend.context).toBe('');
  });

  it('is one text for all, and an own one where a picture has one', async () => {
    const { app, backend } = await begin();
    const [a, b] = backend.drop(2);
    await app.cards.settled();
    app.userContext.type('The summer party');
    await app.userContext.setOf(b!, 'Only Ben');
    await app.cards.settled();
    expect([app.userContext.of(a!), app.userContext.of(b!)]).toEqual(['The summer party', 'Only Ben']);
    await app.userContext.setOf(b!, 'Only Ben');
    expect(callsOf(backend, 'setCardContext')).toEqual([[these([b!]), 'Only Ben']]);
    await app.userContext.setOf(b!, null);
    await app.cards.settled();
    expect(app.userContext.of(b!)).toBe('The summer party');
  });

  it('that the engine refuses is said, and does not stop what comes after', async () => {
    const { app, backend } = await begin();
    backend.refuseNext('setContext', 'disk_full');
    app.userContext.type('Anna');
    await app.userContext.kept();
    expect(app.notice?.trouble?.reason).toBe('disk_full');
    await app.describe(these(backend.drop(1)));
    expect(callsOf(backend, 'describeCards')).toHaveLength(1);
  });
});

describe('settings that change elsewhere', () => {
  it('are shown, and what is known of services is asked for anew', async () => {
    const { app, backend } = await begin();
    await app.service!.loadSetup();
    backend.services.values['budget_day'] = '5';
    backend.emit({ event: 'settings', settings: { ...app.settings.current, local_only: true } });
    expect(app.settings.current.local_only).toBe(true);
    await vi.waitFor(() => expect(app.service!.setup?.budgets.find(({ period }) => period === 'day')?.cap).toBe(5));
  });

  it('never take back a choice that is on its way', async () => {
    const { app, backend } = await begin();
    const before = app.settings.current;
    const change = app.settings.change('style', 'long');
    backend.emit({ event: 'settings', settings: before });
    expect(app.settings.current.style).toBe('long');
    await change;
    expect(app.settings.current.style).toBe('long');
  });
});

describe('models', () => {
  it('are fetched for the service and chosen at once', async () => {
    const { app, backend } = await begin();
    const service = app.service!;
    expect(service.setup).toBeNull();
    await service.loadSetup();
    expect(service.model?.label).toBe('Alt text');
    const saving = app.chooseModel(service, 'everything');
    expect(service.model?.calls).toBe(3);
    await saving;
    expect(callsOf(backend, 'saveService')).toEqual([['example', { model: 'everything' }]]);
    expect(service.model?.calls).toBe(3);
    await app.chooseModel(service, 'everything');
    expect(callsOf(backend, 'saveService')).toHaveLength(1);
  });

  it('go back where the choice is refused, and say why', async () => {
    const { app, backend } = await begin();
    const service = app.service!;
    await service.loadSetup();
    backend.refuseNext('saveService', 'disk_full');
    await app.chooseModel(service, 'everything');
    expect(service.setup?.model).toBe('vision-small');
    expect(app.notice?.trouble?.reason).toBe('disk_full');
    expect(service.troubles.size).toBe(0);
  });

  it('keep a choice against an answer that knows nothing of it', async () => {
    const { app, backend } = await begin();
    const service = app.service!;
    await service.loadSetup();
    const slow = gate<ServiceSetup>();
    const before = service.setup!;
    backend.service = () => slow.promise;
    const loading = service.loadSetup(true);
    const choosing = app.chooseModel(service, 'everything');
    slow.open(before);
    await loading;
    expect(service.setup?.model).toBe('everything');
    await choosing;
    expect(service.setup?.model).toBe('everything');
  });

  it('show the last of several choices, and are waited for by what is asked of the engine', async () => {
    const { app, backend } = await begin();
    const service = app.service!;
    await service.loadSetup();
    const choices = ['everything', 'vision-small', 'everything', 'vision-small'].map((model) => service.change('model', model));
    expect(service.setup?.model).toBe('vision-small');
    await choices[0];
    expect(service.setup?.model).toBe('vision-small');
    await choices[1];
    await choices[2];
    expect(service.setup?.model).toBe('vision-small');
    await app.services.settled;
    expect(callsOf(backend, 'saveService')).toHaveLength(4);
    expect(service.setup?.model).toBe('vision-small');
  });

  it('say which languages they know', async () => {
    const { app, backend } = await begin();
    expect(app.knownLanguages).toEqual([]);
    backend.services.languages = ['de', 'en'];
    await app.service!.loadSetup();
    expect(app.knownLanguages).toEqual(['de', 'en']);
    expect(app.languageUnknown).toBe(false);
    await app.settings.change('language', 'fr');
    expect(app.languageUnknown).toBe(true);
  });
});

describe('requests without an answer', () => {
  it('are gone when they are settled, each in the way that was chosen', async () => {
    const { app, backend } = await begin();
    backend.interrupt(2);
    await app.unfinished.load();
    const [first, second] = app.unfinished.list.map((job) => job.job_id);
    await app.unfinished.settle(first!, 'sent');
    await app.unfinished.settle(second!, 'left');
    expect(callsOf(backend, 'settle')).toEqual([
      [first, true],
      [second, false],
    ]);
    expect(app.unfinished.list).toEqual([]);
    expect(said(app)).toHaveLength(2);
  });

  it('stay, with the reason, where that is refused, and are sent once for two presses', async () => {
    const { app, backend } = await begin();
    backend.interrupt(1);
    await app.unfinished.load();
    const { job_id: id } = app.unfinished.list[0]!;
    backend.refuseNext('settle', 'credits_exhausted');
    await Promise.all([app.unfinished.settle(id, 'sent'), app.unfinished.settle(id, 'sent')]);
    expect(callsOf(backend, 'settle')).toHaveLength(1);
    expect(app.unfinished.trouble(id)?.reason).toBe('credits_exhausted');
    expect(app.unfinished.list).toHaveLength(1);
  });

  it('are asked about for free where the service tells, and not sent', async () => {
    const { app, backend } = await begin();
    backend.interrupt(1, 'Example Vision', 'is_free');
    await app.unfinished.load();
    await app.unfinished.settle(app.unfinished.list[0]!.job_id, 'asked');
    expect(callsOf(backend, 'askOutcome')).toHaveLength(1);
    expect(callsOf(backend, 'settle')).toEqual([]);
    expect(said(app)).toEqual([expect.stringContaining('the service told what became of it')]);
  });

  it('are looked at again after every end, also one in trouble', async () => {
    const { app, backend } = await begin();
    backend.interrupt(1);
    await app.unfinished.load();
    const { job_id: id } = app.unfinished.list[0]!;
    // Sent again it took another place: the old one is no more.
    backend.refuseNext('settle', 'outcome_unknown');
    backend.money.unfinished = [{ ...app.unfinished.list[0]!, job_id: id + 1 }];
    await app.unfinished.settle(id, 'sent');
    expect(app.unfinished.list.map((job) => job.job_id)).toEqual([id + 1]);
  });

  it('say what they wait for, and stay when they are cancelled', async () => {
    const { app, backend } = await begin();
    backend.interrupt(1);
    await app.unfinished.load();
    const { job_id: id } = app.unfinished.list[0]!;
    backend.tasks.slow = true;
    const settling = app.unfinished.settle(id, 'sent');
    expect(app.tasks.state('unfinished', id)).toEqual({ is: 'reading' });
    backend.tasks.move('unfinished', id, { is: 'waiting', until_ms: 9, why: 'limit' });
    expect(app.tasks.state('unfinished', id)).toMatchObject({ is: 'waiting', why: 'limit' });
    await app.tasks.cancel('unfinished', id);
    await settling;
    expect(app.tasks.state('unfinished', id)).toBeNull();
    expect(app.unfinished.trouble(id)).toBeNull();
    expect(app.unfinished.list).toHaveLength(1);
  });

  it('are asked for once more, not many times, while an answer is under way', async () => {
    const { app, backend } = await begin();
    await Promise.all([app.unfinished.load(), app.unfinished.load(), app.unfinished.load()]);
    expect(callsOf(backend, 'unfinished')).toHaveLength(2);
  });
});

describe('questions', () => {
  it('keep the typed text until it was answered', async () => {
    const { app, backend } = await begin();
    await app.questions.show(1);
    app.questions.type(1, 'What time is it?');
    backend.refuseNext('askAbout', 'rate_limited');
    await app.questions.ask(1);
    expect(app.questions.about(1)).toMatchObject({ text: 'What time is it?', asking: null, trouble: { reason: 'rate_limited' } });
    await app.questions.ask(1);
    expect(app.questions.about(1)).toMatchObject({ text: '', trouble: null, answered: { question: 'What time is it?' } });
  });

  it('are sent once, and not when they are empty', async () => {
    const { app, backend } = await begin();
    await app.questions.show(1);
    app.questions.type(1, '  ');
    await app.questions.ask(1);
    app.questions.type(1, ' What time is it? ');
    await Promise.all([app.questions.ask(1), app.questions.ask(1)]);
    expect(callsOf(backend, 'askAbout')).toEqual([[1, 'What time is it?', false]]);
  });

  it('change what their picture cost', async () => {
    const { app, backend } = await begin();
    await app.inspector.show(1);
    await app.questions.show(1);
    app.questions.type(1, 'What time is it?');
    await app.questions.ask(1);
    expect(callsOf(backend, 'entry')).toEqual([[1], [1]]);
  });

  it('that the history knows are answered by what was answered then', async () => {
    const { app, backend } = await begin();
    await app.questions.show(1);
    for (const question of ['What time is it?', 'And where?']) {
      app.questions.type(1, question);
      await app.questions.ask(1);
    }
    backend.questions.remembers = true;
    app.questions.type(1, 'What time is it?');
    await app.questions.ask(1);
    expect(app.questions.about(1).conversation?.exchanges).toHaveLength(2);
    expect(app.questions.about(1).answered?.question).toBe('What time is it?');
  });

  it('that are cancelled are no trouble', async () => {
    const { app, backend } = await begin();
    await app.questions.show(1);
    backend.tasks.slow = true;
    app.questions.type(1, 'What time is it?');
    const asking = app.questions.ask(1);
    await vi.waitFor(() => expect(callsOf(backend, 'askAbout')).toHaveLength(1));
    await app.tasks.cancel('question', 1);
    await asking;
    expect(app.questions.about(1)).toMatchObject({ text: 'What time is it?', asking: null, trouble: null });
  });

  it('are answered at their picture, whichever is looked at', async () => {
    const { app, backend } = await begin();
    await app.questions.show(1);
    backend.tasks.slow = true;
    app.questions.type(1, 'What time is it?');
    const asking = app.questions.ask(1);
    await vi.waitFor(() => expect(callsOf(backend, 'askAbout')).toHaveLength(1));
    await app.questions.show(2);
    backend.tasks.finish('question', 1);
    await asking;
    expect(app.questions.about(1).conversation?.exchanges).toHaveLength(1);
    expect(app.questions.about(2).conversation?.exchanges).toEqual([]);
  });

  it('drop the conversation of a picture that is no longer looked at', async () => {
    const { app, backend } = await begin();
    const slow = gate<Conversation>();
    const conversation = backend.conversation.bind(backend);
    backend.conversation = (imageId) => (imageId === 1 ? slow.promise : conversation(imageId));
    const first = app.questions.show(1);
    await app.questions.show(2);
    slow.open({ provider: null, name: null, cost: null, exchanges: [], answered: null });
    await first;
    expect(app.questions.about(1).conversation).toBeNull();
    expect(app.questions.about(2).conversation?.provider).toBe('example');
  });
});

describe('costs in words', () => {
  it.each([
    ['en', 0.2, '1 s'],
    ['en', 12, '12 s'],
    ['en', 91, '2 min'],
    ['de', 240, '4 min'],
    ['en', 7200, '2 h'],
    ['de', 7800, '2 h 10 min'],
    ['zh', 7800, '2 小时 10 分钟'],
  ] as const)('in %s %d seconds are %s', async (locale, seconds, text) => {
    await setLocale(locale);
    expect(period(seconds)).toBe(text);
  });

  it.each([
    [{ used: 1, remaining: 199, unit: 'credits' }, '1 credit, 199 left'],
    [{ used: 2, unit: 'credits' }, '2 credits'],
    [{ remaining: 986, unit: 'requests' }, '986 requests left'],
    [{ unit: 'credits' }, null],
  ])('%o: %s', (credits, text) => {
    expect(spent(credits, 'en')).toBe(text);
  });

  const model = (calls: number, price: ServiceModel['cost']): ServiceModel => ({
    id: 'm',
    label: 'M',
    calls,
    takes: { prompt: false, context: false, conversation: false },
    returns: { alt: true, description: false, title: false, tags: false, credits: false, tokens: false },
    languages: [],
    sees: true,
    cost: price,
    price: null,
    here: false,
    retired: null,
  });

  it.each([
    [model(1, { value: 1, unit: 'credits' }), 12, 'About 12 credits'],
    [model(1, { value: 1, unit: 'credits' }), 1, 'About 1 credit'],
    [model(1, { value: 0.01, unit: 'usd' }), 12, 'About $0.12'],
    [model(3, { value: 3, unit: 'credits' }), 0, 'About 3 credits each'],
    [model(1, null), 12, '1 request each'],
    [model(3, null), 12, '3 requests each'],
  ])('dropping by %o × %d: %s', (chosen, count, text) => {
    expect(dropCost(chosen, count, 'en')).toBe(text);
  });

  const estimate: Estimate = {
    provider: 'example',
    name: 'Example Vision',
    model: 'Alt text',
    host: 'api.vision.example',
    pictures: 9,
    known: 3,
    calls: 9,
    amount: 9,
    unit: 'credits',
    free: false,
    seconds: 240,
    warnings: [],
    complete: true,
  };

  it.each([
    [{}, ['about 9 credits', '3 are known already and cost nothing', 'takes about 4 min', 'sent to api.vision.example']],
    [{ calls: 27, amount: 27, known: 0, seconds: null }, ['about 27 credits', '27 requests', 'sent to api.vision.example']],
    [{ amount: null, unit: null, seconds: null, known: 0 }, ['9 requests; the service does not say what they cost', 'sent to api.vision.example']],
    [{ complete: false, known: 0, seconds: null }, ['at most 9 credits', 'not all were looked at yet', 'sent to api.vision.example']],
    [{ pictures: 0, calls: 0, amount: 0, known: 12 }, ['all are known already and cost nothing']],
    [{ host: null, amount: null, unit: null, known: 0 }, ['nothing leaves this computer']],
  ])('an estimate with %o says %o', (change, parts) => {
    expect(estimateParts({ ...estimate, ...change }, 'en')).toEqual(parts);
  });
});

describe('an entry that is described again', () => {
  it('says where it stands until it ends, and is begun once', async () => {
    const { app, backend } = await begin();
    await app.inspector.show(1);
    backend.tasks.slow = true;
    const again = app.describeEntryAgain(1);
    await app.describeEntryAgain(1);
    await vi.waitFor(() => expect(callsOf(backend, 'describeEntry')).toHaveLength(1));
    backend.tasks.move('describe_entry', 1, { is: 'waiting', until_ms: 9, why: 'service' });
    // Another picture's is not this one's.
    backend.tasks.move('describe_entry', 2, { is: 'describing' });
    expect(app.tasks.state('describe_entry', 2)).toBeNull();
    await app.inspector.show(2);
    await app.inspector.show(1);
    expect(app.tasks.state('describe_entry', 1)).toMatchObject({ why: 'service' });
    backend.tasks.finish('describe_entry', 1);
    await again;
    expect(app.tasks.state('describe_entry', 1)).toBeNull();
    expect(app.inspector.detail?.versions).toHaveLength(2);
    // What is told late is about nothing any more.
    backend.tasks.move('describe_entry', 1, { is: 'describing' });
    expect(app.tasks.state('describe_entry', 1)).toBeNull();
  });

  it('that is cancelled is no trouble, wherever it was begun', async () => {
    const { app, backend } = await begin();
    backend.tasks.slow = true;
    for (const shown of [1, null]) {
      await app.inspector.show(shown);
      const again = app.describeEntryAgain(1);
      await vi.waitFor(() => expect(app.tasks.state('describe_entry', 1)).not.toBeNull());
      await vi.waitFor(() => expect(callsOf(backend, 'describeEntry').length).toBeGreaterThan(callsOf(backend, 'cancelTask').length));
      await app.tasks.cancel('describe_entry', 1);
      await again;
      expect(app.inspector.trouble).toBeNull();
      expect(app.notice).toBeNull();
    }
    expect(callsOf(backend, 'cancelTask')).toHaveLength(2);
  });
});

describe('a balance that runs out', () => {
  const alert = (message: string, account = '') => ({ provider: 'example', name: 'Example Vision', account, message, can_top_up: true });

  it('is said once for each account until it is read', async () => {
    const { app, backend } = await begin();
    backend.emit({ event: 'balances_low', alerts: [alert('Only 5 credits left.'), alert('Nothing is left.', 'other')] });
    expect(said(app)).toEqual(['Example Vision: Only 5 credits left.', 'Example Vision: Nothing is left.']);
    backend.emit({ event: 'balances_low', alerts: [alert('Nothing is left.')] });
    expect(app.alerts.list.map(({ account, message }) => [account, message])).toEqual([
      ['other', 'Nothing is left.'],
      ['', 'Nothing is left.'],
    ]);
    app.alerts.dismiss(app.alerts.list[0]!);
    expect(app.alerts.list).toHaveLength(1);
  });
});
