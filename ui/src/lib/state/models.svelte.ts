/**
 * Which model of a service is used, of which models: fetched after the first paint, for services that pictures are sent
 * to. A choice is shown at once, kept by the engine and taken back where it refuses.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '$lib/backend/backend';
import type { ServiceModel } from '$lib/types/ServiceModel';
import type { ServiceSetup } from '$lib/types/ServiceSetup';
import type { Trouble } from '$lib/types/Trouble';
import { troubleOf } from './trouble';

export class Models {
  /** Counts choices and those taken back, so that what depends on the model can follow. */
  choices = $state(0);
  #setups = new SvelteMap<string, ServiceSetup>();
  /** What the engine has, by provider. */
  #kept = new Map<string, string>();
  #asked = 0;
  #saving: Promise<void> = Promise.resolve();
  #backend: Backend;
  #settingsKept: () => Promise<void>;
  #refused: (trouble: Trouble) => void;

  constructor(backend: Backend, settingsKept: () => Promise<void>, refused: (trouble: Trouble) => void) {
    this.#backend = backend;
    this.#settingsKept = settingsKept;
    this.#refused = refused;
  }

  current(provider: string): ServiceSetup | null {
    return this.#setups.get(provider) ?? null;
  }

  /** The model that is used. */
  model(provider: string): ServiceModel | null {
    const setup = this.current(provider);
    return setup?.models.find(({ id }) => id === setup.model) ?? null;
  }

  /** Resolves when the engine has the last choice. */
  get kept(): Promise<void> {
    return this.#saving;
  }

  /** Fetches, or fetches again: the model may have been chosen elsewhere, and labels follow the language of the window. */
  async load(provider: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    await this.#settingsKept();
    await this.#saving;
    try {
      const setup = await this.#backend.service(provider);
      if (asked === this.#asked) this.#take(setup);
    } catch {
      // Without its models a service still describes, and says there what is wrong.
    }
  }

  choose(provider: string, model: string): Promise<void> {
    const setup = this.current(provider);
    if (!setup || setup.model === model) return this.#saving;
    this.#show({ ...setup, model });
    this.#saving = this.#saving.then(() => this.#save(provider, model));
    return this.#saving;
  }

  async #save(provider: string, model: string): Promise<void> {
    try {
      const setup = await this.#backend.saveService(provider, { model });
      this.#kept.set(provider, setup.model);
      if (this.current(provider)?.model === model) this.#setups.set(provider, setup);
    } catch (rejection) {
      const setup = this.current(provider);
      const before = this.#kept.get(provider);
      if (setup?.model === model && before !== undefined) this.#show({ ...setup, model: before });
      this.#refused(troubleOf(rejection));
    }
  }

  #take(setup: ServiceSetup): void {
    this.#kept.set(setup.provider, setup.model);
    this.#setups.set(setup.provider, setup);
  }

  /** An answer that is under way knows nothing of this choice. */
  #show(setup: ServiceSetup): void {
    this.#asked += 1;
    this.#setups.set(setup.provider, setup);
    this.choices += 1;
  }
}
