/** Whether single letters, digits and signs are shortcuts: some speak to the computer, or touch keys unmeant (WCAG 2.1.4). */

const STORED = 'review.single_keys';
let lost = null;

/** @param {function(): Storage} [storage] */
export function singleKeysOn(storage = () => globalThis.localStorage) {
  try {
    return (storage().getItem(STORED) ?? lost) !== 'off';
  } catch {
    return lost !== 'off';
  }
}

/**
 * For this browser, whatever is reviewed.
 * @param {boolean} on
 * @param {function(): Storage} [storage]
 */
export function setSingleKeys(on, storage = () => globalThis.localStorage) {
  lost = on ? 'on' : 'off';
  try {
    storage().setItem(STORED, lost);
  } catch { /* no storage: it lasts as long as the page */ }
}
