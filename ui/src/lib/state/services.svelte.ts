/**
 * Services as a person sets them up: fetched when something shows them, kept while the window is open. A choice is shown
 * at once, kept by the engine and taken back where it refuses. A key passes through on its way to the engine; what stays
 * here is whether it is set.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { AccountAction } from '$lib/types/AccountAction';
import type { Checked } from '$lib/types/Checked';
import type { KeyPlace } from '$lib/types/KeyPlace';
import type { Keys } from '$lib/types/Keys';
import type { Reason } from '$lib/types/Reason';
import type { ServiceSetup } from '$lib/types/ServiceSetup';
import type { Trouble } from '$lib/types/Trouble';
import type { VaultState } from '$lib/types/VaultState';
import { locale } from '$lib/i18n.svelte';
import type { SettingsState } from './settings.svelte';
import { troubleOf } from './trouble';

/** What can be under way at a service, and be refused; a setting goes by its own name. */
export type Doing = 'setup' | 'keys' | 'more_keys' | 'delete' | 'check' | AccountAction | `setting-${string}`;

/** A part of a service's card in the settings that something leads to. */
export type Part = 'keys' | 'budget' | 'form';

/** The place of the keys does not answer; the key itself is not in question. */
const PLACE_TROUBLES: Reason[] = [
  'keyring_unavailable',
  'keyring_locked',
  'vault_locked',
  'vault_damaged',
  'vault_newer',
  'vault_failed',
  'passphrase_wrong',
];

export function isPlaceTrouble(trouble: Trouble | null | undefined): trouble is Trouble {
  return trouble != null && PLACE_TROUBLES.includes(trouble.reason);
}

/** A setup with the choices that are on their way; what is typed stays in its field until it is kept. */
function chosen(setup: ServiceSetup, wanted: ReadonlyMap<string, { value: string }>): ServiceSetup {
  if (wanted.size === 0) return setup;
  const fields = setup.fields.map((field) => (field.kind === 'switch' ? { ...field, ...wanted.get(field.name) } : field));
  return { ...setup, model: wanted.get('model')?.value ?? setup.model, fields };
}

/** One service. */
export class Service {
  /** What the engine has. */
  #kept = $state.raw<ServiceSetup | null>(null);
  /** Choices that are on their way to the engine, by the name of the setting. */
  readonly #wanted = new SvelteMap<string, { value: string }>();
  /** Everything but the keys, as the person chose it. */
  readonly setup = $derived(this.#kept && chosen(this.#kept, this.#wanted));
  /** The model that is used. */
  readonly model = $derived(this.setup?.models.find(({ id }) => id === this.setup?.model) ?? null);
  keys = $state.raw<Keys | null>(null);
  /** How often the keys were changed while the window is open. */
  changes = $state(0);
  readonly doing = new SvelteSet<Doing>();
  readonly troubles = new SvelteMap<Doing, Trouble>();
  /** What the service answered last: to a test, or to an action for the account. */
  checked = $state.raw<{ by: Doing; answer: Checked } | null>(null);
  #loading: { language: string; done: Promise<void> } | null = null;
  #askedForKeys = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly backend: Backend,
    private readonly settings: SettingsState,
    private readonly heard: (keys: Keys) => void,
  ) {}

  /** Everything but the keys; again where the window speaks another language by now. */
  loadSetup(anew = false): Promise<void> {
    const language = locale();
    if (anew || this.#loading?.language !== language) this.#loading = { language, done: this.#inTurn(() => this.#load(language)) };
    return this.#loading.done;
  }

  /** Resolves when the engine has, or refused, the last choice. */
  get settled(): Promise<unknown> {
    return this.#turn;
  }

  /** Questions and saves go one after the other: no answer is older than what was chosen before it. */
  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(step);
    this.#turn = done;
    return done;
  }

  async #load(language: string): Promise<void> {
    // The engine speaks as the settings say that it has.
    await this.settings.kept;
    const setup = await this.#ask('setup', () => this.backend.service(this.id));
    if (this.#loading?.language !== language) return;
    if (setup) this.#kept = setup;
    else this.#loading = null;
  }

