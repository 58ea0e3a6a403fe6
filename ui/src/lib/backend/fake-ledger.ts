/**
 * A ledger in memory: a year of charges, balances and top-ups of four services, the same for the same day. Part of the
 * fake backend; in no build that ships.
 */
import { dayOf } from '$lib/format';
import type { Amount } from '$lib/types/Amount';
import type { LedgerEntry } from '$lib/types/LedgerEntry';
import type { LedgerKind } from '$lib/types/LedgerKind';
import type { LedgerPicture } from '$lib/types/LedgerPicture';
import { hashOf, sceneOf } from './fake-pictures';

const HOUR = 3_600_000;
const DAYS = 365;

export interface FakeService {
  provider: string;
  name: string;
  unit: string;
  /** What one picture costs. */
  price: number;
  /** Share of days on which it is used, and the most pictures on such a day. */
  often: number;
  most: number;
  /** What is bought when it runs low; 0: it tells no balance. */
  pack: number;
  can_refresh: boolean;
  can_top_up: boolean;
  from_history: number;
}

export const FAKE_SERVICES: FakeService[] = [
  { provider: 'example', name: 'Example Vision', unit: 'credits', price: 1, often: 0.6, most: 9, pack: 200, can_refresh: true, can_top_up: true, from_history: 31 },
  { provider: 'penny', name: 'Penny Pictures', unit: 'usd', price: 0.01, often: 0.4, most: 12, pack: 5, can_refresh: false, can_top_up: true, from_history: 4 },
  { provider: 'studio', name: 'Studio Open', unit: 'credits', price: 2, often: 0.3, most: 4, pack: 500, can_refresh: true, can_top_up: false, from_history: 0 },
  { provider: 'quota', name: 'Quota Captions', unit: 'requests', price: 1, often: 0.2, most: 3, pack: 0, can_refresh: false, can_top_up: false, from_history: 2 },
];

export class FakeLedger {
  /** Newest first. */
  lines: LedgerEntry[] = [];
  readonly now = Date.now();
  #left = new Map<string, number>();
  #pictures: number;

  constructor(services: FakeService[], pictures: number) {
    this.#pictures = pictures;
    const random = numbers(7);
    const today = new Date(this.now).setHours(0, 0, 0, 0);
    for (const service of services) this.#left.set(service.provider, service.pack);
    for (let age = DAYS - 1; age >= 0; age -= 1) {
      // A few days off, so that there is a gap in the last weeks.
      if (age % 30 > 19 && age % 30 < 24) continue;
      const day = new Date(today);
      day.setDate(day.getDate() - age);
      // Today begins at midnight, so that nothing is in the future; a minute is enough for all.
      let at = day.getTime() + (age === 0 ? 0 : 9 * HOUR);
      for (const service of services) {
        const count = random() < service.often ? 1 + Math.floor(random() * service.most) : 0;
        for (let made = 0; made < count; made += 1) this.charge(service, (at += age === 0 ? 2000 : 47_000));
        at += age === 0 ? 0 : Math.floor(random() * 3 * HOUR);
      }
    }
  }

  charge(service: FakeService, at_ms: number): void {
    if (service.pack > 0 && this.#left.get(service.provider)! < service.price * 10) this.#topUp(service, at_ms - 60_000);
    this.#spend(service, -service.price);
    // One in 23 answers says nothing about its price.
    const known = (this.lines.length + 1) % 23 !== 0;
    this.#add(service, 'charge', at_ms, known ? service.price : null, this.#pictureOf(this.lines.length));
  }

  read(service: FakeService, at_ms: number): void {
    this.#add(service, 'balance', at_ms, null, null);
  }

  /** What a picture cost in all, one amount a unit. */
  spentOn(imageId: number): Amount[] {
    const sums = new Map<string, number>();
    for (const { picture, amount, unit } of this.lines) {
      if (picture?.image_id === imageId) sums.set(unit, Math.round(((sums.get(unit) ?? 0) + (amount ?? 0)) * 1e6) / 1e6);
    }
    return [...sums].map(([unit, value]) => ({ value, unit }));
  }

  left(provider: string): number {
    return this.#left.get(provider) ?? 0;
  }

  #topUp(service: FakeService, at_ms: number): void {
    this.#spend(service, service.pack);
    this.#add(service, 'top_up', at_ms, service.pack, null);
  }

  #spend(service: FakeService, by: number): void {
    this.#left.set(service.provider, Math.round((this.left(service.provider) + by) * 100) / 100);
  }

  #add(service: FakeService, kind: LedgerKind, at_ms: number, amount: number | null, picture: LedgerPicture | null): void {
    const id = this.lines.length + 1;
    this.lines.unshift({
      id,
      at_ms,
      provider: service.provider,
      name: service.name,
      account: '',
      kind,
      amount,
      unit: service.unit,
      cost: null,
      remaining: service.pack > 0 ? this.left(service.provider) : null,
      valid_until: service.provider === 'example' ? dayOf(this.now + 120 * 24 * HOUR) : null,
      request_id: kind === 'charge' && service.provider !== 'penny' ? `req-${id.toString(16).padStart(6, '0')}` : null,
      picture,
    });
  }

  /** Every ninth is no longer in the history. */
  #pictureOf(made: number): LedgerPicture | null {
    if (this.#pictures === 0 || made % 9 === 8) return null;
    const id = 1 + (made % this.#pictures);
    const scene = sceneOf(id);
    return { image_id: id, hash: hashOf(id), name: scene.name, alt: scene.words['en']!.alt, spent: [] };
  }
}

/** The same numbers in the same order, between 0 and 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
