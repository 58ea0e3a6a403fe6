/** How long a notice stays. What needs an answer stays until it has one. */
import type { Reason } from '$lib/types/Reason';
import type { Remedy } from '$lib/types/Remedy';
import type { Trouble } from '$lib/types/Trouble';

/** Beside these nothing has to be decided: what was tried is tried again, in this way or another. */
const PASSING: Remedy[] = ['again', 'none', 'add', 'url', 'remove'];

/** These go on until somebody does something about them. */
const LASTING: Reason[] = ['disk_full', 'storage_failed', 'database_busy', 'internal'];

/** What the start has to say is said once, perhaps to nobody: it stays until it is read. */
export const leavesByItself = (trouble: Trouble | null): boolean =>
  trouble !== null && PASSING.includes(trouble.remedy) && !LASTING.includes(trouble.reason);

/** Milliseconds that a slow reader needs. */
export const readingTime = (text: string): number => 6000 + 80 * text.length;
