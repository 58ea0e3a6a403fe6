/** What people who listen hear of pictures that are described: of many no more than of a few. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLocale } from '../../src/lib/i18n.svelte';
import { GATHERS, Telling, type Told } from '../../src/lib/state/telling';
import { begin } from './begin';

beforeEach(async () => {
  vi.useFakeTimers();
  await setLocale('en');
});
afterEach(() => vi.useRealTimers());

/** All that was said, also what is no longer in the page. */
async function listening() {
  const { app, backend } = await begin();
  const heard: string[] = [];
  const say = app.announcer.say.bind(app.announcer);
  app.announcer.say = (text) => {
    heard.push(text);
    say(text);
  };
  return { app, backend, heard };
}

describe('a batch', () => {
  it('of thirty is told as one: that it began, its quarters, and what came of it', async () => {
    const { app, backend, heard } = await listening();
    const ids = backend.drop(30);
    await app.cards.show(0, 29);
    vi.advanceTimersByTime(GATHERS);
    for (const id of ids.slice(0, 27)) backend.finish(id);
    for (const id of ids.slice(27)) backend.fail(id, 'not_an_image');
    await app.cards.settled();
    expect(heard).toEqual([
      '30 pictures are being described',
      '8 of 30 done',
      '15 of 30 done',
      '23 of 30 done',
      '30 pictures: 27 described, 3 not',
    ]);
  });

  it('that is over at once is told once', async () => {
    const { app, backend, heard } = await listening();
    const ids = backend.drop(12);
    await app.cards.show(0, 11);
    for (const id of ids) backend.finish(id);
    await app.cards.settled();
    vi.advanceTimersByTime(GATHERS * 2);
    expect(heard).toEqual(['12 pictures: 12 described']);
  });

  it('that comes in parts is counted when it is together', async () => {
    const { backend, heard } = await listening();
    backend.drop(50);
    backend.drop(50);
    vi.advanceTimersByTime(GATHERS);
    expect(heard).toEqual(['100 pictures are being described']);
  });

  it('that was stopped says so', async () => {
    const { app, backend, heard } = await listening();
    const ids = backend.drop(10);
    vi.advanceTimersByTime(GATHERS);
    for (const id of ids.slice(0, 4)) backend.finish(id);
    await app.cards.cancel({ which: 'busy' });
    expect(heard.at(-1)).toBe('10 pictures: 4 described, 6 stopped');
  });

  it('of a few is told picture by picture, also after one of many', async () => {
    const { app, backend, heard } = await listening();
    for (const id of backend.drop(8)) backend.finish(id);
    const few = backend.drop(2);
    await app.cards.show(0, 9);
    backend.finish(few[0]!);
    await app.cards.settled();
    backend.fail(few[1]!, 'not_an_image');
    await app.cards.settled();
    vi.advanceTimersByTime(GATHERS * 2);
    expect(heard.map((text) => text.split(': ')[0])).toEqual(['8 pictures', 'quarterly-chart.png', 'grandmother-garden-1987.tiff']);
  });
});

it('numbers that are told anew are no new batch', () => {
  const told: Told[] = [];
  const telling = new Telling((what) => told.push(what));
  telling.progress(0, 8);
  telling.progress(8, 8);
  telling.progress(8, 8);
  telling.progress(0, 0);
  expect(told.map(({ what }) => what)).toEqual(['end']);
});

it('what is held in the middle is not counted, and begins nothing anew', () => {
  const told: Told[] = [];
  const telling = new Telling((what) => told.push(what));
  telling.progress(0, 40);
  vi.advanceTimersByTime(GATHERS);
  telling.progress(3, 40);
  telling.progress(3, 12);
  telling.progress(12, 12);
  expect(told).toEqual([
    { what: 'begin', total: 40 },
    { what: 'quarter', done: 3, total: 12 },
    { what: 'end', total: 12, described: 12, failed: 0, stopped: 0 },
  ]);
});
