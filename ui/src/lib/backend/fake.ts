/**
 * A backend in memory, for development in a browser and for tests: deterministic, and driven from outside where a test
 * wants to say what happens when. It is in no build that ships.
 */
import type { AccountAction } from '$lib/types/AccountAction';
import type { Again } from '$lib/types/Again';
import type { BatchCounts } from '$lib/types/BatchCounts';
import type { BatchOrder } from '$lib/types/BatchOrder';
import type { BatchPage } from '$lib/types/BatchPage';
import type { Card } from '$lib/types/Card';
import type { ExportForm } from '$lib/types/ExportForm';
import type { Exported } from '$lib/types/Exported';
import type { CopyForm } from '$lib/types/CopyForm';
import type { Entry } from '$lib/types/Entry';
import type { HistoryQuery } from '$lib/types/HistoryQuery';
import type { Task } from '$lib/types/Task';
import type { Event } from '$lib/types/Event';
import type { LedgerQuery } from '$lib/types/LedgerQuery';
import type { Picture } from '$lib/types/Picture';
import type { Reason } from '$lib/types/Reason';
import type { Remedy } from '$lib/types/Remedy';
import type { Removal } from '$lib/types/Removal';
import type { Selection } from '$lib/types/Selection';
import type { Settings } from '$lib/types/Settings';
import type { ServiceView } from '$lib/types/ServiceView';
import type { Start } from '$lib/types/Start';
import type { Trouble } from '$lib/types/Trouble';
import type { WaitsFor } from '$lib/types/WaitsFor';
import type { Description } from '$lib/types/Description';
import type { DescriptionEdit } from '$lib/types/DescriptionEdit';
import type { Backend } from './backend';
import { FakeMoney, type FakeSpending } from './fake-money';
import { FakeTasks } from './fake-tasks';
import { FakeQuestions, receiptOf } from './fake-questions';
import { FakeServices } from './fake-services';
import { addressOf, hashOf, sceneOf } from './fake-pictures';

export interface FakeOptions {
  /** Entries in the history. */
  history: number;
  systemLanguage: string;
  platform: string;
  settings: Partial<Settings>;
  /** Milliseconds between two states of a card; 0: the test moves it. */
  pace: number;
  /** Pictures given at start. */
  cards: number;
  /** Pictures that were left without words the last time. */
  left: number;
  notice: string | null;
  /** Services that send; the second one makes accounts. */
  services: number;
  money: FakeSpending;
}

const DEFAULTS: FakeOptions = {
  history: 1240,
  systemLanguage: 'en',
  platform: 'linux',
  settings: {},
  pace: 350,
  cards: 0,
  left: 0,
  notice: null,
  services: 1,
  money: 'all',
};

/** Row ids of pictures: the history's are its positions from the end, the sitting's follow. */
const BORN = Date.UTC(2026, 5, 1, 9, 0);

const builtin: ServiceView = {
  id: 'builtin',
  name: 'Altsmith',
  added: false,
  kind: 'builtin',
  product: 'Altsmith',
  many: false,
  home: null,
  key_page: null,
  top_up_page: null,
  endpoint: null,
  secrets: [],
  settings: [],
  models: [{ id: 'facts-1', operations: [], returns: null, takes: null, languages: null }],
  names_models: false,
  makes_accounts: false,
  accepts: { by: 'bytes', formats: ['image/png', 'image/jpeg'], max_edge: 768, max_bytes: 50_000_000, max_base64: null },
  takes: { prompt: false, context: false, conversation: false },
  returns: { alt: true, description: true, title: true, tags: true, credits: false, tokens: false },
  languages: ['en', 'zh', 'fr', 'de', 'es', 'ja', 'ko'],
  rate_limits: [],
  price: null,
  free_on_this_computer: false,
  privacy: 'local',
};

/** A service with everything that a descriptor can say, so that every part of the page has something to draw. */
const service: ServiceView = {
  ...builtin,
  id: 'example',
  name: 'Example Vision',
  kind: 'example',
  product: 'Example Vision',
  home: 'https://vision.example',
  key_page: 'https://vision.example/keys',
  top_up_page: 'https://vision.example/credits',
  endpoint: 'https://api.vision.example',
  secrets: [{ name: 'api_key', kind: 'secret', required: true }],
  settings: [],
  models: [
    { id: 'vision-small', operations: ['describe'], returns: null, takes: null, languages: null },
    { id: 'everything', operations: ['describe', 'tag', 'title'], returns: null, takes: null, languages: null },
  ],
  names_models: false,
  makes_accounts: true,
  takes: { ...builtin.takes, prompt: true, context: true, conversation: true },
  accepts: { ...builtin.accepts, max_edge: 1568, max_bytes: 4_000_000 },
  returns: { ...builtin.returns, credits: true },
  languages: [],
  rate_limits: [{ requests: 30, seconds: 60 }],
  price: { value: 1, unit: 'credits' },
  privacy: 'sent',
};

