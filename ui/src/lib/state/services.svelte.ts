/**
 * Services as a person sets them up: fetched when something shows them, kept while the window is open. A key passes
 * through on its way to the engine; what stays here is whether it is set.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { AccountErrand } from '$lib/types/AccountErrand';
import type { Checked } from '$lib/types/Checked';
import type { KeyPlace } from '$lib/types/KeyPlace';
import type { Keys } from '$lib/types/Keys';
import type { Reason } from '$lib/types/Reason';
import type { ServiceSetup } from '$lib/types/ServiceSetup';
import type { Trouble } from '$lib/types/Trouble';
import type { VaultState } from '$lib/types/VaultState';
import { locale } from '$lib/words.svelte';
import type { SettingsState } from './settings.svelte';
import { troubleOf } from './trouble';

/** What can be under way at a service, and be refused; a setting goes by its own name. */
export type Doing = 'setup' | 'keys' | 'more_keys' | 'delete' | 'check' | AccountErrand | `setting-${string}`;

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

/** One service. */
export class Service {
  setup = $state.raw<ServiceSetup | null>(null);
  keys = $state.raw<Keys | null>(null);
  readonly doing = new SvelteSet<Doing>();
  readonly troubles = new SvelteMap<Doing, Trouble>();
  /** What the service answered last: to a test, or to an errand for the account. */
  checked = $state.raw<{ by: Doing; answer: Checked } | null>(null);
  #loading: { language: string; done: Promise<void> } | null = null;
  #askedForKeys = 0;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly backend: Backend,
    private readonly settings: SettingsState,
    private readonly heard: (keys: Keys) => void,
  ) {}

  /** Everything but the keys; again where the window speaks another language by now. */
  loadSetup(anew = false): Promise<void> {
    const language = locale();
    if (anew || this.#loading?.language !== language) this.#loading = { language, done: this.#load(language, this.#loading?.done) };
    return this.#loading.done;
  }

  async #load(language: string, before: Promise<void> | undefined): Promise<void> {
    await before;
    // The engine speaks as the settings say that it has.
    await this.settings.saved();
    const setup = await this.#ask('setup', () => this.backend.service(this.id));
    if (this.#loading?.language !== language) return;
    if (setup) this.setup = setup;
    else this.#loading = null;
  }

  /** Whether the keys are set. Asks the place of the keys, which may ask the person. */
  async loadKeys(anew = false): Promise<void> {
    if (!anew && (this.keys !== null || this.#askedForKeys > 0)) return;
    this.#askedForKeys += 1;
    const asked = this.#askedForKeys;
    await this.settings.saved();
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

  /** Keeps one setting; saves run one after the other. A refused choice goes back, a refused text stays to be mended. */
  change(name: string, value: string): Promise<boolean> {
    const saved = this.#saving.then(async () => {
      const before = this.setup;
      this.#show(name, value);
      const setup = await this.#ask(`setting-${name}`, () => this.backend.saveService(this.id, { [name]: value }));
      this.setup = setup ?? before;
      return setup !== null;
    });
    this.#saving = saved;
    return saved;
  }

  async check(): Promise<Checked | null> {
    return this.#call('check', () => this.backend.checkService(this.id));
  }

  async errand(errand: AccountErrand): Promise<Checked | null> {
    return this.#call(errand, () => this.backend.accountErrand(this.id, errand));
  }

  async #call(doing: Doing, call: () => Promise<Checked>): Promise<Checked | null> {
    this.checked = null;
    const answer = await this.#ask(doing, async () => {
      await this.#saving;
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
    this.#askedForKeys += 1;
    this.checked = null;
    for (const doing of ['keys', 'more_keys', 'check', 'create', 'activate'] as const) this.troubles.delete(doing);
    this.#take(keys);
  }

  #show(name: string, value: string): void {
    if (!this.setup) return;
    if (name === 'model') this.setup = { ...this.setup, model: value };
    const fields = this.setup.fields.map((field) => (field.name === name && field.kind === 'switch' ? { ...field, value } : field));
    this.setup = { ...this.setup, fields };
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
  wanted = $state.raw<{ provider: string; part: Part } | null>(null);
  #known = new Map<string, Service>();

  constructor(
    private readonly backend: Backend,
    private readonly settings: SettingsState,
    providers: string[],
  ) {
    // All at once: state that is made inside a derived value is none that the value follows.
    for (const provider of providers) this.#make(provider);
  }

  /** A service; one object for it however often it is asked for. */
  of(provider: string): Service {
    return this.#known.get(provider) ?? this.#make(provider);
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
