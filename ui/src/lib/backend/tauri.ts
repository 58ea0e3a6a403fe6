/** The shell behind the page: the only file that knows Tauri. */
import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core';
import type { Event } from '$lib/types/Event';
import type { Backend } from './backend';

/** Where pictures are served: `thumb://localhost/`, on Windows `http://thumb.localhost/`. */
const pictures = () => convertFileSrc('', 'thumb');

export const tauri: Backend = {
  start(onEvent) {
    const events = new Channel<Event>();
    events.onmessage = onEvent;
    return invoke('start', { events });
  },
  ready: () => invoke('ready'),
  setTitle: (text) => invoke('set_title', { text }),

  addFiles: () => invoke('add_files'),
  addFolder: () => invoke('add_folder'),
  addUrl: (url) => invoke('add_url', { url }),
  paste: () => invoke('paste'),
  addSample: () => invoke('add_sample'),
  batchPage: (offset, limit) => invoke('batch_page', { offset, limit }),
  cards: (ids) => invoke('cards', { ids }),
  cardPlace: (id) => invoke('card_place', { id }),
  inSight: (ids) => invoke('in_sight', { ids }),
  describeAgain: (which) => invoke('describe_again', { which }),
  cancel: (which) => invoke('cancel', { which }),
  removeCards: (which) => invoke('remove_cards', { which }),
  restoreCards: (removal) => invoke('restore_cards', { removal }),
  sortBatch: (by) => invoke('sort_batch', { by }),
  copyBatch: (which, form) => invoke('copy_batch', { which, form }),
  setContext: (text) => invoke('set_context', { text }),
  setCardContext: (which, text) => invoke('set_card_context', { which, text }),

  history: (query) => invoke('history', { query }),
  entry: (imageId) => invoke('entry', { imageId }),
  describeEntry: (imageId) => invoke('describe_entry', { imageId }),
  editDescription: (id, edit) => invoke('edit_description', { id, edit }),
  restoreVersion: (id) => invoke('restore_version', { id }),
  setFavourite: (imageId, on) => invoke('set_favourite', { imageId, on }),
  setTags: (imageId, tags) => invoke('set_tags', { imageId, tags }),
  deleteEntries: (imageIds) => invoke('delete_entries', { imageIds }),
  undoDelete: (imageIds) => invoke('undo_delete', { imageIds }),

  copyDescriptions: (ids, form) => invoke('copy_descriptions', { ids, form }),
  copyText: (text) => invoke('copy_text', { text }),
  saveSettings: (settings) => invoke('save_settings', { settings }),
  openDataFolder: () => invoke('open_data_folder'),
  openPage: (provider, page) => invoke('open_page', { provider, page }),

  service: (provider) => invoke('service', { provider }),
  saveService: (provider, values) => invoke('save_service', { provider, values }),
  keys: (provider) => invoke('keys', { provider }),
  setKeys: (provider, values) => invoke('set_keys', { provider, values }),
  deleteKeys: (provider, field) => invoke('delete_keys', { provider, field }),
  openVault: (passphrase) => invoke('open_vault', { passphrase }),
  checkService: (provider) => invoke('check_service', { provider }),
  accountAction: (provider, action) => invoke('account_action', { provider, action }),
  addConnection: (kind, name, endpoint) => invoke('add_connection', { kind, name, endpoint }),
  renameConnection: (id, name) => invoke('rename_connection', { id, name }),
  removeConnection: (id) => invoke('remove_connection', { id }),
  restoreConnection: (id) => invoke('restore_connection', { id }),
  requestLog: () => invoke('request_log'),
  openLogFolder: () => invoke('open_log_folder'),
  authority: () => invoke('authority'),
  chooseAuthority: () => invoke('choose_authority'),
  forgetAuthority: () => invoke('forget_authority'),

  estimate: (which) => invoke('estimate', { which }),
  describeCards: (which, agreed) => invoke('describe_cards', { which, agreed }),
  unfinished: () => invoke('unfinished'),
  settle: (jobId, again) => invoke('settle', { jobId, again }),
  askOutcome: (jobId) => invoke('ask_outcome', { jobId }),
  cancelTask: (task) => invoke('cancel_task', { task }),
  usage: (days) => invoke('usage', { days }),
  ledger: (query) => invoke('ledger', { query }),
  exportHistory: (query, form) => invoke('export_history', { query, form }),
  exportLedger: (provider) => invoke('export_ledger', { provider }),
  refreshBalance: (provider) => invoke('refresh_balance', { provider }),

  conversation: (imageId) => invoke('conversation', { imageId }),
  askAbout: (imageId, question, again) => invoke('ask_about', { imageId, question, again }),

  look: (card) => `${pictures()}card/${card}`,
  thumbnail: (hash) => `${pictures()}${hash}`,
  preview: (hash) => `${pictures()}preview/${hash}`,
};
