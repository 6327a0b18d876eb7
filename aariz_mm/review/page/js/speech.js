/** What the page says of a landmark: to a screen reader, and in the line under the radiograph. */

import { expectedErrorMm, expectedErrorPx, markKind } from './state.js';

/** 'A, 812.4, 1033.0, ± 1.2 mm', with its kind where that is not simply the model's. */
export function describeMark(state, symbol, t) {
  const kind = markKind(state, symbol);
  const parts = [symbol, ...place(state.document?.landmarks[symbol])];
  if (kind === 'model' || kind === 'doubtful') parts.push(doubtText(state, symbol, t));
  if (kind !== 'model') parts.push(t(`mark.kind_${kind}`));
  return parts.filter(Boolean).join(', ');
}

/** Title and symbol of a landmark: 'A-point (A)'. */
export function titleOf(state, symbol) {
  return state.landmarks.find((one) => one.symbol === symbol)?.title ?? symbol;
}

/** '± 1.2 mm', '± 11 px' without a pixel size, '' where the model says nothing. */
export function doubtText(state, symbol, t) {
  const millimetres = expectedErrorMm(state, symbol);
  if (millimetres !== null) return t('mark.doubt_mm', { value: millimetres.toFixed(1) });
  const pixels = expectedErrorPx(state, symbol);
  return pixels === null ? '' : t('mark.doubt_px', { value: pixels.toFixed(0) });
}

function place(mark) {
  return mark && mark.x !== null ? [mark.x.toFixed(1), mark.y.toFixed(1)] : [];
}

/**
 * A polite live region that speaks the latest of what comes quickly one after the other.
 * @param {HTMLElement} region
 */
export function createAnnouncer(region, waitMs = 120) {
  let timer = null;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      region.textContent = text;
    }, waitMs);
  };
}

/**
 * Says what happened, and leaves it to the line under the radiograph too where no landmark says it already.
 * @returns {{say: function(string|null, string, object=): void, sayMark: function(string): void}}
 */
export function createSpeech({ store, announce, t }) {
  const sayMark = (symbol) => announce(describeMark(store.state(), symbol, t));
  function say(symbol, key, values = {}) {
    if (symbol) return void sayMark(symbol);
    announce(t(key, values));
    store.set({ notice: t(key, values) });
  }
  return { say, sayMark };
}
