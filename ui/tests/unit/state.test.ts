/** The page's state over the in-memory backend: what must not be lost, doubled or mixed up. */
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/lib/state/app.svelte';
import { PAGE as CARDS, these } from '../../src/lib/state/cards.svelte';
import { Drafts } from '../../src/lib/state/drafts.svelte';
import { PAGE, PAUSE } from '../../src/lib/state/history.svelte';
import { STAYS } from '../../src/lib/state/undo.svelte';
import { localeFor, setLocale } from '../../src/lib/i18n.svelte';
import { begin, callsOf, gate } from './begin';

beforeEach(() => setLocale('en'));
afterEach(() => vi.useRealTimers());

describe('words that come', () => {
  it('are shown until the card is somewhere else, and are never its words', async () => {
    const { app, backend } = await begin();
    const [id] = backend.drop(1);
    backend.move(id!, 'describing');
    backend.say(id!, 'A plain');
    backend.say(id!, 'A plain red');
    await app.cards.settled();
    expect(app.pieces.of(id!)).toBe('A plain red');
    expect(app.cards.get(id!)!.words).toBeNull();
    expect(app.cards.counts.described).toBe(0);
    backend.finish(id!);
    expect(app.pieces.of(id!)).toBeNull();
  });

  it('go with the card, and stay with one whose answer broke off', async () => {
    const { app, backend } = await begin();
    const [gone, broken] = backend.drop(2);
    await app.cards.settled();
    for (const id of [gone!, broken!]) backend.say(id, 'A plain');
    await app.removeCards(these([gone!]));
    backend.fail(broken!, 'outcome_unknown', {}, 'A plain');
    await app.cards.settled();
    expect([app.pieces.of(gone!), app.pieces.of(broken!)]).toEqual([null, null]);
    expect(app.cards.get(broken!)!.so_far).toBe('A plain');
  });
});

