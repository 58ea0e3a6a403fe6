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
  /** Settings whose choices are on their way, and how many each. */
  #pending = new Map<keyof Settings, number>();

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
    this.#pending.set(setting, (this.#pending.get(setting) ?? 0) + 1);
    this.#saving = this.#saving.then(() => this.#save(setting));
    return this.#saving;
  }

  /** What changed elsewhere, on the command line perhaps. Choices that are on their way stay. */
  take(settings: Settings): void {
    this.#kept = settings;
    const shown = this.#shown();
    if (JSON.stringify(shown) !== JSON.stringify(this.current)) this.current = shown;
  }

  /** What the engine has, and on top of it what is on its way. */
  #shown(): Settings {
    const own = [...this.#pending.keys()].map((setting) => [setting, this.current[setting]]);
    return { ...this.#kept, ...(Object.fromEntries(own) as Partial<Settings>) };
  }

  /** Keeps one choice. Whatever else changed meanwhile stays as it is. */
  async #save(setting: keyof Settings): Promise<void> {
    const wanted = { ...this.#kept, [setting]: this.current[setting] };
    try {
      this.#kept = await this.#backend.saveSettings(wanted);
    } catch (rejection) {
      this.refused = { setting, trouble: troubleOf(rejection) };
    }
    const left = (this.#pending.get(setting) ?? 1) - 1;
    if (left > 0) this.#pending.set(setting, left);
    else this.#pending.delete(setting);
    this.current = this.#shown();
  }
}
