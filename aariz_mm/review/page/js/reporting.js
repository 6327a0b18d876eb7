/** What the page tells of saving, conflicts, the server's absence and other trouble. */

import { savedAnnotation } from './annotation.js';
import { askConflict } from './conflict.js';
import { pixelSize } from './state.js';
import { clock } from './top_bar.js';

/** @param {object} parts  the parts of the page; saver, editing and opening are used once they are there */
export function createReport(parts, { t, tn }) {
  const { store, announce } = parts;
  const { state, set } = store;
  let asking = false;

  const isOpen = (job) => job.n === state().n && job.reader === state().reader;

  /** Told by the saver of each job. */
  function saving(job, told) {
    if (told.kind === 'saved') parts.opening.noteSaved(job);
    if (!isOpen(job)) return;
    if (told.version !== undefined) set({ version: told.version });
    set({ save: { kind: told.kind, time: told.time ?? state().save.time, reason: told.reason ?? '' } });
    if (told.kind === 'failed') announce(t('saving.failed', { reason: told.reason }));
    if (told.kind === 'conflict') askAboutConflict();
  }

  async function askAboutConflict() {
    const { reader, n, document } = state();
    const current = parts.saver.pending(reader, n)?.conflict;
    if (!current || asking) return;
    asking = true;
    const { mm } = pixelSize(state());
    const answer = await askConflict({ t, tn, time: clock, mine: document, current, reader, pixelSizeMm: mm });
    asking = false;
    if (n === state().n && reader === state().reader) settleConflict(answer, current);
  }

  function settleConflict(answer, current) {
    const { reader, n } = state();
    if (answer === 'compare') {
      parts.actions.compareWith(current.landmarks, t('conflict.stored_label'));
      set({ notice: t('conflict.comparing') });
      return;
    }
    if (!answer) return;
    parts.actions.compareWith(null);
    parts.saver.resolve(reader, n, answer === 'mine');
    if (answer === 'mine') return;
    set({ version: current.version, save: { kind: 'saved', time: current.time, reason: '' } });
    parts.editing.enter(savedAnnotation(current));
  }

  /** Told after each request whether the server was reached. */
  function contact(online) {
    if (online === state().online) return;
    set({ online });
    announce(t(online ? 'page.back_again' : 'page.away'));
    set({ notice: online ? t('page.back_again') : t('page.away') });
    if (!online) return;
    parts.saver?.flush();
    parts.opening?.refreshCases();
  }

  /** Trouble that stands in nobody else's way: said, and shown under the radiograph. */
  function problem(error) {
    if (error.status === 0 || error.name !== 'ApiError') {
      if (error.name !== 'ApiError') console.error(error);
      if (error.status === 0) return;
    }
    announce(error.message);
    set({ notice: error.message });
  }

  return { saving, contact, problem, askConflict: askAboutConflict };
}
