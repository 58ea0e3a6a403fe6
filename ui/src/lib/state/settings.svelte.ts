/** The settings: shown at once as the person chose them, kept by the engine, taken back where it refuses. */
import type { Backend } from '$lib/backend/backend';
import type { Settings } from '$lib/types/Settings';
import type { Trouble } from '$lib/types/Trouble';
import { troubleOf } from './trouble';

export class SettingsState {
  current = $state.raw<Settings>()!;
  /** Which setting was refused, and why. */
  refused = $state.raw<{ setting: keyof Settings; trouble: Trouble } | null>(null);
  #backend: Backend;
  #kept: Settings;
  #saving: Promise<void> = Promise.resolve();
  /** Choices that are on their way. */
  #pending = 0;

  constructor(backend: Backend, settings: Settings) {
    this.#backend = backend;
    this.current = settings;
    this.#kept = settings;
  }

  /** Resolves when the engine has, or refused, the last choice. */
  get kept(): Promise<void> {
    return this.#saving;
  }

  /** Changes one setting. Saves run one after the other, so the last choice wins. */
  change<K extends keyof Settings>(setting: K, value: Settings[K]): Promise<void> {
    if (this.current[setting] === value) return this.#saving;
    this.current = { ...this.current, [setting]: value };
    this.refused = null;
    this.#pending += 1;
    this.#saving = this.#saving.then(() => this.#save(setting));
    return this.#saving;
  }

  /** What changed elsewhere, on the command line perhaps. A choice that is on its way brings that along itself. */
  take(settings: Settings): void {
    if (this.#pending > 0) return;
    this.#kept = settings;
    if (JSON.stringify(settings) !== JSON.stringify(this.current)) this.current = settings;
  }

  async #save(setting: keyof Settings): Promise<void> {
    const wanted = this.current;
    try {
      this.#kept = await this.#backend.saveSettings(wanted);
      if (this.current === wanted) this.current = this.#kept;
    } catch (rejection) {
      this.current = { ...this.current, [setting]: this.#kept[setting] };
      this.refused = { setting, trouble: troubleOf(rejection) };
    } finally {
      this.#pending -= 1;
    }
  }
}
