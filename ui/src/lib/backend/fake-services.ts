/** Services in memory: one with everything that a form can have. Part of the fake backend; in no build that ships. */
import type { AccountErrand } from '$lib/types/AccountErrand';
import type { Checked } from '$lib/types/Checked';
import type { KeyPlace } from '$lib/types/KeyPlace';
import type { Keys } from '$lib/types/Keys';
import type { KeyStatus } from '$lib/types/KeyStatus';
import type { LogLine } from '$lib/types/LogLine';
import type { ServiceModel } from '$lib/types/ServiceModel';
import type { ServiceSetup } from '$lib/types/ServiceSetup';
import type { Trouble } from '$lib/types/Trouble';

const returns = { alt: true, description: true, title: true, tags: true, credits: true, tokens: false };

const MODELS: ServiceModel[] = [
  { id: 'vision-small', label: 'Alt text', calls: 1, returns, languages: [], cost: { value: 1, unit: 'credits' } },
  { id: 'everything', label: 'Everything (three requests)', calls: 3, returns, languages: [], cost: { value: 3, unit: 'credits' } },
];

export class FakeServices {
  /** Names of the keys that are set; what is said of them. */
  readonly set = new Map<string, string>();
  values: Record<string, string> = {};
  vault = { exists: false, unlocked: false };
  /** The place of the keys does not answer. */
  trouble: Trouble | null = null;
  /** The service confirms the key. */
  confirms = true;
  /** Languages that its models know; none: any. */
  languages: string[] = [];
  /** The service says what a request costs. */
  priced = true;

  setup(provider: string): ServiceSetup {
    if (provider === 'builtin') {
      return {
        provider,
        about: 'Describes any picture at once from what can be computed.',
        note: 'It is computed, not AI.',
        privacy: 'Nothing leaves this computer.',
        key_hint: null,
        check: null,
        fields: [],
        model: 'facts-1',
        models: [{ ...MODELS[0]!, id: 'facts-1', label: 'Facts', cost: null }],
        budgets: [],
        makes_accounts: false,
      };
    }
    const value = (name: string) => this.values[name] ?? null;
    return {
      provider,
      about: 'Alt texts and descriptions in many languages.',
      note: 'Each request uses up credits.',
      privacy: 'The picture, made smaller and without its metadata, goes to api.vision.example.',
      key_hint: 'Sign in at vision.example and create a key.',
      check: 'Asks for your account, which costs nothing.',
      fields: [
        { name: 'api_key', kind: 'secret', required: true, label: 'API key', value: null, default: null },
        { name: 'email', kind: 'text', required: false, label: 'E-mail address', value: value('email'), default: null },
        { name: 'keep', kind: 'switch', required: false, label: 'Pass on the web address of pictures that have one', value: value('keep'), default: null },
        { name: 'endpoint', kind: 'url', required: false, label: 'Address of the service', value: value('endpoint'), default: 'https://api.vision.example' },
      ],
      model: value('model') ?? 'vision-small',
      models: MODELS.map((model) => ({ ...model, languages: this.languages, cost: this.priced ? model.cost : null })),
      budgets: (['run', 'day', 'month'] as const).map((period) => ({
        period,
        setting: `budget_${period}`,
        cap: this.values[`budget_${period}`] ? Number.parseFloat(this.values[`budget_${period}`]!) : null,
        unit: 'credits',
        units: ['credits', 'requests'],
        spent: period === 'run' ? 0 : period === 'day' ? 12 : 140,
      })),
      makes_accounts: true,
    };
  }

  save(provider: string, values: Record<string, string>): ServiceSetup {
    for (const [name, value] of Object.entries(values)) {
      if (value === '') delete this.values[name];
      else this.values[name] = value;
    }
    return this.setup(provider);
  }

  keys(provider: string, place: KeyPlace): Keys {
    const names = this.setup(provider).fields.filter((field) => field.kind === 'secret').map((field) => field.name);
    const open = this.trouble === null;
    const status = (name: string): KeyStatus =>
      open && this.set.has(name) ? { set: true, from: place, last4: this.set.get(name)! } : { set: false, from: null, last4: null };
    const fields = names.map((name) => ({ name, status: status(name) }));
    return { place, vault: this.vault, fields, complete: fields.every((field) => field.status.set), trouble: this.trouble };
  }

  setKeys(provider: string, values: Record<string, string>, place: KeyPlace): Keys {
    for (const [name, value] of Object.entries(values)) this.set.set(name, value.slice(-4));
    return this.keys(provider, place);
  }

  deleteKeys(provider: string, field: string | null, place: KeyPlace): Keys {
    if (field === null) this.set.clear();
    else this.set.delete(field);
    return this.keys(provider, place);
  }

  openVault(): void {
    this.vault = { exists: true, unlocked: true };
    this.trouble = null;
  }

  check(_provider: string): Checked {
    return {
      confirmed: this.confirms,
      message: this.confirms ? 'Example Vision knows the key.' : 'Example Vision answered and did not complain of the key.',
      credits: { remaining: 199, total: 200, unit: 'credits', valid_until: '2026-12-31' },
      models: [],
    };
  }

  errand(errand: AccountErrand): Checked {
    const message = errand === 'create' ? 'The account is made. The key comes by e-mail.' : 'The account is switched on.';
    return { confirmed: true, message, credits: null, models: [] };
  }

  log(): LogLine[] {
    const at = Date.UTC(2026, 5, 1, 9, 0);
    return [
      { at_ms: at, trouble: false, text: 'answered operation=alttexts host=api.vision.example status=200 sent_bytes=48213 duration_ms=2960' },
      { at_ms: at - 60_000, trouble: true, text: 'no answer operation=alttexts host=api.vision.example reason=Timeout' },
    ];
  }
}
