/**
 * The page's state, put together: one object for each concern, and what concerns several of them (an event, a new
 * version, a removal that can be taken back). Components read it and call it; they decide nothing.
 */
import { getContext, setContext } from 'svelte';
import type { Backend } from '$lib/backend/backend';
import type { Card } from '$lib/types/Card';
import type { CopyForm } from '$lib/types/CopyForm';
import type { Estimate } from '$lib/types/Estimate';
import type { Event } from '$lib/types/Event';
import type { Removal } from '$lib/types/Removal';
import type { Selection } from '$lib/types/Selection';
import type { ServiceView } from '$lib/types/ServiceView';
import type { Start } from '$lib/types/Start';
import type { Trouble } from '$lib/types/Trouble';
import type { Description } from '$lib/types/Description';
import { estimateParts } from '$lib/costs';
import { Ahead } from '$lib/keyboard/ahead';
import { pictureCost } from '$lib/service-labels';
import { locale, localeFor, setLocale, t } from '$lib/i18n.svelte';
import { Alerts } from './alerts.svelte';
import { Answers, isOver } from './answers.svelte';
import { Announcer } from './announcer.svelte';
import { Cards, isBusy } from './cards.svelte';
import { Copying } from './copying.svelte';
import { Drafts, type Shelf } from './drafts.svelte';
import { Tasks } from './tasks.svelte';
import { Held } from './held.svelte';
import { History } from './history.svelte';
import { Inspector } from './inspector.svelte';
import { UserContext } from './user-context.svelte';
import { Navigation, type Sheet, type View } from './navigation.svelte';
import { Pieces } from './pieces.svelte';
import { Questions } from './questions.svelte';
import { Telling } from './telling';
import { Services, type Part, type Service } from './services.svelte';
import { SettingsState } from './settings.svelte';
import { troubleOf, wasCancelled } from './trouble';
import { Undo } from './undo.svelte';
import { UnfinishedRequests } from './unfinished.svelte';

export class App {
  readonly announcer = new Announcer();
  readonly telling = new Telling(({ what, ...numbers }) => this.announcer.say(t(`announce-${what}`, numbers)));
  readonly alerts = new Alerts();
  readonly tasks: Tasks;
  readonly undo = new Undo();
  readonly settings: SettingsState;
  readonly services: Services;
  readonly navigation: Navigation;
  readonly drafts: Drafts;
  readonly cards: Cards;
  readonly pieces = new Pieces();
  readonly answers = new Answers((versionId) => this.restoreVersion(versionId));
  readonly history: History;
  readonly inspector: Inspector;
  readonly copying: Copying;
  readonly held: Held;
  readonly userContext: UserContext;
  readonly unfinished: UnfinishedRequests;
  readonly questions: Questions;
  /** Connections that can be chosen, in order. */
  providers = $state.raw<ServiceView[]>([]);
  /** The first view stands; what only some people need may be asked for now. */
  painted = $state(false);
  /** Something is dragged over the window; how many things, 0 where the system does not say. */
  dragging = $state<number | null>(null);
  /** Something that concerns no picture. */
  notice = $state.raw<{ message: string; trouble: Trouble | null } | null>(null);
  /** Counts what happened to the history, so that views can follow. */
  historyChanges = $state(0);
  #historyTimer: ReturnType<typeof setTimeout> | undefined;
  #choicesKept: () => Promise<unknown>;
  /** Removals that can be taken back as soon as the engine has answered. */
  #removing: Promise<unknown> = Promise.resolve();

