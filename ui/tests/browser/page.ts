/**
 * The page with the in-memory backend, under the window's policy and with frozen prototypes, as the shell runs it.
 * Whatever the console complains about fails the test.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import type { FakeBackend } from '../../src/lib/backend/fake';

export interface Opened {
  /** Opens the page; `query` sets the backend up. */
  open: (query?: Record<string, string | number>) => Promise<Page>;
}

export const test = base.extend<Opened>({
  open: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addInitScript(() => void Object.freeze(Object.prototype));
    await use(async (query = {}) => {
      const asked = new URLSearchParams(Object.entries({ pace: 0, ...query }).map(([key, value]) => [key, String(value)]));
      await page.goto(`/?${asked}`);
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      return page;
    });
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** Runs something on the backend inside the page. Sent as text: the page's policy forbids it to make code of text itself. */
export function onBackend<T, A>(page: Page, run: (backend: FakeBackend, argument: A) => T, argument?: A): Promise<T> {
  return page.evaluate<T>(`(${run.toString()})(window.altsmith, ${JSON.stringify(argument)})`);
}

export const view = (name: string, more: Record<string, unknown> = {}) => ({ settings: JSON.stringify({ view: name, ...more }) });

/** Rules that axe leaves out unless it is asked for them. */
const EXPERIMENTAL = ['css-orientation-lock', 'focus-order-semantics', 'hidden-content', 'label-content-name-mismatch', 'p-as-heading', 'table-fake-caption', 'td-has-header'];

/** axe with all its rules, experimental ones too. */
export const axe = (page: Page) => new AxeBuilder({ page }).options({ rules: Object.fromEntries(EXPERIMENTAL.map((id) => [id, { enabled: true }])) });

/** What a person who listens was told. */
export const said = (page: Page) => page.locator('[role="log"] p').allTextContents();

/** What has the focus: its accessible name or text. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });
