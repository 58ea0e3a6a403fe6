/**
 * The one seam between the page and everything else. Each method is a command of the shell (docs/page.md); a refused command rejects with a `Trouble`. Nothing here takes or gives a path.
 */
import type { AccountAction } from '$lib/types/AccountAction';
import type { Checked } from '$lib/types/Checked';
import type { Conversation } from '$lib/types/Conversation';
import type { ExportForm } from '$lib/types/ExportForm';
import type { Exported } from '$lib/types/Exported';
import type { BatchOrder } from '$lib/types/BatchOrder';
import type { BatchPage } from '$lib/types/BatchPage';
import type { Card } from '$lib/types/Card';
import type { CopyForm } from '$lib/types/CopyForm';
import type { EntryDetail } from '$lib/types/EntryDetail';
import type { Task } from '$lib/types/Task';
import type { Estimate } from '$lib/types/Estimate';
import type { Event } from '$lib/types/Event';
import type { HistoryPage } from '$lib/types/HistoryPage';
import type { HistoryQuery } from '$lib/types/HistoryQuery';
import type { Keys } from '$lib/types/Keys';
import type { LedgerPage } from '$lib/types/LedgerPage';
import type { LedgerQuery } from '$lib/types/LedgerQuery';
import type { LogLine } from '$lib/types/LogLine';
import type { Removal } from '$lib/types/Removal';
import type { Selection } from '$lib/types/Selection';
import type { ServiceSetup } from '$lib/types/ServiceSetup';
import type { ServiceView } from '$lib/types/ServiceView';
import type { Settings } from '$lib/types/Settings';
import type { Start } from '$lib/types/Start';
import type { Unfinished } from '$lib/types/Unfinished';
import type { Usage } from '$lib/types/Usage';
import type { Description } from '$lib/types/Description';
import type { DescriptionEdit } from '$lib/types/DescriptionEdit';

/** Pages of a provider that the system's browser can open. */
export type ProviderPage = 'home' | 'key' | 'top_up';

export interface Backend {
  /** Everything the first view needs; afterwards `onEvent` is told what happens, in order. */
  start(onEvent: (event: Event) => void): Promise<Start>;
  /** Shows the window; called after the first paint. */
  ready(): Promise<void>;
  setTitle(text: string): Promise<void>;

  /** Opens the dialog; answers how many things were added. */
  addFiles(): Promise<number>;
  addFolder(): Promise<number>;
  addUrl(url: string): Promise<void>;
  paste(): Promise<void>;
  addSample(): Promise<void>;
  /** Cards from a place on, at most 200, and how many there are. */
  batchPage(offset: number, limit: number): Promise<BatchPage>;
  /** These cards, as far as they are there. */
  cards(ids: number[]): Promise<Card[]>;
  /** The place of a card; null where it is gone. */
  cardPlace(id: number): Promise<number | null>;
  /** The person looks at these cards: of those that wait for their turn, they come first. */
  inSight(ids: number[]): Promise<void>;
  describeAgain(which: Selection): Promise<void>;
  cancel(which: Selection): Promise<void>;
  /** Answers the number by which they are put back, and how many they are. */
  removeCards(which: Selection): Promise<Removal>;
  restoreCards(removal: number): Promise<void>;
  sortBatch(by: BatchOrder): Promise<void>;
  /** Puts the words of these on the clipboard; how many have some. */
  copyBatch(which: Selection, form: CopyForm): Promise<number>;
  /** What the person knows of all pictures that come and that wait. */
  setContext(text: string): Promise<void>;
  /** What the person knows of these pictures; null: what was written for all. */
  setCardContext(which: Selection, text: string | null): Promise<void>;

  history(query: HistoryQuery): Promise<HistoryPage>;
  entry(imageId: number): Promise<EntryDetail>;
  describeEntry(imageId: number): Promise<EntryDetail>;
  /** `id` is a version's; answers the new version. */
  editDescription(id: number, edit: DescriptionEdit): Promise<Description>;
  restoreVersion(id: number): Promise<Description>;
  setFavourite(imageId: number, on: boolean): Promise<void>;
  setTags(imageId: number, tags: string[]): Promise<void>;
  deleteEntries(imageIds: number[]): Promise<void>;
  undoDelete(imageIds: number[]): Promise<void>;

