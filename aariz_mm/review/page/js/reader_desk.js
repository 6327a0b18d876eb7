/** The reader's name: the one that the server was started for, else the one kept by the browser, else asked for. */

import { isOnTop } from './belonging.js';
import { nameFault, askReader } from './session.js';

/** @param {object} parts  the parts of the page */
export function createReaderDesk(parts, { t }) {
  const { api, store, keeping, review } = parts;
  const { state, set } = store;

  function take(reader) {
    keeping.write('reader', reader);
    set({ reader });
  }

  async function first() {
    const { default_reader: given } = state().info;
    if (given && !nameFault(given)) return void set({ reader: given });
    const known = keeping.read('reader');
    if (known && !nameFault(known)) return take(known);
    review.waitingFor = 'reader';
    const name = await askReader({ t, known: state().info.readers ?? [] });
    review.waitingFor = null;
    return take(name);
  }

  /** Another reader: the list and the open case become that reader's. */
  async function change() {
    const name = await askReader({ t, known: state().info.readers ?? [], current: state().reader });
    if (!name || name === state().reader) return;
    parts.saver.flush();
    take(name);
    const { n } = state();
    await parts.opening.refreshCases();
    if (n !== null) await parts.opening.openCase(n, {}, true);
  }

  /** Edits of earlier visits that the server never got, of other cases than the open one, where nothing differs. */
  async function resend() {
    const { reader } = state();
    for (const kept of keeping.jobs().filter((job) => job.reader === reader)) {
      const row = state().cases.find((one) => one.n === kept.n && one.id === kept.id);
      const detail = row && (await api.case(kept.n, reader).catch(() => null));
      const isFree = kept.n !== state().n && reader === state().reader && !parts.saver.pending(reader, kept.n);
      if (detail && isFree && isOnTop(kept, detail)) parts.saver.request(kept);
    }
  }

  return { first, change, resend };
}
