/** `window.__review`: what the browser tests and measurements look at. It changes nothing. */

/** @returns {object} the hook, also set on window */
export function createReview() {
  const review = { ready: false, waitingFor: null, timings: { dragToNumbersMs: [], firstPictureMs: null, lastDragToNumbersMs: null }, state: () => null };
  review.empty = () => { review.ready = true; };
  review.watch = ({ store, viewer }) => {
    review.state = () => snapshot(store.state(), viewer);
    store.subscribe((state, changed) => {
      if (changed.has('n') || changed.has('opening')) review.ready = false;
      review.ready ||= isReady(state);
    });
  };
  globalThis.__review = review;
  return review;
}

function isReady({ detail, opening, picture, measures, document, fault }) {
  if (fault) return !opening;
  return Boolean(detail && document && measures && picture && !opening);
}

function snapshot(state, viewer) {
  const display = viewer.display();
  return {
    n: state.n, caseId: state.detail?.id ?? null, reader: state.reader, selected: state.selected, version: state.version,
    status: state.document?.status ?? null, save: state.save.kind, landmarks: state.document?.landmarks ?? {},
    pixelSizeMm: state.document?.pixel_size_mm ?? state.detail?.pixel_size_mm ?? null, low: display.low, high: display.high,
    invert: display.invert, scale: viewer.view()?.zoom ?? null, blind: Boolean(state.info?.blind), lang: state.lang,
    measurements: Object.fromEntries((state.measures?.measurements ?? []).map((one) => [one.key, one.value])),
    theme: document.documentElement.dataset.theme ?? 'system', mode: state.mode, undo: state.undo, redo: state.redo, online: state.online,
  };
}