describe('drafts', () => {
  it('survive a result that arrives while someone types', async () => {
    const { app, backend } = await begin({ cards: 1 });
    const words = app.cards.current!.words!;
    app.drafts.type(words, 'alt', 'My own words');
    backend.finish(app.cards.currentId!, { alt: 'Another answer' });
    await app.cards.settled();
    expect(app.cards.current!.words!.alt).toBe('Another answer');
    expect(app.drafts.text(app.cards.current!.words!, 'alt')).toBe('My own words');
  });

  it('become a version with the words they were begun from as parent', async () => {
    const { app, backend } = await begin({ cards: 1 });
    const words = app.cards.current!.words!;
    app.drafts.type(words, 'alt', 'My own words');
    await app.drafts.save(words.image_id);
    expect(callsOf(backend, 'editDescription')).toEqual([[words.id, { alt: 'My own words', title: null, description: null, tags: null }]]);
    expect(app.cards.current!.words).toMatchObject({ alt: 'My own words', parent_id: words.id, author: 'person' });
    expect(app.drafts.has(words.image_id)).toBe(false);
  });

  it('stay, with the trouble, where saving is refused, and can be saved again', async () => {
    const { app, backend } = await begin({ cards: 1 });
    const words = app.cards.current!.words!;
    backend.refuseNext('editDescription', 'disk_full');
    app.drafts.type(words, 'alt', 'My own words');
    expect(await app.drafts.save(words.image_id)).toBe(false);
    expect(app.drafts.trouble(words.image_id)?.reason).toBe('disk_full');
    expect(app.drafts.text(words, 'alt')).toBe('My own words');
    expect(await app.drafts.save(words.image_id)).toBe(true);
    expect(app.cards.current!.words!.alt).toBe('My own words');
  });

  it('keep what is typed while a save is under way', async () => {
    const { app, backend } = await begin({ cards: 1 });
    const words = app.cards.current!.words!;
    const slow = gate<void>();
    const edit = backend.editDescription.bind(backend);
    backend.editDescription = async (...args) => {
      await slow.promise;
      return edit(...args);
    };
    app.drafts.type(words, 'alt', 'First');
    const saving = app.drafts.save(words.image_id);
    await Promise.resolve();
    app.drafts.type(words, 'alt', 'First and second');
    slow.open();
    await saving;
    expect(app.drafts.text(app.cards.current!.words!, 'alt')).toBe('First and second');
    await app.drafts.save(words.image_id);
    expect(app.cards.current!.words!.alt).toBe('First and second');
    expect(callsOf(backend, 'editDescription').map(([id]) => id)).toEqual([words.id, app.cards.current!.words!.parent_id]);
  });

  it('outlive a window that is closed in the middle of a word', async () => {
    const { app, backend } = await begin({ cards: 1 });
    let shelf: string | null = null;
    const onShelf = { read: () => shelf, write: (drafts: string | null) => void (shelf = drafts) };
    const words = app.cards.current!.words!;
    new Drafts(backend, () => {}, onShelf).type(words, 'alt', 'Half a sen');
    backend.refuseNext('editDescription', 'database_busy');
    const next = new Drafts(backend, (saved) => app.takeDescription(saved), onShelf);
    await next.recover();
    expect(shelf).toContain('Half a sen');
    await next.recover();
    expect(app.cards.current!.words!.alt).toBe('Half a sen');
    expect(shelf).toBeNull();
  });

  it('are no drafts when the text is as it was', async () => {
    const { app, backend } = await begin({ cards: 1 });
    const words = app.cards.current!.words!;
    app.drafts.type(words, 'alt', 'Changed');
    app.drafts.type(words, 'alt', words.alt!);
    await app.drafts.save(words.image_id);
    expect(callsOf(backend, 'editDescription')).toEqual([]);
  });

  it('are saved before they are copied and before the view changes', async () => {
    const { app, backend } = await begin({ cards: 1 });
    const words = app.cards.current!.words!;
    app.drafts.type(words, 'alt', 'Copied words');
    await app.copy('card', [words.image_id], () => [app.cards.current!.words!.id], 'alt');
    expect(backend.clipboard).toBe('Copied words');
    app.drafts.type(app.cards.current!.words!, 'alt', 'Left behind');
    app.go('settings');
    await vi.waitFor(() => expect(app.cards.current!.words!.alt).toBe('Left behind'));
  });
});

/** The cards that are here, in order. */
const order = (app: App) => Array.from({ length: app.cards.total }, (_, index) => app.cards.idAt(index));

