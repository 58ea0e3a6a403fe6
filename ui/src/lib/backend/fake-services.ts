/** Services in memory: one with everything that a form can have. Part of the fake backend; in no build that ships. */
import type { AccountAction } from '$lib/types/AccountAction';
import type { Checked } from '$lib/types/Checked';
import type { KeyPlace } from '$lib/types/KeyPlace';
import type { Keys } from '$lib/types/Keys';
import type { KeyStatus } from '$lib/types/KeyStatus';
import type { LogLine } from '$lib/types/LogLine';
import type { Reason } from '$lib/types/Reason';
import type { ServiceField } from '$lib/types/ServiceField';
import type { ServiceModel } from '$lib/types/ServiceModel';
import type { ServiceSetup } from '$lib/types/ServiceSetup';
import type { Trouble } from '$lib/types/Trouble';

const takes = { prompt: true, context: true, conversation: true };
const returns = { alt: true, description: true, title: true, tags: true, credits: true, tokens: false };

/** A service with all that a form can have: an account to make, two keys and an optional one, settings of every kind. */
const STUDIO: ServiceField[] = [
  { name: 'secret', kind: 'secret', required: true, label: 'Your own secret', value: null, default: null },
  { name: 'api_key', kind: 'secret', required: true, label: 'API key from the e-mail', value: null, default: null },
  { name: 'bucket_key', kind: 'secret', required: false, label: 'Secret key of your bucket', value: null, default: null },
  { name: 'email', kind: 'text', required: false, label: 'E-mail address', value: null, default: null },
  { name: 'bucket', kind: 'url', required: false, label: 'Address of your S3-compatible storage', value: null, default: null },
  { name: 'time_limit', kind: 'number', required: false, label: 'Longest wait for a result, in seconds', value: null, default: '120' },
  { name: 'endpoint', kind: 'url', required: false, label: 'Address of the service', value: null, default: 'https://api.studio.example' },
];

const MODELS: ServiceModel[] = [
  { id: 'vision-small', label: 'Alt text', calls: 1, takes, returns, languages: [], sees: true, cost: { value: 1, unit: 'credits' }, price: '1 credits', here: false, retired: null },
  { id: 'everything', label: 'Everything (three requests)', calls: 3, takes, returns, languages: [], sees: true, cost: { value: 3, unit: 'credits' }, price: null, here: false, retired: null },
];

export class FakeServices {
  /** Names of the keys that are set (of a second service with its id before it); what is said of them. */
  readonly set = new Map<string, string>();
  values: Record<string, string> = {};
  vault = { exists: false, unlocked: false };
  passphrase = '';
  /** The keyring does not answer. */
  trouble: Trouble | null = null;
  /** The service confirms the key. */
  confirms = true;
  /** Languages that its models know; none: any. */
  languages: string[] = [];
  /** What its models take beside the picture. */
  takes = takes;
  /** Pictures of this computer can be sent to it. */
  takesFiles = true;
  /** The service says what a request costs. */
  priced = true;
  lines = 2;
  authority: string | null = null;
  #go: () => void = () => {};
  #gate: Promise<void> = Promise.resolve();

  constructor(readonly troubleOf: (reason: Reason, more: Partial<Trouble>) => Trouble) {}

  /** What takes time takes it until `goOn`. */
  hold(): void {
    this.#gate = new Promise((resolve) => (this.#go = resolve));
  }

  goOn(): void {
    this.#go();
    this.#gate = Promise.resolve();
  }

  waited(): Promise<void> {
    return this.#gate;
  }

  refuseKeyring(reason: Reason): void {
    this.trouble = this.troubleOf(reason, {});
  }