/** Of this kind a person can have several. */
const studio: ServiceView = {
  ...service,
  id: 'studio',
  name: 'Word Studio',
  kind: 'studio',
  product: 'Word Studio',
  many: true,
  home: 'https://studio.example',
  key_page: null,
  top_up_page: null,
  endpoint: 'https://api.studio.example',
  secrets: [
    { name: 'secret', kind: 'secret', required: true },
    { name: 'api_key', kind: 'secret', required: true },
    { name: 'bucket_key', kind: 'secret', required: false },
  ],
};

export class FakeBackend implements Backend {
  readonly services = new FakeServices(trouble);
  readonly money: FakeMoney;
  readonly questions = new FakeQuestions();
  readonly tasks = new FakeTasks((event) => this.#tell(event));
  /** Every call, for tests: name and arguments. */
  readonly calls: { name: string; args: unknown[] }[] = [];
  clipboard = '';
  title = '';
  #options: FakeOptions;
  #tell: (event: Event) => void = () => {};
  #settings: Settings;
  #cards = new Map<number, Card>();
  #order: number[] = [];
  #removals: Card[][] = [];
  #connections: ServiceView[];
  #removedConnections: ServiceView[] = [];
  #heldAgain = 0;
  #asked = 0;
  /** The cards that a command was given by where they stand. */
  meant: { name: keyof Backend; args: [number[]] }[] = [];
  /** Cards whose pictures cannot be shown before they are described. */
  readonly unseen = new Set<number>();
  /** Why the rest is held. */
  stopped: Trouble | null = null;
  #entries: Entry[] = [];
  #deleted = new Map<number, Entry>();
  #versions = new Map<number, Description[]>();
  #nextCard = 1;
  #nextWords = 1_000_000;
  #nextPicture: number;
  #refusals = new Map<string, Trouble[]>();
  #finishedInBatch = 0;
  #batch = 0;
  /** What the person knows of all pictures. */
  context = '';

  constructor(options: Partial<FakeOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
    this.#connections = [builtin, service, studio].slice(0, 1 + this.#options.services);
    this.money = new FakeMoney(this.#options.money, this.#options.history);
    this.#settings = {
      provider: 'builtin',
      ui_language: 'system',
      language: 'ui',
      style: 'alt',
      length_profile: 'web',
      own_length: 250,
      appearance: 'system',
      copy_form: 'alt',
      read_text: true,
      name_places: false,
      local_only: false,
      key_place: 'keyring',
      ask_from: 2,
      instruction: '',
      view: 'describe',
      ...this.#options.settings,
    };
    for (let age = 0; age < this.#options.history; age += 1) this.#entries.push(this.#pastEntry(this.#options.history - age));
    this.#nextPicture = this.#options.history + 1;
  }

  // What a test drives

  /** The next call of a command is refused. */
  refuseNext(command: keyof Backend, reason: Reason, more: Partial<Trouble> = {}): void {
    this.#refusals.set(command, [...(this.#refusals.get(command) ?? []), trouble(reason, more)]);
  }

  emit(event: Event): void {
    this.#tell(event);
  }

  /** New pictures, as a drop would bring them; they stand still where `pace` is 0. A batch that costs money is held. */
  drop(count: number): number[] {
    const { provider, ask_from: from } = this.#settings;
    const cards = Array.from({ length: count }, () => this.#newCard());
    if (provider !== 'builtin' && from > 0 && count >= from) {
      const held = cards.map((card): Card => ({ ...card, state: { is: 'held' } }));
      for (const card of held) this.#cards.set(card.id, card);
      this.#heldAgain += 1;
      this.#tellMoved(held.length);
      return held.map((card) => card.id);
    }
    this.#tellMoved(cards.length);
    this.#batch += count;
    this.#tellProgress();
    if (this.#options.pace > 0) for (const [place, card] of cards.entries()) this.#walk(card.id, place);
    return cards.map((card) => card.id);
  }

  /** Moves a card on to a state. */
  move(id: number, is: 'held' | 'queued' | 'reading' | 'describing' | 'waiting' | 'cancelled', why: WaitsFor = 'limit', seconds = 12): void {
    const card = this.#cards.get(id);
    if (card) this.#change({ ...card, state: is === 'waiting' ? { is, until_ms: Date.now() + seconds * 1000, why } : { is }, trouble: null });
  }

  /** A trouble as the engine would tell it. */
  troubleOf(reason: Reason, more: Partial<Trouble> = {}): Trouble {
    return trouble(reason, more);
  }

  /** Requests that were left in the middle, about the newest pictures of the history. */
  interrupt(count: number, provider = 'Example Vision', again: Again = 'may_cost_twice'): void {
    const left = this.#entries.slice(0, count).map(({ picture }, place) => ({
      job_id: 7000 + this.money.unfinished.length + place,
      provider: 'example',
      name: provider,
      model: 'vision-small',
      sent_ms: BORN - place * 60_000,
      picture,
      receipt: receiptOf('api.vision.example'),
      trouble: trouble('outcome_unknown', { code: 'outcome_unknown', provider: 'example', again }),
      so_far: place === 0 ? 'A plain red' : null,
    }));
    this.money.unfinished = [...this.money.unfinished, ...left];
    this.#tell({ event: 'history_changed' });
  }

  finish(id: number, change: Partial<Description> = {}): void {
    const card = this.#cards.get(id);
    if (!card) return;
    const picture = card.picture ?? this.#pictureOf(this.#nextPicture++);
    const words = { ...this.#wordsOf(picture, this.#language(), this.#nextWords++, Date.now()), ...change };
    this.#keepVersion(words);
    this.#entries = [
      { picture, words, versions: this.#versions.get(picture.id)!.length },
      ...this.#entries.filter((entry) => entry.picture.id !== picture.id),
    ];
    this.#change({ ...card, picture, words, state: { is: 'done' }, trouble: null, so_far: null });
    this.#count();
    this.#tell({ event: 'history_changed' });
  }

  /** Words of a card's answer that is still coming. */
  say(id: number, text: string): void {
    this.#tell({ event: 'pieces', pieces: [{ card: id, text }] });
  }

  fail(id: number, reason: Reason, more: Partial<Trouble> = {}, soFar: string | null = null): void {
    const card = this.#cards.get(id);
    if (!card) return;
    this.#change({ ...card, state: { is: 'failed' }, trouble: trouble(reason, more), so_far: soFar });
    this.#count();
  }

  // What the page calls

  async start(onEvent: (event: Event) => void): Promise<Start> {
    this.#called('start');
    this.#tell = onEvent;
    for (let made = 0; made < this.#options.left; made += 1) {
      const card: Card = { ...this.#newCard(), state: { is: 'held' }, left: true, context: made === 0 ? 'Anna and Ben' : null };
      this.#cards.set(card.id, card);
    }
    for (let made = 0; made < this.#options.cards; made += 1) {
      const card = this.#newCard();
      const picture = this.#pictureOf(this.#nextPicture++);
      const words = this.#wordsOf(picture, this.#language(), this.#nextWords++, BORN);
      this.#keepVersion(words);
      this.#entries.unshift({ picture, words, versions: 1 });
      this.#cards.set(card.id, { ...card, picture, words, state: { is: 'done' } });
    }
    return {
      version: '0.1.0',
      platform: this.#options.platform,
      system_language: this.#options.systemLanguage,
      settings: this.#settings,
      providers: this.#connections,
      profiles: [
        { id: 'web', limit: 125 },
        { id: 'x', limit: 1000 },
        { id: 'mastodon', limit: 1500 },
        { id: 'bluesky', limit: 2000 },
      ],
      languages: [...builtin.languages, 'it', 'pt'],
      batch: this.#page(0, 50),
      context: this.context,
      data_folder: '~/.local/share/altsmith',
      notice: this.#options.notice,
      text_languages: ['eng', 'deu'],
    };
  }

  async ready(): Promise<void> {
    this.#called('ready');
  }

  async setTitle(text: string): Promise<void> {
    this.#called('setTitle', text);
    this.title = text;
  }

  async addFiles(): Promise<number> {
    this.#called('addFiles');
    return this.drop(2).length;
  }

  async addFolder(): Promise<number> {
    this.#called('addFolder');
    return this.drop(5).length;
  }

  async addUrl(url: string): Promise<void> {
    this.#called('addUrl', url);
    if (!url.startsWith('https://')) throw trouble('url_not_https', {});
    this.drop(1);
  }

  async paste(): Promise<void> {
    this.#called('paste');
    this.drop(1);
  }

  async addSample(): Promise<void> {
    this.#called('addSample');
    this.drop(1);
  }

  async batchPage(offset: number, limit: number): Promise<BatchPage> {
    this.#called('batchPage', offset, limit);
    return this.#page(offset, limit);
  }

  async cards(ids: number[]): Promise<Card[]> {
    this.#called('cards', ids);
    return ids.flatMap((id) => this.#cards.get(id) ?? []);
  }

  async cardPlace(id: number): Promise<number | null> {
    this.#called('cardPlace', id);
    const place = this.#order.indexOf(id);
    return place < 0 ? null : place;
  }

  async inSight(ids: number[]): Promise<void> {
    this.#called('inSight', ids);
  }

  async sortBatch(by: BatchOrder): Promise<void> {
    this.#called('sortBatch', by);
    const names = new Intl.Collator('en', { numeric: true });
    const name = (id: number) => this.#cards.get(id)!.name;
    const ranks = ['failed', 'held', 'cancelled', 'reading', 'describing', 'waiting', 'queued', 'done'];
    const rank = (id: number) => ranks.indexOf(this.#cards.get(id)!.state.is);
    const compare = { added: () => 0, name: (a: number, b: number) => names.compare(name(a), name(b)), state: (a: number, b: number) => rank(a) - rank(b) };
    this.#order.sort((a, b) => compare[by](a, b) || a - b);
    this.#tellMoved(0);
  }

  async copyBatch(which: Selection, form: CopyForm): Promise<number> {
    this.#called('copyBatch', which, form);
    const words = this.#selected(which).flatMap((id) => this.#cards.get(id)?.words ?? []);
    this.clipboard = words.map((one) => formatted(one, form)).join('\n');
    return words.length;
  }

  async describeAgain(which: Selection): Promise<void> {
    this.#called('describeAgain', which);
    this.#queue(this.#meaning('describeAgain', which));
  }

  #meaning(name: keyof Backend, which: Selection): number[] {
    const ids = this.#selected(which);
    this.meant.push({ name, args: [ids] });
    return ids;
  }

  /** The cards that are meant, in order. */
  #selected(which: Selection): number[] {
    if (which.which === 'ids') return which.ids.filter((id) => this.#cards.has(id));
    return this.#order.filter((id) => {
      const card = this.#cards.get(id)!;
      const failed = card.state.is === 'failed' && card.trouble?.remedy !== 'remove';
      switch (which.which) {
        case 'busy':
          return ['queued', 'reading', 'describing', 'waiting'].includes(card.state.is);
        case 'failed':
          return failed && card.trouble?.remedy !== 'resend';
        case 'unknown':
          return failed && card.trouble?.remedy === 'resend';
        case 'described':
          return card.words !== null;
        case 'all':
          return true;
        default:
          return card.state.is === which.which;
      }
    });
  }

  #counts(): BatchCounts {
    const count = (which: 'held' | 'busy' | 'failed' | 'unknown' | 'cancelled' | 'described') => this.#selected({ which }).length;
    return {
      total: this.#order.length,
      held: count('held'),
      left: this.#selected({ which: 'held' }).filter((id) => this.#cards.get(id)?.left).length,
      busy: count('busy'),
      failed: count('failed'),
      unknown: count('unknown'),
      cancelled: count('cancelled'),
      described: count('described'),
      held_again: this.#heldAgain,
      asked: this.#asked,
      stopped: count('held') > 0 ? this.stopped : null,
    };
  }

  #page(offset: number, limit: number): BatchPage {
    const cards = this.#order.slice(offset, offset + limit).map((id) => this.#cards.get(id)!);
    return { counts: this.#counts(), offset, cards };
  }

  #tellMoved(added: number): void {
    this.#asked += 1;
    this.#tell({ event: 'batch', counts: this.#counts(), changed: [], moved: true, added });
  }

