/** The state of the Usage view over the in-memory backend: figures that stay until newer ones are there. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../../src/lib/backend/fake';
import { Ledger, LINES } from '../../src/lib/state/ledger.svelte';
import { UsageState } from '../../src/lib/state/usage.svelte';
import type { LedgerPage } from '../../src/lib/types/LedgerPage';
import type { Usage } from '../../src/lib/types/Usage';
import { setLocale } from '../../src/lib/i18n.svelte';

let backend: FakeBackend;
beforeEach(async () => {
  await setLocale('en');
  backend = new FakeBackend({ pace: 0, history: 50 });
});

const callsOf = (name: string) => backend.calls.filter((call) => call.name === name).map((call) => call.args);

/** Holds the answers of a command back until the test lets them go, in any order. */
function hold<T>(command: 'usage' | 'ledger'): { let: (place: number) => Promise<void>; asked: () => number } {
  const held: (() => void)[] = [];
  const answer = backend[command].bind(backend) as (argument: never) => Promise<T>;
  (backend as unknown as Record<string, unknown>)[command] = async (argument: never) => {
    const value = await answer(argument);
    return new Promise<T>((resolve) => held.push(() => resolve(value)));
  };
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve));
  return {
    asked: () => held.length,
    let: async (place) => {
      await settle();
      held[place]!();
      await settle();
    },
  };
}

describe('usage', () => {
  it('is asked once more, not more often, where much happened meanwhile', async () => {
    const figures = new UsageState(backend);
    const answers = hold<Usage>('usage');
    const loaded = figures.load();
    void figures.load();
    void figures.choose(7);
    await answers.let(0);
    expect(figures.usage).toBe(null);
    await answers.let(1);
    await loaded;
    expect(callsOf('usage')).toEqual([[30], [7]]);
    expect(figures.usage!.from_day < figures.usage!.to_day).toBe(true);
  });

  it('keeps what it knows where the next answer is refused', async () => {
    const figures = new UsageState(backend);
    await figures.load();
    const before = figures.usage;
    backend.refuseNext('usage', 'database_busy');
    await figures.load();
    expect(figures.usage).toBe(before);
    expect(figures.trouble?.reason).toBe('database_busy');
    await figures.load();
    expect(figures.trouble).toBe(null);
  });

  it('reads a balance anew, once at a time, with the trouble at its service', async () => {
    const figures = new UsageState(backend);
    await figures.load();
    backend.refuseNext('refreshBalance', 'key_rejected');
    expect(await figures.refresh('example')).toBe(null);
    expect(figures.refused.get('example')?.reason).toBe('key_rejected');
    expect(figures.refused.has('studio')).toBe(false);

    const before = figures.usage!.balances.find(({ provider }) => provider === 'example')!.read_ms;
    const first = figures.refresh('example');
    expect(figures.asking.has('example')).toBe(true);
    expect(await figures.refresh('example')).toBe(null);
    expect((await first)![0]!.read_ms).toBeGreaterThan(before);
    expect(callsOf('refreshBalance')).toHaveLength(2);
    expect([figures.asking.size, figures.refused.size]).toEqual([0, 0]);
  });
});

describe('the ledger', () => {
  it('is fetched a page at a time, each once', async () => {
    const ledger = new Ledger(backend);
    await ledger.refresh();
    expect(ledger.total).toBeGreaterThan(1000);
    expect(ledger.at(0)!.id).toBe(ledger.total);
    expect(ledger.at(LINES)).toBe(undefined);
    await ledger.show(95, 120);
    await ledger.show(98, 130);
    expect(ledger.at(LINES)!.id).toBe(ledger.total! - LINES);
    expect(callsOf('ledger').map(([query]) => (query as { offset: number }).offset)).toEqual([0, 100]);
  });

  it('keeps the lines in sight where new ones come above them', async () => {
    const ledger = new Ledger(backend);
    await ledger.refresh();
    await ledger.show(190, 199);
    ledger.current = 195;
    const [read, current] = [ledger.at(199)!.id, ledger.at(195)!.id];
    backend.money.charge('studio');
    backend.money.charge('studio');
    await ledger.refresh();
    expect(ledger.at(201)!.id).toBe(read);
    expect(ledger.at(ledger.current)!.id).toBe(current);
  });

  it('asks again where lines came between two pages', async () => {
    const ledger = new Ledger(backend);
    await ledger.refresh();
    const before = ledger.total!;
    backend.money.charge('penny');
    await ledger.show(100, 110);
    expect(ledger.total).toBe(before + 1);
    const ids = Array.from({ length: 111 }, (_, index) => ledger.at(index)?.id).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ledger.at(105)!.id).toBe(before + 1 - 105);
  });

  it('shows the service that was chosen last, whichever answer comes last', async () => {
    const ledger = new Ledger(backend);
    const answers = hold<LedgerPage>('ledger');
    void ledger.choose('penny');
    void ledger.choose('studio');
    await answers.let(1);
    await answers.let(0);
    expect(ledger.provider).toBe('studio');
    expect(ledger.at(0)!.provider).toBe('studio');
  });

  it('keeps its lines where a page is refused, and asks for it again', async () => {
    const ledger = new Ledger(backend);
    await ledger.refresh();
    backend.refuseNext('ledger', 'database_busy');
    await ledger.show(100, 120);
    expect(ledger.trouble?.reason).toBe('database_busy');
    expect(ledger.at(0)).toBeDefined();
    await ledger.show(100, 120);
    expect(ledger.trouble).toBe(null);
    expect(ledger.at(100)).toBeDefined();
  });
});
