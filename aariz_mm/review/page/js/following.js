/** Keeps the address and the browser's memory in step with what is shown, and warns before edits are lost. */

import { readAddress, writeAddress } from './address.js';

const WRITE_MS = 300;

/** @param {object} parts  {store, viewer, keeping, saver, opening} */
export function followAddress({ store, viewer, keeping, saver, opening }) {
  const { state, subscribe } = store;
  let timer = null;

  function write() {
    const { n, selected, detail } = state();
    if (!detail) return;
    const view = viewer.fitted ? null : viewer.view();
    const text = writeAddress({ n, selected, view: view && { x: view.x, y: view.y, px: 1 / view.zoom } });
    if (text !== location.hash) history.replaceState(null, '', text || location.pathname + location.search);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(write, WRITE_MS);
  }

  subscribe((now, changed) => {
    if (changed.has('n') || changed.has('selected') || changed.has('detail')) later();
    if (changed.has('panel')) keeping.write('panel', now.panel);
    if (changed.has('filter')) keeping.write('status', now.filter.status);
  });
  viewer.onChange(later);
  addEventListener('hashchange', () => {
    const wanted = readAddress(location.hash);
    if (wanted.n !== null && wanted.n !== state().n && state().reader) opening.openCase(wanted.n, wanted);
  });
  addEventListener('beforeunload', (event) => {
    if (saver.count() > 0) event.preventDefault();
  });
  addEventListener('pagehide', () => saver.flush());
  addEventListener('online', () => saver.flush());
}