  #queue(ids: number[]): void {
    for (const [place, id] of ids.entries()) {
      this.move(id, 'queued');
      this.#batch += 1;
      if (this.#options.pace > 0) this.#walk(id, place);
    }
    this.#tellProgress();
  }

  async cancel(which: Selection): Promise<void> {
    this.#called('cancel', which);
    for (const id of this.#meaning('cancel', which)) {
      const held = this.#cards.get(id)?.state.is === 'held';
      this.move(id, 'cancelled');
      if (!held) this.#count();
    }
  }

  async removeCards(which: Selection): Promise<Removal> {
    this.#called('removeCards', which);
    const ids = this.#selected(which);
    const cards = ids.map((id) => this.#cards.get(id)!);
    for (const id of ids) this.#cards.delete(id);
    this.#order = this.#order.filter((id) => this.#cards.has(id));
    this.#removals.push(cards);
    this.#tellMoved(0);
    return { removal: this.#removals.length, count: ids.length };
  }

  async restoreCards(removal: number): Promise<void> {
    this.#called('restoreCards', removal);
    for (const card of this.#removals[removal - 1] ?? []) {
      this.#cards.set(card.id, card);
      this.#order.push(card.id);
    }
    this.#order.sort((a, b) => a - b);
    this.#heldAgain += 1;
    this.#tellMoved(0);
  }

  async setContext(text: string): Promise<void> {
    this.#called('setContext', text);
    this.context = text;
  }

  async setCardContext(which: Selection, text: string | null): Promise<void> {
    this.#called('setCardContext', which, text);
    this.#asked += 1;
    for (const id of this.#selected(which)) {
      const card = this.#cards.get(id);
      if (card) this.#change({ ...card, context: text });
    }
  }

  async history(query: { text: string; favourites: boolean; offset: number; limit: number }) {
    this.#called('history', query);
    const text = query.text.trim().toLocaleLowerCase();
    const found =
      text === '' && !query.favourites
        ? this.#entries
        : this.#entries.filter(
            (entry) =>
              (!query.favourites || entry.picture.favourite) &&
              [entry.words.alt, entry.words.title, entry.picture.name, entry.picture.folder, ...entry.picture.tags].some((field) =>
                field?.toLocaleLowerCase().includes(text),
              ),
          );
    return { total: found.length, entries: found.slice(query.offset, query.offset + query.limit) };
  }

  async entry(imageId: number) {
    this.#called('entry', imageId);
    const entry = this.#find(imageId);
    return {
      picture: entry.picture,
      origin: `${entry.picture.folder}/${entry.picture.name}`,
      other_places: [],
      versions: this.#versionsOf(entry),
      facts: [
        { label: 'Kind', value: 'Photo' },
        { label: 'Colours', value: 'Yellow, brown, red' },
        { label: 'Taken', value: '14 May 2026, 17:42' },
        { label: 'Camera', value: 'Fairphone 5' },
      ],
      spent: this.money.spentOn(imageId),
    };
  }

  async describeEntry(imageId: number) {
    this.#called('describeEntry', imageId);
    await this.tasks.wait('describe_entry', imageId);
    const entry = this.#find(imageId);
    const words = this.#wordsOf(entry.picture, this.#language(), this.#nextWords++, Date.now());
    this.#newVersion(words);
    return this.entry(imageId);
  }

  async editDescription(id: number, edit: DescriptionEdit): Promise<Description> {
    this.#called('editDescription', id, edit);
    const before = this.#findWords(id);
    const words: Description = {
      ...before,
      id: this.#nextWords++,
      parent_id: id,
      author: 'person',
      state: 'edited',
      alt: edit.alt ?? before.alt,
      title: edit.title ?? before.title,
      description: edit.description ?? before.description,
      description_html: edit.description ?? before.description_html,
      created_ms: Date.now(),
      receipt: null,
    };
    this.#newVersion(words);
    return words;
  }

  async restoreVersion(id: number): Promise<Description> {
    this.#called('restoreVersion', id);
    const words = { ...this.#findWords(id), id: this.#nextWords++, parent_id: id, created_ms: Date.now() };
    this.#newVersion(words);
    return words;
  }

  async setFavourite(imageId: number, on: boolean): Promise<void> {
    this.#called('setFavourite', imageId, on);
    this.#changePicture(imageId, { favourite: on });
  }

  async setTags(imageId: number, tags: string[]): Promise<void> {
    this.#called('setTags', imageId, tags);
    this.#changePicture(imageId, { tags });
  }

  async deleteEntries(imageIds: number[]): Promise<void> {
    this.#called('deleteEntries', imageIds);
    for (const imageId of imageIds) this.#deleted.set(imageId, this.#find(imageId));
    this.#entries = this.#entries.filter((entry) => !imageIds.includes(entry.picture.id));
  }

  async undoDelete(imageIds: number[]): Promise<void> {
    this.#called('undoDelete', imageIds);
    const back = imageIds.flatMap((imageId) => this.#deleted.get(imageId) ?? []);
    this.#entries = [...this.#entries, ...back].sort((a, b) => b.words.created_ms - a.words.created_ms);
  }

  async copyDescriptions(ids: number[], form: CopyForm): Promise<string> {
    this.#called('copyDescriptions', ids, form);
    this.clipboard = ids.map((id) => formatted(this.#findWords(id), form)).join('\n');
    return this.clipboard;
  }

  async copyText(text: string): Promise<void> {
    this.#called('copyText', text);
    this.clipboard = text;
  }

  async saveSettings(settings: Settings): Promise<Settings> {
    this.#called('saveSettings', settings);
    this.#settings = settings;
    return settings;
  }

  async openDataFolder(): Promise<void> {
    this.#called('openDataFolder');
  }

  async openPage(provider: string, page: string): Promise<void> {
    this.#called('openPage', provider, page);
  }

  async service(provider: string) {
    this.#called('service', provider);
    return this.services.setup(provider);
  }

  async saveService(provider: string, values: Record<string, string>) {
    this.#called('saveService', provider, values);
    return this.services.save(provider, values);
  }

  async keys(provider: string) {
    this.#called('keys', provider);
    await this.services.waited();
    return this.services.keys(provider, this.#settings.key_place);
  }

  async setKeys(provider: string, values: Record<string, string>) {
    // Names only: not even a test keeps keys.
    this.#called('setKeys', provider, Object.keys(values));
    await this.services.waited();
    return this.services.setKeys(provider, values, this.#settings.key_place);
  }

  async deleteKeys(provider: string, field: string | null) {
    this.#called('deleteKeys', provider, field);
    return this.services.deleteKeys(provider, field, this.#settings.key_place);
  }

  async openVault(passphrase: string): Promise<void> {
    this.#called('openVault');
    this.services.openVault(passphrase);
  }

  async checkService(provider: string) {
    this.#called('checkService', provider);
    await this.services.waited();
    return this.services.check(provider);
  }

  async accountAction(provider: string, action: AccountAction) {
    this.#called('accountAction', provider, action);
    return this.services.action(action);
  }

  async addConnection(kind: string, name: string, endpoint: string | null): Promise<ServiceView> {
    this.#called('addConnection', kind, name, endpoint);
    const own = this.#connections.find((known) => known.kind === kind);
    if (!own?.many) throw trouble('connection_refused', {});
    if (endpoint !== null && !/^https:|^http:\/\/(127\.|localhost)/.test(endpoint)) throw trouble('setting_invalid', {});
    const id = name.toLowerCase().replaceAll(/[^a-z]+/g, '-') || 'server';
    const added = { ...own, id, name: name || `${own.product} 2`, added: true };
    this.#tellConnections([...this.#connections, added]);
    return added;
  }

  async renameConnection(id: string, name: string): Promise<ServiceView> {
    this.#called('renameConnection', id, name);
    if (name === '') throw trouble('connection_refused', {});
    this.#tellConnections(this.#connections.map((known) => (known.id === id ? { ...known, name } : known)));
    return this.#connections.find((known) => known.id === id)!;
  }

  async removeConnection(id: string): Promise<void> {
    this.#called('removeConnection', id);
    this.#removedConnections.push(...this.#connections.filter((known) => known.id === id));
    this.#tellConnections(this.#connections.filter((known) => known.id !== id));
  }

  async restoreConnection(id: string): Promise<ServiceView> {
    this.#called('restoreConnection', id);
    const back = this.#removedConnections.find((known) => known.id === id)!;
    this.#tellConnections([...this.#connections, back]);
    return back;
  }

  #tellConnections(services: ServiceView[]): void {
    this.#connections = services;
    this.#tell({ event: 'services', services });
  }

  async requestLog() {
    this.#called('requestLog');
    return this.services.log();
  }

  async openLogFolder(): Promise<void> {
    this.#called('openLogFolder');
  }

  async authority() {
    this.#called('authority');
    return this.services.authority;
  }

  async chooseAuthority() {
    this.#called('chooseAuthority');
    return (this.services.authority = '/etc/ours/authority.pem');
  }

  async forgetAuthority() {
    this.#called('forgetAuthority');
    return (this.services.authority = null);
  }

  async estimate(which: Selection) {
    this.#called('estimate', which);
    const { model: chosen, models } = this.services.setup(this.#settings.provider);
    return this.money.estimate(this.#settings.provider, this.#selected(which).length, models.find((model) => model.id === chosen) ?? models[0]!);
  }

  async describeCards(which: Selection, agreed: number | null): Promise<void> {
    this.#called('describeCards', which, agreed);
    if (agreed !== null && agreed !== this.#heldAgain) return;
    const ids = this.#meaning('describeCards', which);
    const { provider, ask_from: from } = this.#settings;
    const more = ids.filter((id) => this.#cards.get(id)?.state.is !== 'held');
    const held = provider !== 'builtin' && from > 0 && more.length >= from ? more : [];
    if (held.length > 0) this.#heldAgain += 1;
    for (const id of held) this.move(id, 'held');
    this.#queue(ids.filter((id) => !held.includes(id)));
  }

  async unfinished() {
    this.#called('unfinished');
    return this.money.unfinished;
  }

  async settle(jobId: number, again: boolean): Promise<void> {
    this.#called('settle', jobId, again);
    await this.tasks.wait('unfinished', jobId);
    this.money.settle(jobId);
  }

  async askOutcome(jobId: number): Promise<void> {
    this.#called('askOutcome', jobId);
    await this.tasks.wait('unfinished', jobId);
    this.money.settle(jobId);
  }

  async cancelTask(task: Task): Promise<void> {
    this.#called('cancelTask', task);
    this.tasks.cancel(task, trouble('cancelled', { code: 'cancelled' }));
  }

  async usage(days: number) {
    this.#called('usage', days);
    return this.money.usage(days, this.#entries.length);
  }

  async ledger(query: LedgerQuery) {
    this.#called('ledger', query);
    return this.money.ledger(query);
  }

  async exportHistory(query: HistoryQuery, form: ExportForm): Promise<Exported | null> {
    this.#called('exportHistory', query, form);
    return { written: this.#entries.length, foreign: form === 'beside' ? 1 : 0, failed: 0 };
  }

  async exportLedger(provider: string | null): Promise<boolean> {
    this.#called('exportLedger', provider);
    return true;
  }

  async refreshBalance(provider: string): Promise<void> {
    this.#called('refreshBalance', provider);
    this.money.refresh(provider);
  }

  async conversation(imageId: number) {
    this.#called('conversation', imageId);
    return this.questions.about(imageId);
  }

  async askAbout(imageId: number, question: string, again: boolean) {
    this.#called('askAbout', imageId, question, again);
    await this.tasks.wait('question', imageId);
    return this.questions.ask(imageId, question);
  }

  look(card: number): string {
    return this.unseen.has(card) ? URL.createObjectURL(new Blob(['no picture'], { type: 'image/png' })) : addressOf(hashOf(card - 1));
  }

  thumbnail(hash: string): string {
    return addressOf(hash);
  }

  preview(hash: string): string {
    return addressOf(hash);
  }

  // How it works

  #called(name: string, ...args: unknown[]): void {
    this.calls.push({ name, args });
    const refusal = this.#refusals.get(name)?.shift();
    if (refusal) throw refusal;
  }

  #language(): string {
    const { language, ui_language: ui } = this.#settings;
    if (language !== 'ui') return language;
    return ui === 'system' ? this.#options.systemLanguage : ui;
  }

  #newCard(): Card {
    const id = this.#nextCard++;
    const card: Card = { id, name: sceneOf(id - 1).name, state: { is: 'queued' }, picture: null, words: null, trouble: null, context: null, left: false, so_far: null };
    this.#cards.set(id, card);
    this.#order.push(id);
    return card;
  }

  #walk(id: number, place: number): void {
    const { pace } = this.#options;
    const steps = [() => this.move(id, 'reading'), () => this.move(id, 'describing'), () => this.finish(id)];
    steps.forEach((step, index) => setTimeout(step, pace * (index + 1 + place)));
  }

  #count(): void {
    this.#finishedInBatch += 1;
    this.#tellProgress();
    if (this.#finishedInBatch >= this.#batch) {
      this.#batch = 0;
      this.#finishedInBatch = 0;
    }
  }

  #tellProgress(): void {
    this.#tell({ event: 'progress', done: this.#finishedInBatch, total: this.#batch });
  }

  #change(card: Card): void {
    if (this.#cards.get(card.id)?.state.is === 'held' || card.state.is === 'held') this.#asked += 1;
    this.#cards.set(card.id, card);
    const changed = [{ id: card.id, state: card.state }];
    this.#tell({ event: 'batch', counts: this.#counts(), changed, moved: false, added: 0 });
  }

  #pictureOf(id: number): Picture {
    const number = id > this.#options.history ? id - this.#options.history - 1 : id;
    const scene = sceneOf(number);
    return {
      id,
      hash: hashOf(number),
      name: scene.name,
      folder: `Pictures/${2024 + (number % 3)}`,
      format: scene.format,
      width: scene.width,
      height: scene.height,
      bytes: 2_400_000 + ((id * 7919) % 900_000),
      favourite: id % 17 === 0,
      tags: (scene.words[this.#language()] ?? scene.words.en!).tags,
    };
  }

  #wordsOf(picture: Picture, language: string, id: number, created: number): Description {
    const scene = sceneOf(Number.parseInt(picture.hash, 16));
    const words = scene.words[language] ?? scene.words.en!;
    return {
      id,
      image_id: picture.id,
      parent_id: null,
      author: 'computed',
      provider: 'builtin',
      provider_name: 'Altsmith',
      model: 'facts-1',
      language: scene.words[language] ? language : 'en',
      alt: words.alt,
      description: `${words.alt}\n\n${scene.more}`,
      description_html: `<p>${words.alt}</p><p>${scene.more}</p>`,
      title: words.title,
      tags: words.tags,
      state: 'draft',
      created_ms: created,
      duration_ms: 84,
      cached: false,
      receipt: null,
      credits: null,
      tokens: null,
      warnings: [],
      incomplete: null,
    };
  }

  #pastEntry(id: number): Entry {
    const picture = this.#pictureOf(id);
    const words = this.#wordsOf(picture, id % 5 === 0 ? 'de' : this.#language(), id, BORN - (this.#options.history - id) * 5_400_000);
    if (id % 7 === 0) words.receipt = { host: 'api.vision.example', mime: 'image/jpeg', width: 768, height: 576, bytes: 48_213, metadata_removed: true, by_address: false, via: null };
    return { picture, words, versions: 1 };
  }

  #find(imageId: number): Entry {
    const entry = this.#entries.find((candidate) => candidate.picture.id === imageId);
    if (!entry) throw trouble('not_found', {});
    return entry;
  }

  #versionsOf(entry: Entry): Description[] {
    return this.#versions.get(entry.picture.id) ?? [entry.words];
  }

  #findWords(id: number): Description {
    for (const versions of this.#versions.values()) {
      const words = versions.find((version) => version.id === id);
      if (words) return words;
    }
    const entry = this.#entries.find((candidate) => candidate.words.id === id);
    if (!entry) throw trouble('not_found', {});
    return entry.words;
  }

  #keepVersion(words: Description): void {
    const entry = this.#entries.find((candidate) => candidate.picture.id === words.image_id);
    const before = this.#versions.get(words.image_id) ?? (entry ? [entry.words] : []);
    this.#versions.set(words.image_id, [words, ...before]);
  }

  #newVersion(words: Description): void {
    this.#keepVersion(words);
    this.#entries = this.#entries.map((entry) =>
      entry.picture.id === words.image_id ? { ...entry, words, versions: this.#versions.get(words.image_id)!.length } : entry,
    );
    for (const card of this.#cards.values()) {
      if (card.picture?.id === words.image_id) this.#change({ ...card, words });
    }
  }

  #changePicture(imageId: number, change: Partial<Picture>): void {
    this.#entries = this.#entries.map((entry) =>
      entry.picture.id === imageId ? { ...entry, picture: { ...entry.picture, ...change } } : entry,
    );
  }
}

