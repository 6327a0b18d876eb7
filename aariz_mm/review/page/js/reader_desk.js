/** The reader's name: the one kept by the browser, the one that the server was started for, or asked for. */

import { nameFault, askReader } from './session.js';

/** @param {object} parts  the parts of the page */
export function createReaderDesk(parts, { t }) {
  const { store, keeping, review } = parts;
  const { state, set } = store;

  function take(reader) {
    keeping.write('reader', reader);
    set({ reader });
  }

  async function first() {
    const known = keeping.read('reader') ?? state().info.default_reader;
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

  /** Edits of earlier visits that the server never got, of other cases than the open one. */
  function resend() {
    for (const job of keeping.jobs()) {
      const row = state().cases.find((one) => one.n === job.n && one.id === job.id);
      if (row && job.reader === state().reader) parts.saver.request(job);
    }
  }

  return { first, change, resend };
}
