/** Money in memory: an estimate, a ledger of a month, balances. Part of the fake backend; in no build that ships. */
import type { Estimate } from '$lib/types/Estimate';
import type { ServiceModel } from '$lib/types/ServiceModel';
import type { LedgerEntry } from '$lib/types/LedgerEntry';
import type { LedgerPage } from '$lib/types/LedgerPage';
import type { LedgerQuery } from '$lib/types/LedgerQuery';
import type { Unfinished } from '$lib/types/Unfinished';
import type { Usage } from '$lib/types/Usage';

const DAY = 86_400_000;
const TODAY = Date.UTC(2026, 5, 1, 9, 0);
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export class FakeMoney {
  unfinished: Unfinished[] = [];
  /** Nothing was ever paid. */
  spent = true;
  /** Texts that speak against a batch. */
  warnings: string[] = [];
  balanceWarning: string | null = null;
  /** Pictures of a batch that the history knows. */
  known = 0;
  /** How long a batch takes at the least. */
  seconds: number | null = null;
  /** Every picture of a batch was looked at. */
  complete = true;

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
      seconds: this.seconds,
      warnings: this.warnings,
      complete: this.complete,
    };
  }

  #entries(): LedgerEntry[] {
    if (!this.spent) return [];
    return Array.from({ length: 90 }, (_, place) => ({
      id: 90 - place,
      at_ms: TODAY - Math.floor((place * place) / 9) * 3_600_000,
      provider: 'example',
      name: 'Example Vision',
      account: '',
      kind: place === 40 ? ('top_up' as const) : ('charge' as const),
      amount: place === 40 ? 100 : 1,
      unit: 'credits',
      remaining: 199 - (90 - place),
      valid_until: '2026-12-31',
      request_id: `req-${90 - place}`,
      picture: place % 9 === 8 ? null : { image_id: 1240 - place, hash: String(1240 - place), name: 'quay.jpg', alt: 'A quay with boats.' },
    }));
  }

  ledger(query: LedgerQuery): LedgerPage {
    const lines = this.#entries().filter((line) => query.provider === null || line.provider === query.provider);
    return { total: lines.length, lines: lines.slice(query.offset, query.offset + query.limit) };
  }

  usage(days: number, pictures: number): Usage {
    const from = TODAY - (days - 1) * DAY;
    const period = { from_day: dayOf(from), to_day: dayOf(TODAY) };
    const builtin = pictures === 0 ? [] : [{ provider: 'builtin', name: 'Altsmith', pictures, from_history: 12, spent: [] }];
    if (!this.spent) return { providers: builtin, balances: [], days: [], ...period };
    const perDay = new Map<string, number>();
    for (const line of this.#entries()) {
      if (line.kind === 'charge' && line.at_ms >= from) perDay.set(dayOf(line.at_ms), (perDay.get(dayOf(line.at_ms)) ?? 0) + 1);
    }
    return {
      providers: [
        ...builtin,
        { provider: 'example', name: 'Example Vision', pictures: 89, from_history: 4, spent: [{ value: 89, unit: 'credits' }] },
      ],
      balances: [
        {
          provider: 'example',
          name: 'Example Vision',
          account: '',
          credits: { remaining: 111, total: 200, unit: 'credits', valid_until: '2026-12-31' },
          read_ms: TODAY,
          can_refresh: true,
          can_top_up: true,
          warning: this.balanceWarning,
        },
      ],
      days: [...perDay].sort().map(([day, amount]) => ({ provider: 'example', name: 'Example Vision', day, amount, unit: 'credits', charges: amount })),
      ...period,
    };
  }
}
