/** Which notices leave by themselves. */
import { expect, it } from 'vitest';
import { FakeBackend } from '../../src/lib/backend/fake';
import { leavesByItself, readingTime } from '../../src/lib/state/notice';

const backend = new FakeBackend();

it('those that ask for nothing do', () => {
  for (const reason of ['clipboard_empty', 'drop_empty', 'url_not_https', 'not_an_image', 'not_found', 'provider_unavailable'] as const) {
    expect(leavesByItself(backend.troubleOf(reason)), reason).toBe(true);
  }
});

it('those that need an answer stay, and so does what the start has to say', () => {
  for (const reason of ['key_missing', 'vault_locked', 'credits_exhausted', 'budget_reached', 'local_only', 'outcome_unknown', 'disk_full'] as const) {
    expect(leavesByItself(backend.troubleOf(reason)), reason).toBe(false);
  }
  expect(leavesByItself(null)).toBe(false);
});

it('a longer text has more time', () => {
  expect(readingTime('x'.repeat(200))).toBeGreaterThan(20_000);
  expect(readingTime('x'.repeat(40))).toBeLessThan(10_000);
});