describe('cards', () => {
  it('announce each finished picture once', async () => {
    const { app, backend } = await begin();
    const [first, second] = backend.drop(2);
    backend.move(first!, 'reading');
    backend.move(first!, 'describing');
    await app.cards.settled();
    expect(app.announcer.messages).toEqual([]);
    backend.finish(first!);
    backend.fail(second!, 'cut_off');
    await app.cards.settled();
    const counts = { ...app.cards.counts };
    app.on({ event: 'batch', counts, changed: [{ id: first!, state: { is: 'done' } }], moved: false, added: 0 });
    await app.cards.settled();
    expect(app.announcer.messages.map(({ text }) => text)).toEqual([
      'red-bicycle.jpg: A red bicycle leans against a pale yellow wall in the late afternoon sun.',
      'harbour-at-dusk.heic: The file ends in the middle of the picture.',
    ]);
  });

  it('keep the current card when others come and go', async () => {
    const { app, backend } = await begin({ cards: 3 });
    app.cards.choose(1);
    backend.drop(1);
    await app.removeCards(these([1]));
    expect(app.cards.currentId).toBe(2);
    await app.removeCards(these([2]));
    expect(app.cards.currentId).toBe(3);
    await app.removeCards(these([3, 4]));
    expect(app.cards.currentId).toBeNull();
  });

  it('count those that have words', async () => {
    const { app, backend } = await begin({ cards: 2 });
    const [third] = backend.drop(1);
    expect(app.cards.counts.described).toBe(2);
    backend.finish(third!);
    backend.finish(third!);
    expect(app.cards.counts.described).toBe(3);
    await app.removeCards(these([1, third!]));
    expect(app.cards.counts.described).toBe(1);
    await app.takeBack();
    expect(app.cards.counts.described).toBe(3);
  });

  it('come back in their order', async () => {
    const { app } = await begin({ cards: 3 });
    await app.removeCards(these([2]));
    expect(order(app)).toEqual([1, 3]);
    await app.takeBack();
    expect(order(app)).toEqual([1, 2, 3]);
  });

  it('stay where the engine refuses to remove them', async () => {
    const { app, backend } = await begin({ cards: 1 });
    backend.refuseNext('removeCards', 'database_busy');
    await app.removeCards(these([1]));
    expect(order(app)).toEqual([1]);
    expect(app.undo.offers).toEqual([]);
    expect(app.notice?.trouble?.reason).toBe('database_busy');
  });

  it('are fetched by the page, and those far from what is in sight are let go', async () => {
    const { app, backend } = await begin();
    backend.drop(CARDS * 20);
    await app.cards.show(0, 5);
    expect(app.cards.total).toBe(CARDS * 20);
    expect(app.cards.at(3)?.id).toBe(4);
    expect(app.cards.at(CARDS * 10)).toBeUndefined();
    await app.cards.show(CARDS * 10, CARDS * 10 + 6);
    expect(app.cards.at(CARDS * 10 + 3)?.id).toBe(CARDS * 10 + 4);
    for (let place = 0; place < CARDS * 20; place += CARDS) await app.cards.show(place, place + 6);
    const here = order(app).filter((id) => id !== undefined);
    expect(here.length).toBeLessThan(CARDS * 12);
  });

  it('that change while their page is on its way are shown as they are now', async () => {
    const { app, backend } = await begin();
    const slow = gate<void>();
    const page = backend.batchPage.bind(backend);
    backend.batchPage = async (...asked) => {
      const answer = await page(...asked);
      await slow.promise;
      return answer;
    };
    const [id] = backend.drop(1);
    backend.move(id!, 'describing');
    await vi.waitFor(() => expect(callsOf(backend, 'batchPage')).not.toEqual([]));
    backend.finish(id!);
    slow.open();
    await app.cards.settled();
    expect(app.cards.get(id!)!.state.is).toBe('done');
  });

  it('go at once: the next key acts on what is left, and the engine is asked for what moves up', async () => {
    const { app, backend } = await begin();
    backend.drop(CARDS + 10);
    await app.cards.show(0, CARDS + 5);
    app.cards.choose(3);
    const slow = gate<void>();
    const remove = backend.removeCards.bind(backend);
    backend.removeCards = async (which) => {
      await slow.promise;
      return remove(which);
    };
    const first = app.removeCards(these([4]));
    expect([app.cards.currentId, app.cards.currentIndex, app.cards.total]).toEqual([5, 3, CARDS + 9]);
    expect(app.cards.idAt(CARDS - 1)).toBe(CARDS + 1);
    const second = app.removeCards(these([app.cards.currentId!]));
    expect(app.cards.currentId).toBe(6);
    slow.open();
    await Promise.all([first, second]);
    expect(order(app).slice(0, 5)).toEqual([1, 2, 3, 6, 7]);
    expect(app.cards.total).toBe(CARDS + 8);
  });

  it('that are held are described only where the person agreed to these', async () => {
    const { app, backend } = await begin({ settings: { provider: 'example', ask_from: 2 } });
    backend.drop(2);
    const agreed = app.cards.counts.held_again;
    backend.drop(3);
    await app.cards.describe({ which: 'held' }, agreed);
    expect(app.cards.counts).toMatchObject({ held: 5, busy: 0 });
    await app.cards.describe({ which: 'held' }, app.cards.counts.held_again);
    expect(app.cards.counts).toMatchObject({ held: 0, busy: 5 });
  });

  it('that changed out of sight are not asked for', async () => {
    const { app, backend } = await begin();
    backend.drop(1_000);
    await app.cards.show(0, 5);
    backend.finish(900);
    await app.cards.settled();
    expect(callsOf(backend, 'cards')).toEqual([]);
    backend.finish(2);
    backend.finish(3);
    await app.cards.settled();
    expect(callsOf(backend, 'cards')).toEqual([[[2, 3]]]);
  });

  it('are found again after another order', async () => {
    const { app, backend } = await begin();
    backend.drop(300);
    await app.cards.show(0, 5);
    app.cards.choose(4);
    const current = app.cards.currentId;
    await backend.sortBatch('name');
    await app.cards.settled();
    expect(app.cards.currentId).toBe(current);
    expect(app.cards.currentIndex).toBe(await backend.cardPlace(current!));
  });

  it('show progress only while something is under way', async () => {
    const { app, backend } = await begin();
    const [first, second] = backend.drop(2);
    backend.finish(first!);
    expect(app.cards.progress).toEqual({ done: 1, total: 2 });
    backend.finish(second!);
    expect(app.cards.progress).toBeNull();
  });

  it('take back a star that could not be kept', async () => {
    const { app, backend } = await begin({ cards: 1 });
    const { id, favourite } = app.cards.current!.picture!;
    backend.refuseNext('setFavourite', 'disk_full');
    await app.setFavourite(id, !favourite);
    expect(app.cards.current!.picture!.favourite).toBe(favourite);
  });
});