  /** Puts the words of these versions on the clipboard; answers the text. */
  copyDescriptions(ids: number[], form: CopyForm): Promise<string>;
  copyText(text: string): Promise<void>;
  saveSettings(settings: Settings): Promise<Settings>;
  openDataFolder(): Promise<void>;
  openPage(provider: string, page: ProviderPage): Promise<void>;

  /** A provider as the person set it up, but for its keys. */
  service(provider: string): Promise<ServiceSetup>;
  /** Settings by the names of the form, `model`, `budget_day`, …; an empty text takes one back to its default. All or none. */
  saveService(provider: string, values: Record<string, string>): Promise<ServiceSetup>;
  /** Whether the keys are set; asks the keyring, so not at start. */
  keys(provider: string): Promise<Keys>;
  setKeys(provider: string, values: Record<string, string>): Promise<Keys>;
  /** One field's key, or all of the provider. */
  deleteKeys(provider: string, field: string | null): Promise<Keys>;
  /** Opens the vault, or makes it where there is none. */
  openVault(passphrase: string): Promise<void>;
  checkService(provider: string): Promise<Checked>;
  accountAction(provider: string, action: AccountAction): Promise<Checked>;
  /** A server of the person's own; answers it, or null where the person does not agree to its address. Its id is made of its name. */
  addConnection(kind: string, name: string, endpoint: string | null): Promise<ServiceView | null>;
  renameConnection(id: string, name: string): Promise<ServiceView>;
  /** Only one that was added. Nothing of it is deleted. */
  removeConnection(id: string): Promise<void>;
  restoreConnection(id: string): Promise<ServiceView>;
  /** Newest first. */
  requestLog(): Promise<LogLine[]>;
  openLogFolder(): Promise<void>;
  /** The file of the further authority for secure connections; null: the system's are all. */
  authority(): Promise<string | null>;
  /** Lets the person choose one; the file as it stands then. */
  chooseAuthority(): Promise<string | null>;
  forgetAuthority(): Promise<null>;

  /** What describing these cards would send and cost; sends nothing. */
  estimate(which: Selection): Promise<Estimate>;
  /**
   * Describes cards that are held, failed or were cancelled; what the history knows is not asked again. Failed and cancelled
   * ones that are a batch for a service are held first. Nothing is begun where `agreed` is not what `held_again` is now: the
   * person agreed to the cost of others.
   */
  describeCards(which: Selection, agreed: number | null): Promise<void>;
  unfinished(): Promise<Unfinished[]>;
  /** Sends an unfinished request again (it may be paid twice), or gives it up. */
  settle(jobId: number, again: boolean): Promise<void>;
  /** Asks the service, for free, what became of an unfinished request. */
  askOutcome(jobId: number): Promise<void>;
  /** Stops what is waited for apart from the cards; its command rejects with `cancelled`. */
  cancelTask(task: Task): Promise<void>;
  /** With what was charged in so many days up to today. */
  usage(days: number): Promise<Usage>;
  ledger(query: LedgerQuery): Promise<LedgerPage>;
  /** Opens the dialog, or writes beside the pictures; null where no file was chosen. */
  exportHistory(query: HistoryQuery, form: ExportForm): Promise<Exported | null>;
  /** Opens the dialog; whether it was written. */
  exportLedger(provider: string | null): Promise<boolean>;
  refreshBalance(provider: string): Promise<void>;

  conversation(imageId: number): Promise<Conversation>;
  /** `again`: also where it was sent before and may be paid twice. */
  askAbout(imageId: number, question: string, again: boolean): Promise<Conversation>;

  /** Address of a picture's small rendering (at most 384 px). */
  thumbnail(hash: string): string;
  /** Address of a small rendering of a card's picture that is not described yet; nothing may be there. */
  look(card: number): string;
  /** Address of a picture's large rendering (at most 1600 px). */
  preview(hash: string): string;
}
