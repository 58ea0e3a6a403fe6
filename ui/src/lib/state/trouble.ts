/** Trouble on its way to a person: whatever a command rejected with becomes a `Trouble`. */
import type { Trouble } from '$lib/types/Trouble';
import { t } from '$lib/i18n.svelte';

/** The trouble in a rejected command. What is none (the shell is gone, a fault in the page) is said in the page's words. */
export function troubleOf(rejection: unknown): Trouble {
  if (typeof rejection === 'object' && rejection !== null && 'reason' in rejection && 'message' in rejection) {
    return rejection as Trouble;
  }
  return {
    provider: null,
    code: 'internal',
    reason: 'internal',
    message: t('trouble-unexpected'),
    action: null,
    provider_code: null,
    request_id: null,
    retry_after_ms: null,
    again: null,
    remedy: 'again',
    field: null,
  };
}

/** The person stopped it: that is no trouble. */
export function wasCancelled(trouble: Trouble): boolean {
  return trouble.reason === 'cancelled';
}