describe('history', () => {
  it('fetches only the pages in sight', async () => {
    const { app, backend } = await begin({ history: 1000 });
    await app.history.ask();
    await app.history.show(450, 470);
    expect(app.history.total).toBe(1000);
    expect(app.history.at(460)).toBeDefined();
    expect(app.history.at(300)).toBeUndefined();
    const offsets = callsOf(backend, 'history').map(([query]) => (query as { offset: number }).offset);
    expect(offsets).toEqual([0, 4 * PAGE]);
  });

  it('asks once when someone types, and drops an answer to an earlier question', async () => {
    const { app, backend } = await begin({ history: 60 });
    await app.history.ask();
    vi.useFakeTimers();
    const slow = gate<void>();
    const answer = backend.history.bind(backend);
    backend.history = async (query) => {
      const page = await answer(query);
      if (query.text === 'har') await slow.promise;
      return page;
    };
    app.history.search('h');
    app.history.search('har');
    await vi.advanceTimersByTimeAsync(PAUSE);
    app.history.search('lake');
    await vi.advanceTimersByTimeAsync(PAUSE);
    expect(app.history.at(0)!.words.alt).toMatch(/lake|See/);
    const found = app.history.total;
    slow.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.history.total).toBe(found);
    expect(callsOf(backend, 'history').map(([query]) => (query as { text: string }).text)).toEqual(['', 'har', 'lake']);
  });

  it('moves up what follows a deleted entry, across pages, and takes it back', async () => {
    const { app } = await begin({ history: 250 });
    await app.history.ask();
    await app.history.show(90, 110);
    const followers = [app.history.at(99)!.picture.id, app.history.at(100)!.picture.id];
    app.history.choose(5);
    await app.deleteEntry(app.history.at(5)!.picture.id);
    expect(app.history.total).toBe(249);
    expect([app.history.at(98)!.picture.id, app.history.at(99)!.picture.id]).toEqual(followers);
    expect(app.history.currentIndex).toBe(5);
    await app.takeBack();
    expect(app.history.total).toBe(250);
    expect(app.history.at(99)!.picture.id).toBe(followers[0]);
  });

  it('keeps the current entry when newer ones push it down', async () => {
    const { app, backend } = await begin({ history: 50 });
    await app.history.ask();
    app.history.choose(3);
    const id = app.history.currentId;
    backend.finish(backend.drop(1)[0]!);
    await app.history.refresh();
    expect(app.history.currentIndex).toBe(4);
    expect(app.history.current?.picture.id).toBe(id);
  });

  it('fetches all that is in sight where the list changes while rows are on their way', async () => {
    const { app, backend } = await begin({ history: PAGE + 50 });
    await app.history.ask();
    const slow = gate<void>();
    const history = backend.history.bind(backend);
    let first = true;
    backend.history = async (query) => {
      const answer = await history(query);
      const waits = first && query.offset > 0;
      if (waits) {
        first = false;
        await slow.promise;
      }
      return answer;
    };
    const scrolled = app.history.show(0, PAGE + 20);
    await vi.waitFor(() => expect(first).toBe(false));
    const refreshed = app.history.refresh();
    await vi.waitFor(() => expect(callsOf(backend, 'history')).toHaveLength(3));
    await new Promise((done) => setTimeout(done));
    slow.open();
    await Promise.all([scrolled, refreshed]);
    expect(app.history.at(PAGE + 10)).toBeDefined();
  });

  it('keeps the rows that are there where a fetch fails, and says so', async () => {
    const { app, backend } = await begin({ history: 50 });
    await app.history.ask();
    backend.refuseNext('history', 'database_busy');
    await app.history.refresh();
    expect(app.history.trouble?.reason).toBe('database_busy');
    expect(app.history.at(0)).toBeDefined();
    await app.history.refresh();
    expect(app.history.trouble).toBeNull();
  });
});