  setup(provider: string): ServiceSetup {
    if (provider === 'builtin') {
      return {
        provider,
        name: 'Altsmith',
        about: 'Describes any picture at once from what can be computed.',
        note: 'It is computed, not AI.',
        privacy: 'Nothing leaves this computer.',
        key_hint: null,
        check: null,
        fields: [],
        model: 'facts-1',
        models: [{ ...MODELS[0]!, id: 'facts-1', label: 'Facts', cost: null, takes: { ...takes, prompt: false, context: false, conversation: false } }],
        budgets: [],
        makes_accounts: false,
        takes_files: true,
        free: true,
      };
    }
    const value = (name: string) => this.values[name] ?? null;
    // Also servers that were added: they are of its kind.
    const studio = provider !== 'example';
    return {
      provider,
      name: studio ? 'Word Studio' : 'Example Vision',
      about: 'Alt texts and descriptions in many languages.',
      note: 'Each request uses up credits.',
      privacy: 'The picture, made smaller and without its metadata, goes to api.vision.example.',
      key_hint: 'Sign in at vision.example and create a key.',
      check: 'Asks for your account, which costs nothing.',
      fields: studio ? STUDIO.map((field) => ({ ...field, value: field.kind === 'secret' ? null : value(field.name) })) : [
        { name: 'api_key', kind: 'secret', required: true, label: 'API key', value: null, default: null },
        { name: 'region', kind: 'text', required: false, label: 'Region', value: value('region'), default: null },
        { name: 'keep', kind: 'switch', required: false, label: 'Pass on the web address of pictures that have one', value: value('keep'), default: null },
        { name: 'endpoint', kind: 'url', required: false, label: 'Address of the service', value: value('endpoint'), default: 'https://api.vision.example' },
      ],
      model: value('model') ?? 'vision-small',
      models: MODELS.map((model) => ({ ...model, takes: this.takes, languages: this.languages, cost: this.priced ? model.cost : null })),
      budgets: (['run', 'day', 'month'] as const).map((period) => ({
        period,
        setting: `budget_${period}`,
        cap: this.values[`budget_${period}`] ? Number.parseFloat(this.values[`budget_${period}`]!) : null,
        unit: 'credits',
        units: ['credits', 'requests'],
        spent: period === 'run' ? 0 : period === 'day' ? 12 : 140,
      })),
      makes_accounts: studio,
      takes_files: this.takesFiles,
      free: false,
    };
  }

  save(provider: string, values: Record<string, string>): ServiceSetup {
    const address = values['endpoint'] ?? '';
    if (address !== '' && !address.startsWith('https://')) throw this.troubleOf('endpoint_invalid', {});
    for (const [name, value] of Object.entries(values)) {
      if (value === '') delete this.values[name];
      else this.values[name] = value;
    }
    return this.setup(provider);
  }

  #placeTrouble(place: KeyPlace): Trouble | null {
    if (place === 'keyring') return this.trouble;
    return place === 'vault' && !this.vault.unlocked ? this.troubleOf('vault_locked', {}) : null;
  }

  #idOf(provider: string, name: string): string {
    return provider === 'example' ? name : `${provider}/${name}`;
  }

  keys(provider: string, place: KeyPlace): Keys {
    const secrets = this.setup(provider).fields.filter((field) => field.kind === 'secret');
    const trouble = this.#placeTrouble(place);
    const status = (name: string): KeyStatus => {
      const last4 = this.set.get(this.#idOf(provider, name));
      return trouble === null && last4 !== undefined ? { set: true, from: place, last4 } : { set: false, from: null, last4: null };
    };
    const fields = secrets.map(({ name }) => ({ name, status: status(name) }));
    const complete = secrets.every(({ name, required }) => !required || status(name).set);
    return { place, vault: this.vault, fields, complete, trouble };
  }

  setKeys(provider: string, values: Record<string, string>, place: KeyPlace): Keys {
    const trouble = this.#placeTrouble(place);
    if (trouble) throw trouble;
    for (const [name, value] of Object.entries(values)) this.set.set(this.#idOf(provider, name), value.slice(-4));
    return this.keys(provider, place);
  }

  deleteKeys(provider: string, field: string | null, place: KeyPlace): Keys {
    for (const { name } of this.setup(provider).fields) if (field === null || field === name) this.set.delete(this.#idOf(provider, name));
    return this.keys(provider, place);
  }

  openVault(passphrase: string): void {
    if (this.vault.exists && passphrase !== this.passphrase) throw this.troubleOf('passphrase_wrong', {});
    this.passphrase = passphrase;
    this.vault = { exists: true, unlocked: true };
  }

  check(_provider: string): Checked {
    return {
      confirmed: this.confirms,
      message: this.confirms ? 'Example Vision knows the key.' : 'Example Vision answered and did not complain of the key.',
      credits: { remaining: 199, total: 200, unit: 'credits', valid_until: '2026-12-31' },
      models: [],
    };
  }

  action(action: AccountAction): Checked {
    const message = action === 'create' ? 'The account is made. The key comes by e-mail.' : 'The account is switched on.';
    return { confirmed: true, message, credits: null, models: [] };
  }

  log(): LogLine[] {
    const at = Date.UTC(2026, 5, 1, 9, 0);
    return Array.from({ length: this.lines }, (_, place) => ({
      at_ms: at - place * 60_000,
      trouble: place % 2 === 1,
      text:
        place % 2 === 0
          ? 'answered operation=alttexts host=api.vision.example status=200 sent_bytes=48213 duration_ms=2960'
          : 'no answer operation=alttexts host=api.vision.example reason=Timeout',
    }));
  }
}