  constructor(
    readonly backend: Backend,
    readonly start: Start,
    shelf: Shelf | null = null,
  ) {
    this.providers = start.providers;
    this.tasks = new Tasks(backend);
    this.settings = new SettingsState(backend, start.settings);
    this.services = new Services(backend, this.settings, start.providers);
    this.navigation = new Navigation(start.settings.view);
    this.drafts = new Drafts(backend, (words) => this.takeDescription(words), shelf);
    this.cards = new Cards(backend, start.batch, (card, before) => this.#cardChanged(card, before));
    this.history = new History(backend);
    this.inspector = new Inspector(backend);
    this.copying = new Copying(backend, (form, count) => this.#copied(form, count));
    this.userContext = new UserContext(
      backend,
      this.cards,
      start.context,
      (rejection) => this.#say(troubleOf(rejection)),
      (text) => this.settings.change('instruction', text),
    );
    // First what is still being typed: keeping the instruction is a choice of the settings.
    const choicesKept = () => {
      const typed = this.userContext.kept();
      return Promise.all([typed, this.settings.kept, this.services.settled]);
    };
    this.#choicesKept = choicesKept;
    this.held = new Held(backend, this.cards, choicesKept, (estimate, count) => this.#tellOfHeld(estimate, count));
    this.unfinished = new UnfinishedRequests(backend, this.tasks, (job, end) =>
      this.announcer.say(t(`unfinished-${end}`, { name: job.picture?.name ?? t('unfinished-unknown') })),
    );
    this.questions = new Questions(backend, this.tasks, choicesKept, (imageId) => {
      if (this.inspector.imageId === imageId) void this.inspector.refresh();
    });
    // Pictures that the program was opened with are what the person wants to see.
    if (start.batch.counts.total > 0) this.navigation.view = 'describe';
    if (start.notice !== null) this.notice = { message: start.notice, trouble: null };
  }

  /** Takes one event of the engine. */
  readonly on = (event: Event): void => {
    switch (event.event) {
      case 'batch':
        // Words that come belong to a request that is under way.
        this.pieces.forget(event.changed.flatMap(({ id, state }) => (state.is === 'describing' ? [] : [id])));
        this.telling.take(event.changed, event.counts.cancelled);
        this.cards.take(event);
        if (this.navigation.view !== 'describe' && event.added > 0) this.go('describe');
        break;
      case 'pieces':
        this.pieces.take(event.pieces);
        break;
      case 'progress':
        this.telling.progress(event.done, event.total);
        this.cards.progress = event.total > 0 && event.done < event.total ? { done: event.done, total: event.total } : null;
        break;
      case 'drag_over':
        this.dragging = event.count;
        break;
      case 'drag_end':
        this.dragging = null;
        break;
      case 'history_changed':
        this.#historyChanged();
        break;
      case 'task':
        this.tasks.take(event.task, event.state);
        break;
      case 'balances_low':
        this.alerts.take(event.alerts);
        for (const { name, message } of event.alerts) this.announcer.say(t('balance-alert', { name, message }));
        break;
      case 'settings':
        // Other keys are in another place.
        if (event.settings.key_place !== this.settings.current.key_place) void this.services.keysMoved();
        this.settings.take(event.settings);
        void this.services.changedElsewhere();
        break;
      case 'services':
        this.takeConnections(event.services);
        break;
      case 'notice':
        this.#say(event.trouble);
        break;
    }
  };

  get provider() {
    return this.providers.find((known) => known.id === this.settings.current.provider) ?? this.providers[0];
  }

  /** The chosen service, where pictures are sent to one. */
  get service(): Service | null {
    const { provider } = this;
    return provider?.privacy === 'sent' ? this.services.of(provider.id) : null;
  }

  /** The language that descriptions are wanted in. */
  get language(): string {
    const { language } = this.settings.current;
    return language === 'ui' ? this.locale : language;
  }

  /** Languages that the chosen model knows; empty: any. */
  get knownLanguages(): string[] {
    return this.service?.model?.languages ?? this.provider?.languages ?? [];
  }

  /** What the chosen model takes beside the picture. */
  get takes() {
    return this.service?.model?.takes ?? this.provider?.takes ?? { prompt: false, context: false, conversation: false };
  }

  /** What describing one picture again costs; null where it costs nothing. */
  get againCost(): string | null {
    const model = this.service?.model;
    return model && !this.service?.setup?.free ? pictureCost(model, this.locale) : null;
  }

  /** A language that the chosen model does not know stays on offer, and says so. */
  markLanguage(tag: string, label: string): string {
    const known = this.knownLanguages;
    return known.length === 0 || known.includes(tag) ? label : t('language-unknown', { language: label, name: this.provider?.name ?? '' });
  }

  /** Describes cards as the person chose and wrote by now; what the history knows is not asked again. */
  async describe(which: Selection): Promise<void> {
    await this.attempt(async () => {
      await this.#choicesKept();
      await this.cards.describe(which);
    });
  }

  /** The same, also where the history knows the answer or an older request may have been paid. */
  async describeAgain(which: Selection): Promise<void> {
    await this.attempt(async () => {
      await Promise.all([this.#choicesKept(), this.drafts.saveAll()]);
      await this.cards.describeAgain(which);
    });
  }

  /** Descriptions are wanted in a language that the chosen model does not know. */
  get languageUnknown(): boolean {
    return this.knownLanguages.length > 0 && !this.knownLanguages.includes(this.language);
  }

  /** The length that alt texts should keep, in graphemes. */
  get limit(): number {
    const { length_profile: profile, own_length: own } = this.settings.current;
    if (profile === 'own') return own;
    return this.start.profiles.find((known) => known.id === profile)?.limit ?? own;
  }

  go(view: View, section: string | null = null): void {
    this.navigation.section = section;
    if (this.navigation.view === view) return;
    this.navigation.ahead = null;
    void this.drafts.saveAll();
    this.navigation.view = view;
    void this.settings.change('view', view);
  }

  /** Chooses a model of the service where no form beside it would say that it was refused. */
  async chooseModel(service: Service, model: string): Promise<void> {
    if (service.setup?.model === model || (await service.change('model', model))) return;
    const trouble = service.troubles.get('setting-model');
    service.troubles.delete('setting-model');
    if (trouble) this.#say(trouble);
  }

  /** Leads to a part of a service's card in the settings. */
  goToService(provider: string, part: Part, field: string | null = null): void {
    this.close();
    this.services.wanted = { provider, part, field };
    this.go('settings');
  }

  /** Opens what sets a service up, or what unlocks its keys. */
  openForService(sheet: 'setup' | 'vault', provider: string): void {
    this.services.inSheet = provider;
    this.open(sheet);
  }

  open(sheet: Sheet): void {
    this.navigation.sheet = sheet;
    this.navigation.ahead = sheet === 'url' ? new Ahead('url') : null;
  }

  close(): void {
    this.navigation.sheet = null;
    this.navigation.ahead = null;
  }

  /** Leads to the search of the history. */
  search(): void {
    this.go('history');
    this.navigation.ahead = new Ahead('search');
  }

  /** Shows an entry of the history above the view that speaks of it. */
  openEntry(imageId: number): void {
    this.navigation.entryId = imageId;
    this.open('inspector');
  }

  async applyLanguage(): Promise<void> {
    await setLocale(localeFor(this.settings.current.ui_language, this.start.system_language));
  }

  /** Runs a command whose trouble concerns no picture; false where it was refused. */
  async attempt(command: () => Promise<unknown>): Promise<boolean> {
    try {
      await command();
      return true;
    } catch (rejection) {
      const trouble = troubleOf(rejection);
      if (!wasCancelled(trouble)) this.#say(trouble);
      return false;
    }
  }

  /** The picture that keys act on, in the view that shows it. */
  get currentWords(): Description | null {
    if (this.navigation.view === 'describe') return this.cards.current?.words ?? null;
    if (this.navigation.view === 'history') return this.history.current?.words ?? null;
    return this.inspector.newest ?? null;
  }

  get currentPicture() {
    if (this.navigation.view === 'describe') return this.cards.current?.picture ?? null;
    if (this.navigation.view === 'history') return this.history.current?.picture ?? null;
    return this.inspector.detail?.picture ?? null;
  }

  /** Copies the newest words; what is being typed is saved first. */
  async copy(button: string, imageIds: number[], ids: () => number[], form: CopyForm): Promise<void> {
    await Promise.all(imageIds.map((imageId) => this.drafts.save(imageId)));
    await this.copying.copy(button, ids(), form);
  }

  /** Copies the words of the whole batch. */
  async copyBatch(button: string, form: CopyForm): Promise<void> {
    await this.drafts.saveAll();
    await this.copying.copyBatch(button, form);
  }

  takeDescription(words: Description): void {
    this.cards.takeDescription(words);
    this.history.takeDescription(words);
    this.inspector.takeDescription(words);
  }

  async setFavourite(imageId: number, on: boolean): Promise<void> {
    this.takePicture(imageId, { favourite: on });
    const kept = await this.attempt(() => this.backend.setFavourite(imageId, on));
    if (!kept) this.takePicture(imageId, { favourite: !on });
  }

  /** Describes an entry of the history again, from its origin. */
  async describeEntryAgain(imageId: number): Promise<void> {
    if (this.tasks.state('describe_entry', imageId)) return;
    await this.attempt(async () => {
      await this.drafts.save(imageId);
      const shown = this.inspector.imageId === imageId;
      const before = shown ? this.inspector.newest : this.currentWords;
      const again = () => (shown ? this.inspector.describeAgain() : this.backend.describeEntry(imageId));
      const detail = await this.tasks.run('describe_entry', imageId, again);
      const newest = detail?.versions[0];
      if (!detail || !newest) return;
      if (before && isOver(before, newest)) return void (await this.#offerAnswer(detail.picture.name, before, newest));
      this.takeDescription(newest);
      this.announcer.say(t('announce-done', { name: detail.picture.name, words: newest.alt ?? '' }));
    });
  }

  /** Makes the next or the previous picture the current one. */
  step(by: 1 | -1): void {
    if (this.navigation.view === 'describe') {
      const index = this.cards.currentIndex + by;
      if (this.cards.at(index)) this.cards.choose(index);
    } else if (this.navigation.view === 'history') {
      const index = this.history.currentIndex + by;
      if (this.history.at(index)) this.history.choose(index);
    }
  }

  restoreVersion(id: number): Promise<boolean> {
    return this.attempt(async () => this.takeDescription(await this.backend.restoreVersion(id)));
  }

  /** A new answer never takes the place of what the person wrote. */
  async #offerAnswer(name: string, mine: Description, answer: Description): Promise<void> {
    this.takeDescription(mine);
    if (this.answers.of(mine)?.id === answer.id) return;
    if (await this.answers.offer(mine, answer)) this.announcer.say(t('announce-answer-new', { name, words: answer.alt ?? '' }));
    else this.takeDescription(answer);
  }

  async removeCards(which: Selection): Promise<void> {
    let removed!: Removal;
    if (which.which === 'ids') this.pieces.forget(which.ids);
    await this.#remove(
      async () => void (removed = await this.cards.remove(which)),
      () => {
        const { removal, count } = removed;
        if (count > 0) this.offerUndo(t('undo-removed', { count }), () => this.cards.restore(removal));
      },
    );
  }

  async deleteEntry(imageId: number): Promise<void> {
    this.drafts.discard(imageId);
    await this.#remove(
      () => this.history.remove(imageId),
      () => this.offerUndo(t('undo-deleted', { count: 1 }), () => this.history.restore(imageId)),
    );
  }

  /** Connections that can be chosen from now on. */
  takeConnections(services: ServiceView[]): void {
    this.providers = services;
    this.services.keep(services);
  }

  async #remove(run: () => Promise<void>, offer: () => void): Promise<void> {
    const removing = this.attempt(run).then((removed) => void (removed && offer()));
    this.#removing = Promise.all([this.#removing, removing]);
    await removing;
  }

  async takeBack(id?: number): Promise<void> {
    await this.#removing;
    if (await this.undo.take(id)) this.announcer.say(t('undo-done'));
  }

  /** A batch changes the history with every picture; the views need to know it a few times a second. */
  #historyChanged(): void {
    this.#historyTimer ??= setTimeout(() => {
      this.#historyTimer = undefined;
      this.historyChanges += 1;
      void this.held.answered();
    }, 150);
  }

  offerUndo(text: string, back: () => Promise<void>): void {
    this.undo.offer(text, async () => void (await this.attempt(back)));
    this.announcer.say(text);
  }

  /** A picture's own marks changed, wherever it is shown. */
  takePicture(imageId: number, change: { favourite?: boolean; tags?: string[] }): void {
    this.cards.takePicture(imageId, change);
    this.history.takePicture(imageId, change);
    this.inspector.takePicture(imageId, change);
  }

  #cardChanged(card: Card, before: Card | undefined): void {
    const { is } = card.state;
    if (!isBusy(card)) this.pieces.forget([card.id]);
    if (before?.words && card.words && isOver(before.words, card.words)) return void this.#offerAnswer(card.name, before.words, card.words);
    if (before && isBusy(before) && (is === 'done' || is === 'failed') && !this.telling.asOne) this.#finished(card);
  }

  #finished(card: Card): void {
    const text =
      card.state.is === 'done'
        ? t('announce-done', { name: card.name, words: card.words?.alt ?? '' })
        : t('announce-failed', { name: card.name, trouble: card.trouble?.message ?? '' });
    this.announcer.say(text);
  }

  #tellOfHeld(estimate: Estimate, count: number): void {
    const parts = estimateParts(estimate, this.locale);
    const list = new Intl.ListFormat(this.locale, { type: 'unit' }).format([...parts, ...estimate.warnings]);
    this.announcer.say(t('announce-held', { title: t('held-title', { count, name: estimate.name }), cost: list }));
  }

  #copied(form: CopyForm, count: number): void {
    this.announcer.say(t('announce-copied', { form: t(`copy-form-${form}`), count }));
  }

  #say(trouble: Trouble): void {
    this.notice = { message: trouble.message, trouble };
    this.announcer.say(trouble.message);
  }

  get locale() {
    return locale();
  }
}

const KEY = Symbol('app');

/** The context of a component that is drawn alone. */
export function contextOf(app: App): Map<unknown, App> {
  return new Map([[KEY, app]]);
}

export function provideApp(app: App): void {
  setContext(KEY, app);
}

export function useApp(): App {
  return getContext<App>(KEY);
}