describe('inspector', () => {
  it('drops the answer about a picture that is no longer open', async () => {
    const { app, backend } = await begin({ history: 5 });
    const slow = gate<void>();
    const entry = backend.entry.bind(backend);
    backend.entry = async (imageId) => {
      const detail = await entry(imageId);
      if (imageId === 1) await slow.promise;
      return detail;
    };
    const first = app.inspector.show(1);
    await app.inspector.show(2);
    slow.open();
    await first;
    expect(app.inspector.detail?.picture.id).toBe(2);
  });

  it('puts a restored version first', async () => {
    const { app } = await begin({ cards: 1 });
    const words = app.cards.current!.words!;
    app.drafts.type(words, 'alt', 'Edited');
    await app.drafts.save(words.image_id);
    await app.inspector.show(words.image_id);
    expect(app.inspector.newest?.alt).toBe('Edited');
    await app.restoreVersion(words.id);
    expect(app.inspector.newest?.alt).toBe(words.alt);
    expect(app.inspector.detail?.versions).toHaveLength(3);
    expect(app.cards.current!.words!.alt).toBe(words.alt);
  });
});

describe('settings', () => {
  it('are shown at once and kept in the order they were chosen', async () => {
    const { app, backend } = await begin();
    void app.settings.change('appearance', 'dark');
    expect(app.settings.current.appearance).toBe('dark');
    await app.settings.change('length_profile', 'x');
    const saved = callsOf(backend, 'saveSettings').at(-1)![0];
    expect(saved).toMatchObject({ appearance: 'dark', length_profile: 'x' });
  });

  it('go back where they are refused, and say why', async () => {
    const { app, backend } = await begin();
    backend.refuseNext('saveSettings', 'setting_invalid');
    await app.settings.change('appearance', 'dark');
    expect(app.settings.current.appearance).toBe('system');
    expect(app.settings.refused).toMatchObject({ setting: 'appearance', trouble: { reason: 'setting_invalid' } });
  });

  it('remember the view', async () => {
    const { app, backend } = await begin();
    app.go('usage');
    await app.settings.change('copy_form', 'img');
    expect(callsOf(backend, 'saveSettings').at(-1)![0]).toMatchObject({ view: 'usage' });
  });
});

describe('undo', () => {
  it('ends after its time, which stands still while someone is at it', async () => {
    vi.useFakeTimers();
    const { app } = await begin({ cards: 2 });
    await app.removeCards(these([1]));
    vi.advanceTimersByTime(STAYS - 1000);
    app.undo.pause();
    vi.advanceTimersByTime(STAYS * 3);
    expect(app.undo.offers).toHaveLength(1);
    app.undo.resume();
    vi.advanceTimersByTime(999);
    expect(app.undo.offers).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(app.undo.offers).toHaveLength(0);
  });

  it('takes back the newest thing first', async () => {
    const { app } = await begin({ cards: 3 });
    await app.removeCards(these([1]));
    await app.removeCards(these([2]));
    await app.takeBack();
    expect(order(app)).toEqual([2, 3]);
  });
});

describe('copying', () => {
  it('says so for a moment and to people who listen', async () => {
    vi.useFakeTimers();
    const { app, backend } = await begin({ cards: 2 });
    await app.copyBatch('batch', 'markdown');
    expect(backend.clipboard.split('\n')).toHaveLength(2);
    expect(app.copying.done).toBe('batch');
    expect(app.announcer.messages.at(-1)!.text).toBe('Copied 2 times: Markdown');
    vi.advanceTimersByTime(2000);
    expect(app.copying.done).toBeNull();
  });

  it('says at the button why it failed', async () => {
    const { app, backend } = await begin({ cards: 1 });
    backend.refuseNext('copyDescriptions', 'internal');
    await app.copy('card', [], () => [app.cards.current!.words!.id], 'alt');
    expect(app.copying.failed?.button).toBe('card');
    expect(app.copying.done).toBeNull();
  });
});

describe('events', () => {
  it('bring the person to pictures that were added elsewhere', async () => {
    const { app, backend } = await begin({ settings: { view: 'usage' } });
    backend.drop(1);
    expect(app.navigation.view).toBe('describe');
  });

  it('do not hide the pictures that the program was opened with', async () => {
    const { app } = await begin({ cards: 1, settings: { view: 'history' } });
    expect(app.navigation.view).toBe('describe');
  });

  it('show and hide the drop overlay', async () => {
    const { app, backend } = await begin();
    backend.emit({ event: 'drag_over', count: 12 });
    expect(app.dragging).toBe(12);
    backend.emit({ event: 'drag_end' });
    expect(app.dragging).toBeNull();
  });

  it('announce a notice once', async () => {
    const { app, backend } = await begin();
    backend.refuseNext('paste', 'clipboard_empty');
    await app.attempt(() => backend.paste());
    expect(app.notice?.trouble?.reason).toBe('clipboard_empty');
    expect(app.announcer.messages).toHaveLength(1);
  });

  it('give a rejection that is no trouble a sentence', async () => {
    const { app } = await begin();
    await app.attempt(() => Promise.reject(new Error('the shell is gone')));
    flushSync();
    expect(app.notice?.message).toMatch(/restart Altsmith/);
  });
});

describe('languages', () => {
  it.each([
    ['system', 'de-AT', 'de'],
    ['system', 'zh_CN', 'zh'],
    ['system', 'fr', 'en'],
    ['zh', 'de', 'zh'],
  ])('setting %s on a system in %s speaks %s', (setting, system, spoken) => {
    expect(localeFor(setting, system)).toBe(spoken);
  });
});

describe('settings', () => {
  it('that were set elsewhere are not taken back by a choice that is on its way', async () => {
    const { app, backend } = await begin();
    const slow = gate<void>();
    const save = backend.saveSettings.bind(backend);
    backend.saveSettings = async (settings) => {
      await slow.promise;
      return save(settings);
    };
    const first = app.settings.change('style', 'long');
    const second = app.settings.change('length_profile', 'x');
    app.settings.take({ ...app.settings.current, style: 'alt', length_profile: 'web', local_only: true });
    expect(app.settings.current).toMatchObject({ style: 'long', length_profile: 'x', local_only: true });
    slow.open();
    await Promise.all([first, second]);
    expect(callsOf(backend, 'saveSettings').at(-1)).toMatchObject([{ local_only: true, length_profile: 'x' }]);
  });

  it('have the instruction that is still being typed before anything is sent', async () => {
    const { app, backend } = await begin({ cards: 1 });
    app.userContext.instruction = ' Name the plants. ';
    await app.describeAgain(these([app.cards.currentId!]));
    const names = backend.calls.map((call) => call.name);
    expect(callsOf(backend, 'saveSettings').at(-1)).toMatchObject([{ instruction: 'Name the plants.' }]);
    expect(names.lastIndexOf('saveSettings')).toBeLessThan(names.lastIndexOf('describeAgain'));
    expect(app.userContext.instruction).toBeNull();
  });
});
