/** Money in memory: an estimate, a ledger, balances. Part of the fake backend; in no build that ships. */
import { dayOf } from '$lib/format';
import type { Amount } from '$lib/types/Amount';
import type { Balance } from '$lib/types/Balance';
import type { DayUse } from '$lib/types/DayUse';
import type { Estimate } from '$lib/types/Estimate';
import type { ServiceModel } from '$lib/types/ServiceModel';
import type { LedgerPage } from '$lib/types/LedgerPage';
import type { LedgerQuery } from '$lib/types/LedgerQuery';
import type { ProviderUsage } from '$lib/types/ProviderUsage';
import type { Unfinished } from '$lib/types/Unfinished';
import type { Usage } from '$lib/types/Usage';
import { FAKE_SERVICES, FakeLedger, type FakeService } from './fake-ledger';

/** How much was ever spent: nothing, with one service for the last days, with four for a year. */
export type FakeSpending = 'none' | 'one' | 'all';

export class FakeMoney {
  unfinished: Unfinished[] = [];
  /** Texts that speak against a batch. */
  warnings: string[] = [];
  /** Pictures of a batch that the history knows. */
  known = 0;
  /** How long a batch takes at the least. */
  seconds: number | null = null;
  /** Every picture of a batch was looked at. */
  complete = true;
  /** What was charged since a service said what is left, by provider. */
  usedSince: Record<string, number> = {};
  /** What speaks against a balance, by provider. */
  balanceWarnings: Record<string, string> = {};
  readonly #services: FakeService[];
  readonly #ledger: FakeLedger;
  #read = new Map<string, number>();

  constructor(spending: FakeSpending = 'all', pictures = 0) {
    this.#services = { none: [], one: FAKE_SERVICES.slice(0, 1), all: FAKE_SERVICES }[spending];
    this.#ledger = new FakeLedger(this.#services, pictures);
  }

  settle(jobId: number): void {
    this.unfinished = this.unfinished.filter((job) => job.job_id !== jobId);
  }

  estimate(provider: string, count: number, model: ServiceModel): Estimate {
    const local = provider === 'builtin';
    const pictures = Math.max(0, count - this.known);
    return {
      provider,
      name: local ? 'Altsmith' : 'Example Vision',
      model: model.label,
      host: local ? null : 'api.vision.example',
      pictures,
      known: Math.min(count, this.known),
      calls: pictures * model.calls,
      amount: model.cost && pictures * model.cost.value,
      unit: model.cost && model.cost.unit,
      free: false,
      seconds: this.seconds,
      warnings: this.warnings,
      complete: this.complete,
    };
  }

  /** A picture was paid for just now. */
  charge(provider: string): void {
    this.#ledger.charge(this.#service(provider), Date.now());
  }

  /** The service tells its balance. */
  refresh(provider: string): void {
    this.#ledger.read(this.#service(provider), Date.now());
    this.#read.set(provider, Date.now());
  }

  ledger(query: LedgerQuery): LedgerPage {
    const lines = this.#ledger.lines.filter((line) => query.provider === null || line.provider === query.provider);
    const page = lines.slice(query.offset, query.offset + query.limit).map((line) => {
      const { picture } = line;
      return picture ? { ...line, picture: { ...picture, spent: this.spentOn(picture.image_id) } } : line;
    });
    return { total: lines.length, lines: page };
  }

  spentOn(imageId: number): Amount[] {
    return this.#ledger.spentOn(imageId);
  }

  usage(days: number, pictures: number): Usage {
    const first = new Date(this.#ledger.now);
    first.setDate(first.getDate() - (days - 1));
    const [from_day, to_day] = [dayOf(first.getTime()), dayOf(this.#ledger.now)];
    const builtin = pictures === 0 ? [] : [{ provider: 'builtin', name: 'Altsmith', pictures, from_history: 12, spent: [] }];
    return {
      providers: [...builtin, ...this.#services.map((service) => this.#used(service))],
      balances: this.#services.filter(({ pack }) => pack > 0).map((service) => this.#balance(service)),
      days: this.#days(from_day),
      from_day,
      to_day,
    };
  }

  #service(provider: string): FakeService {
    return this.#services.find((service) => service.provider === provider)!;
  }

  #used({ provider, name, unit, from_history }: FakeService): ProviderUsage {
    const charges = this.#ledger.lines.filter((line) => line.provider === provider && line.kind === 'charge');
    const value = charges.reduce((sum, line) => sum + (line.amount ?? 0), 0);
    return { provider, name, pictures: charges.length, from_history, spent: [{ value, unit }] };
  }

  #balance({ provider, name, unit, pack, can_refresh, can_top_up }: FakeService): Balance {
    const last = this.#ledger.lines.find((line) => line.provider === provider);
    const remaining = this.#ledger.left(provider);
    const valid = last?.valid_until ? { valid_until: last.valid_until } : {};
    return {
      provider,
      name,
      account: '',
      used_since: this.usedSince[provider] ?? 0,
      credits: { remaining: remaining - (this.usedSince[provider] ?? 0), ...(unit === 'usd' ? {} : { total: Math.max(pack, remaining) }), unit, ...valid },
      read_ms: this.#read.get(provider) ?? this.#ledger.now - 3 * 60_000,
      can_refresh,
      can_top_up,
      warning: this.balanceWarnings[provider] ?? null,
    };
  }

  #days(from: string): DayUse[] {
    const days = new Map<string, DayUse>();
    for (const { kind, at_ms, provider, name, unit, amount } of this.#ledger.lines) {
      const day = dayOf(at_ms);
      if (kind !== 'charge' || day < from) continue;
      const before = days.get(`${day} ${provider}`) ?? { provider, name, day, amount: 0, unit, charges: 0 };
      days.set(`${day} ${provider}`, { ...before, amount: before.amount + (amount ?? 0), charges: before.charges + 1 });
    }
    return [...days.values()].sort((a, b) => a.day.localeCompare(b.day));
  }
}
