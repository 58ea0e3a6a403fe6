/** Trouble on its way to a person: whatever a command rejected with becomes a `Trouble`, and a reason finds its button. */
import type { Reason } from '$lib/types/Reason';
import type { Trouble } from '$lib/types/Trouble';
import { t } from '$lib/words.svelte';

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
  };
}

/** The person stopped it: that is no trouble. */
export function wasCancelled(trouble: Trouble): boolean {
  return trouble.reason === 'cancelled';
}

/** The one thing that helps. */
export type Remedy =
  | 'again'
  | 'resend'
  | 'remove'
  | 'url'
  | 'key'
  | 'keys'
  | 'vault'
  | 'top_up'
  | 'budget'
  | 'service'
  | 'provider'
  | 'language'
  | 'local_only'
  | 'add'
  | 'none';

const remedies: Partial<Record<Reason, Remedy>> = {
  file_gone: 'remove',
  not_a_file: 'remove',
  empty_file: 'remove',
  file_too_large: 'remove',
  folder_empty: 'remove',
  folder_limit: 'none',
  not_an_image: 'remove',
  format_not_built_in: 'remove',
  cut_off: 'remove',
  corrupt: 'remove',
  too_many_pixels: 'remove',
  too_much_memory: 'remove',
  decoder_failed: 'remove',
  service_refused_image: 'remove',
  content_blocked: 'remove',
  url_invalid: 'url',
  url_not_https: 'url',
  url_not_public: 'url',
  drop_empty: 'url',
  clipboard_empty: 'add',
  key_missing: 'key',
  key_rejected: 'key',
  keyring_unavailable: 'keys',
  keyring_locked: 'keys',
  vault_damaged: 'keys',
  vault_newer: 'keys',
  vault_failed: 'keys',
  vault_locked: 'vault',
  passphrase_wrong: 'vault',
  credits_exhausted: 'top_up',
  budget_reached: 'budget',
  invalid_request: 'service',
  model_not_found: 'service',
  endpoint_invalid: 'service',
  setting_invalid: 'service',
  provider_unknown: 'provider',
  outcome_unknown: 'resend',
  needs_public_url: 'url',
  language_unknown: 'language',
  local_only: 'local_only',
  database_newer: 'none',
};

/** What helps against a reason; trying again where nothing else is known. */
export function remedyFor(reason: Reason): Remedy {
  return remedies[reason] ?? 'again';
}
