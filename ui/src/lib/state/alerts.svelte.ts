/** Balances that run out, as the engine told of them when a batch was done; until they are read. */
import type { BalanceAlert } from '$lib/types/BalanceAlert';

export class Alerts {
  list = $state.raw<BalanceAlert[]>([]);

  /** A newer one about the same account takes the place of the older one. */
  take(alerts: BalanceAlert[]): void {
    this.list = [...this.list.filter((old) => !alerts.some((alert) => sameAccount(alert, old))), ...alerts];
  }

  dismiss(alert: BalanceAlert): void {
    this.list = this.list.filter((other) => other !== alert);
  }
}

function sameAccount(one: BalanceAlert, other: BalanceAlert): boolean {
  return one.provider === other.provider && one.account === other.account;
}