function formatted(words: Description, form: CopyForm): string {
  const alt = words.alt ?? '';
  switch (form) {
    case 'alt':
      return alt;
    case 'alt_attribute':
      return `alt="${alt}"`;
    case 'img':
      return `<img src="" alt="${alt}">`;
    case 'img_with_tags':
      return `<img src="" alt="${alt}" title="${words.title ?? ''}" data-tags="${words.tags.join(', ')}">`;
    case 'figure':
      return `<figure><img src="" alt="${alt}"><figcaption>${words.title}</figcaption></figure>`;
    case 'markdown':
      return `![${alt}]()`;
    case 'json':
      return JSON.stringify({ alt, title: words.title, tags: words.tags });
    case 'description':
      return words.description ?? '';
    case 'title':
      return words.title ?? '';
    case 'tags':
      return words.tags.join(', ');
  }
}

/** What is said of a reason, what to do next, and what helps, where that is more than trying again. */
const SENTENCES: Partial<Record<Reason, [string, string | null, Remedy?]>> = {
  not_an_image: ['This file is not a picture.', 'Altsmith reads JPEG, PNG, WebP, GIF, BMP, TIFF, SVG, HEIC and AVIF.', 'remove'],
  cut_off: ['The file ends in the middle of the picture.', 'Copy it again from where it came.', 'remove'],
  file_gone: ['The file is no longer there.', null],
  clipboard_empty: ['There is no picture on the clipboard.', 'Copy a picture, then paste again.', 'add'],
  drop_empty: ['What was dropped holds no file.', 'Copy the picture and paste it, or add it from its address.', 'url'],
  url_not_https: ['The address must begin with https.', null, 'url'],
  rate_limited: ['Example Vision asks to wait.', null],
  credits_exhausted: ['The credits at Example Vision are used up.', null, 'top_up'],
  key_rejected: ['Example Vision does not accept the key.', null, 'key'],
  disk_full: ['The disk is full.', 'Make room, then save again.'],
  key_missing: ['Example Vision needs a key.', 'Enter it in Settings.', 'key'],
  keyring_unavailable: ['There is no keyring on this system to keep keys in.', 'Choose in Settings how your keys are kept.', 'keys'],
  keyring_locked: ['The keyring of this system is locked.', 'Unlock it and try again.', 'keys'],
  vault_locked: ['The file with your keys is locked.', 'Enter its passphrase.', 'vault'],
  passphrase_wrong: ['This is not the passphrase of the file with your keys.', 'Try again.', 'vault'],
  budget_reached: ['Example Vision was not asked: the budget that you set is reached.', 'Raise the budget in Settings.', 'budget'],
  endpoint_invalid: ['That is not an address that a service can have.', 'Enter one that begins with https.', 'service'],
  setting_invalid: ['That is not a value that this setting can have.', null, 'service'],
  content_blocked: ['Example Vision declined to describe this picture.', 'Try another service or the built-in describer.', 'another_service'],
  local_only: ['Example Vision was not asked: only this computer may be used.', 'Allow services in Settings.', 'privacy'],
  language_unknown: ['Example Vision does not write in this language.', 'Choose another language.', 'describing'],
  needs_public_url: ['Example Vision only takes pictures that have a public web address.', 'Add the picture by its address.', 'url'],
  not_found: ['This entry is gone.', null],
  provider_unavailable: ['Example Vision is out of order.', null],
  outcome_unknown: ['It is not known what became of the request to Example Vision.', 'It may have been charged.', 'resend'],
};