  /** Whether the keys are set. Asks the place of the keys, which may ask the person. */
  async loadKeys(anew = false): Promise<void> {
    if (!anew && (this.keys !== null || this.#askedForKeys > 0)) return;
    this.#askedForKeys += 1;
    const asked = this.#askedForKeys;
    await this.settings.kept;
    try {
      const keys = await this.backend.keys(this.id);
      if (asked === this.#askedForKeys) this.#take(keys);
    } catch (rejection) {
      if (asked === this.#askedForKeys) this.troubles.set('keys', troubleOf(rejection));
    }
  }

  /** Keeps keys; which of the two forms says how that went. */
  async setKeys(values: Record<string, string>, form: 'keys' | 'more_keys' = 'keys'): Promise<boolean> {
    const keys = await this.#ask(form, () => this.backend.setKeys(this.id, values));
    if (!keys) return false;
    this.#keysChanged(keys);
    return true;
  }

  async deleteKey(field: string): Promise<boolean> {
    const keys = await this.#ask('delete', () => this.backend.deleteKeys(this.id, field));
    if (!keys) return false;
    this.#keysChanged(keys);
    return true;
  }

  /** Keeps one setting. A refused choice goes back, a refused text stays to be mended. */
  change(name: string, value: string): Promise<boolean> {
    const wish = { value };
    this.#wanted.set(name, wish);
    return this.#inTurn(async () => {
      const setup = await this.#ask(`setting-${name}`, () => this.backend.saveService(this.id, { [name]: value }));
      if (setup) this.#kept = setup;
      // A key belongs to the address for which it was entered.
      if (setup && name.endsWith('endpoint') && this.keys) void this.loadKeys(true);
      // A later choice of the same setting waits for its turn.
      if (this.#wanted.get(name) === wish) this.#wanted.delete(name);
      return setup !== null;
    });
  }

  async check(): Promise<Checked | null> {
    return this.#call('check', () => this.backend.checkService(this.id));
  }

  async action(action: AccountAction): Promise<Checked | null> {
    return this.#call(action, () => this.backend.accountAction(this.id, action));
  }

  async #call(doing: Doing, call: () => Promise<Checked>): Promise<Checked | null> {
    this.checked = null;
    const answer = await this.#ask(doing, async () => {
      await this.#turn;
      return call();
    });
    if (!answer) return null;
    this.checked = { by: doing, answer };
    // The service may have named its models or its price.
    void this.loadSetup(true);
    return answer;
  }

  #take(keys: Keys): void {
    this.keys = keys;
    this.heard(keys);
  }

  #keysChanged(keys: Keys): void {
    this.changes += 1;
    this.#askedForKeys += 1;
    this.checked = null;
    for (const doing of ['keys', 'more_keys', 'check', 'create', 'activate'] as const) this.troubles.delete(doing);
    this.#take(keys);
  }

  /** Runs a command of this service, one of a kind at a time; null where it was refused. */
  async #ask<T>(doing: Doing, command: () => Promise<T>): Promise<T | null> {
    if (this.doing.has(doing)) return null;
    this.doing.add(doing);
    this.troubles.delete(doing);
    try {
      return await command();
    } catch (rejection) {
      this.troubles.set(doing, troubleOf(rejection));
      return null;
    } finally {
      this.doing.delete(doing);
    }
  }
}

export class Services {
  /** The vault, once any keys were asked for. */
  vault = $state.raw<VaultState | null>(null);
  /** The keyring gave an answer in this run, so that asking it again asks no person. */
  keyringAnswers = $state(false);
  /** The service whose sheet is open: setting it up, or unlocking its keys. */
  inSheet = $state<string | null>(null);
  /** Where in the settings something leads to, once. */
  wanted = $state.raw<{ provider: string; part: Part; field: string | null } | null>(null);
  #known = new Map<string, Service>();

  constructor(
    private readonly backend: Backend,
    private readonly settings: SettingsState,
    providers: { id: string }[],
  ) {
    this.keep(providers);
  }

  /** A service; one object for it however often it is asked for. */
  of(provider: string): Service {
    return this.#known.get(provider) ?? this.#make(provider);
  }

  /** Only these are there by now: what was known of others is forgotten, new ones are made. */
  keep(providers: { id: string }[]): void {
    // All at once: state that is made inside a derived value is none that the value follows.
    this.#known = new Map(providers.map(({ id }) => [id, this.of(id)]));
  }

  /** Resolves when the engine has, or refused, every choice so far. */
  get settled(): Promise<unknown> {
    return Promise.all([...this.#known.values()].map((service) => service.settled));
  }

  /** Something was set elsewhere: what is known is asked for anew. */
  async changedElsewhere(): Promise<void> {
    await Promise.all([...this.#known.values()].filter((service) => service.setup !== null).map((service) => service.loadSetup(true)));
  }

  #make(provider: string): Service {
    const service = new Service(provider, this.backend, this.settings, (keys) => this.#hear(keys));
    this.#known.set(provider, service);
    return service;
  }

  /** Whether asking for keys asks no person: a locked keyring shows a question of its own, and only where one expects it. */
  get asksNobody(): boolean {
    return this.settings.current.key_place !== 'keyring' || this.keyringAnswers;
  }

  /** Keeps keys elsewhere from now on; whether the engine agreed. */
  async keepIn(place: KeyPlace): Promise<boolean> {
    await this.settings.change('key_place', place);
    if (this.settings.current.key_place !== place) return false;
    await this.keysMoved();
    return true;
  }

  /** Opens the vault, or makes it; the trouble where it stays closed. */
  async openVault(passphrase: string): Promise<Trouble | null> {
    try {
      await this.backend.openVault(passphrase);
    } catch (rejection) {
      return troubleOf(rejection);
    }
    this.vault = { exists: true, unlocked: true };
    await this.keysMoved();
    return null;
  }

  /** What was known of keys no longer holds. */
  async keysMoved(): Promise<void> {
    await Promise.all([...this.#known.values()].filter((service) => service.keys !== null || service.troubles.has('keys')).map((service) => service.loadKeys(true)));
  }

  #hear(keys: Keys): void {
    this.vault = keys.vault;
    if (keys.place === 'keyring') this.keyringAnswers = keys.trouble === null;
  }
}