function trouble(reason: Reason, more: Partial<Trouble>): Trouble {
  const [message, action, remedy = 'again'] = SENTENCES[reason] ?? ['Something went wrong.', null];
  return {
    provider: null,
    code: 'internal',
    reason,
    message,
    action,
    provider_code: null,
    request_id: null,
    retry_after_ms: null,
    again: null,
    remedy,
    field: null,
    ...more,
  };
}

/** The backend of a page in a browser: set up by the address (`?history=100000&pace=0`), driven through `window.altsmith`. */
export function fake(): FakeBackend {
  const asked = new URLSearchParams(location.search);
  const number = (name: keyof FakeOptions) => (asked.has(name) ? { [name]: Number(asked.get(name)) } : {});
  const backend = new FakeBackend({
    ...number('history'),
    ...number('pace'),
    ...number('cards'),
    ...number('left'),
    ...number('services'),
    ...(asked.has('platform') ? { platform: asked.get('platform')! } : {}),
    ...(asked.has('language') ? { systemLanguage: asked.get('language')! } : {}),
    ...(asked.has('money') ? { money: asked.get('money') as FakeSpending } : {}),
    ...(asked.has('notice') ? { notice: asked.get('notice') } : {}),
    settings: JSON.parse(asked.get('settings') ?? '{}') as Partial<Settings>,
  });
  (window as unknown as { altsmith: FakeBackend }).altsmith = backend;
  return backend;
}
